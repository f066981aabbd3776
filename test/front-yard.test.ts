/** What meets those who come from outside: workflows, forms, pages, the changelog, the addresses, the package. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { notesOf, withRelease } from '../scripts/changelog.js';
import { NODE_VERSIONS } from '../scripts/node-versions.js';
import { VERSION_PLACES } from '../scripts/version-places.js';
import { rulePagesOf } from '../src/config/rule-pages.ts';
import { deadLinksOf, linksOf } from './support/markdown-links.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PACKAGE = JSON.parse(read('package.json')) as {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly homepage: string;
  readonly bugs: string;
  readonly repository: { readonly url: string };
  readonly keywords: readonly string[];
};
const HOST = new URL(PACKAGE.homepage).host;

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly container?: string;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
}
const WORKFLOWS = Object.fromEntries(
  readdirSync(join(ROOT, '.github/workflows')).map((name) => [
    name,
    parse(read(`.github/workflows/${name}`)) as Workflow,
  ]),
);

describe('workflows', () => {
  test('.ci/run is run on each supported version of Node, and on no other', () => {
    const [job, ...others] = Object.values(WORKFLOWS['ci.yml']?.jobs ?? {}).filter(({ steps }) =>
      steps.some(({ run }) => run === '.ci/run'),
    );
    expect(others).toEqual([]);
    const tried = job?.strategy?.matrix.node.map(String);
    expect(tried).toEqual(Object.keys(NODE_VERSIONS));
    expect(tried).toEqual(PACKAGE.engines.node.split('||').map((range) => /\d+/.exec(range)?.[0]));
    expect(job?.container).toMatch(/^node:\$\{\{ matrix\.node \}\}-bookworm$/);
  });

  test.each(Object.entries(WORKFLOWS))('%s has the least permissions, and an end', (name, workflow) => {
    // only the one job that makes a draft of a release writes, and it runs no code of the project
    for (const [id, job] of Object.entries(workflow.jobs)) {
      const granted = Object.entries({ ...workflow.permissions, ...job.permissions });
      const writes = granted.filter(([, access]) => access !== 'read').map(([scope]) => scope);
      expect([name, id, writes]).toEqual([name, id, id === 'draft' ? ['contents'] : []]);
      if (writes.length > 0)
        expect(
          job.steps.filter(({ run = '', uses = '' }) => /\b(?:npm|node)\b/.test(run) || uses.includes('checkout')),
        ).toEqual([]);
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
    expect(workflow.permissions).toBeDefined();
    expect(workflow.concurrency).toBeDefined();
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });

  test('each action is pinned by its commit, with its version beside it', () => {
    const lines = Object.keys(WORKFLOWS).flatMap(
      (name) => read(`.github/workflows/${name}`).match(/^.*\buses:.*$/gm) ?? [],
    );
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
});

interface Field {
  readonly type: string;
  readonly id?: string;
  readonly attributes: { readonly label?: string; readonly options?: readonly unknown[] };
  readonly validations?: { readonly required?: boolean };
}
interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly Field[];
}
const FORMS = readdirSync(join(ROOT, '.github/ISSUE_TEMPLATE'))
  .filter((name) => name !== 'config.yml')
  .map((name) => [name, parse(read(`.github/ISSUE_TEMPLATE/${name}`)) as Form] as const);

describe('issue forms', () => {
  test('there is one for each kind of trouble', () => {
    expect(FORMS.map(([name]) => name)).toEqual(['crash.yml', 'false-negative.yml', 'false-positive.yml']);
  });

  test.each(FORMS)('%s asks for the smallest patch and for the version', (_, { name, description, body }) => {
    expect([typeof name, typeof description]).toEqual(['string', 'string']);
    const fields = body.filter(({ type }) => type !== 'markdown');
    // what GitHub refuses a form for: a field of no known type, without a label, or with the id of another one
    expect(fields.filter(({ type }) => !['input', 'textarea', 'dropdown', 'checkboxes'].includes(type))).toEqual([]);
    expect(fields.filter(({ attributes, id }) => !attributes.label || !id)).toEqual([]);
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    expect(fields.filter(({ type, attributes }) => type === 'dropdown' && !attributes.options?.length)).toEqual([]);
    const needed = fields.filter(({ validations }) => validations?.required).map(({ id }) => id);
    expect(needed).toEqual(expect.arrayContaining(['smallest-patch', 'version']));
  });

  test('security problems are sent to SECURITY.md', () => {
    const { contact_links: links } = parse(read('.github/ISSUE_TEMPLATE/config.yml')) as {
      readonly contact_links: readonly { readonly url: string }[];
    };
    expect(links).toHaveLength(1);
    const { host, pathname } = new URL(links[0]?.url ?? '');
    // as a file, or as GitHub shows it
    expect([host, /^\/.*(?:SECURITY\.md|security\/policy)$/.test(pathname)]).toEqual([HOST, true]);
  });
});

/** Pages that people write; those of the rules are made from the rules. */
const PAGES = ['.', '.github', 'docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => (folder === '.' ? name : `${folder}/${name}`)),
);

describe('pages', () => {
  test('the front yard has its pages', () => {
    expect(PAGES).toEqual(
      expect.arrayContaining(['CHANGELOG.md', 'CODE_OF_CONDUCT.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md']),
    );
    expect(linksOf('README.md')).toEqual(expect.arrayContaining(['CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md']));
  });

  test.each(PAGES)('links of %s lead somewhere', (page) => {
    expect(deadLinksOf(page)).toEqual([]);
  });

  test('what npm runs in CONTRIBUTING.md and docs/releasing.md is there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const called = ['CONTRIBUTING.md', 'docs/releasing.md'].flatMap((page) =>
      [...read(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name),
    );
    expect(called.length).toBeGreaterThan(5);
    expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('each decision says what it has to, and the index has its line', () => {
    const files = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => name !== 'README.md');
    expect(files.length).toBeGreaterThanOrEqual(6);
    expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
    for (const name of files) {
      const text = read(`docs/decisions/${name}`);
      const titles = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
      expect([name, titles]).toEqual([name, ['Context', 'Decision', 'Consequences', 'What was measured']]);
      expect(text).toMatch(new RegExp(`^# ${name.slice(0, 4)}: `));
    }
    const linked = linksOf('docs/decisions/README.md').filter((link) => /^\d{4}-/.test(link));
    expect(linked).toEqual(files);
  });
});

describe('releases', () => {
  test("the changelog has the package's version, and what comes above it", () => {
    const headings = [...read('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
    expect(headings[0]).toBe('[Unreleased]');
    const versions = headings.slice(1).map((title) => /^\[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$/.exec(title));
    expect(versions).not.toContain(null);
    expect(versions[0]?.[1]).toBe(PACKAGE.version);
    const dates = versions.map((version) => version?.[2] ?? '');
    expect(dates).toEqual(dates.toSorted().toReversed());
    expect(notesOf(read('CHANGELOG.md'), PACKAGE.version)).toMatch(/^### Added\n/);
  });

  test('every place that names the version names the same', () => {
    for (const { file, pattern } of VERSION_PLACES) {
      const [found = '', before = '', after = ''] = pattern.exec(read(file)) ?? [];
      expect([file, found]).toEqual([file, before + PACKAGE.version + after]);
    }
  });

  test('what comes becomes a version; an empty section does not', () => {
    const text = '# Changelog\n\n## [Unreleased]\n\n- More.\n\n## [0.1.0] - 2026-01-01\n\n- All.\n';
    const after = withRelease(text, '0.2.0', '2027-01-31');
    expect(after).toContain('## [Unreleased]\n\n## [0.2.0] - 2027-01-31\n\n- More.\n');
    expect([notesOf(after, '0.2.0'), notesOf(after, '0.1.0'), notesOf(after, '0.3.0')]).toEqual([
      '- More.',
      '- All.',
      undefined,
    ]);
    expect(withRelease(after, '0.2.0', '2027-02-01')).toBe(after);
    expect(() => withRelease(after, '0.3.0', '2027-02-01')).toThrow('"## [Unreleased]" is empty');
    expect(() => withRelease('# Changelog\n', '0.3.0', '2027-02-01')).toThrow('there is no heading');
  });

  describe('release-version', () => {
    const FILES = [...new Set(['CHANGELOG.md', ...VERSION_PLACES.map(({ file }) => file)])];
    let folder: string;
    const copied = (path: string) => readFileSync(join(folder, path), 'utf8');
    const call = (...args: readonly string[]) =>
      spawnSync(process.execPath, [join(ROOT, 'scripts/release-version.js'), ...args], {
        cwd: folder,
        encoding: 'utf8',
      });

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'kra-release-'));
      for (const path of FILES) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        cpSync(join(ROOT, path), join(folder, path));
      }
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    test('writes the version into each place', () => {
      expect(call('99.0.0')).toMatchObject({ status: 0, stderr: '' });
      for (const { file, pattern } of VERSION_PLACES) expect(pattern.exec(copied(file))?.[0]).toContain('99.0.0');
      expect(copied('CHANGELOG.md')).toMatch(/^## \[99\.0\.0\] - \d{4}-\d{2}-\d{2}$/m);
      const lock = JSON.parse(copied('package-lock.json')) as { readonly packages: Readonly<Record<string, object>> };
      expect(lock.packages['']).toMatchObject({ version: '99.0.0' });
    });

    test.each([
      [['0.0.1'], `0.0.1 is not newer than ${PACKAGE.version}; name a newer one`],
      [[PACKAGE.version], 'is not newer'],
      [['v99.0.0'], '`v99.0.0` is not a version; write three numbers, as `0.2.0`'],
      [['99.0'], 'is not a version'],
      [[], 'name one version'],
      [['99.0.0', 'now'], 'name one version'],
    ])('%j is refused, and nothing is written', (args, words) => {
      const before = FILES.map(copied);
      const { status, stderr } = call(...args);
      expect(status).toBe(2);
      expect(stderr).toContain(words);
      expect(FILES.map(copied)).toEqual(before);
    });
  });
});

describe('the package', () => {
  test('says where the project is, at one address', () => {
    const addresses = [PACKAGE.bugs, PACKAGE.repository.url.replace(/^git\+/, '')];
    expect(addresses.map((address) => new URL(address).host)).toEqual([HOST, HOST]);
    expect(PACKAGE.keywords).toContain('linux-kernel');
    // rules' names in checks and comments lead to pages on GitHub alone: a placeholder is no place for them
    expect(rulePagesOf(undefined, read('package.json')) === null).toBe(HOST !== 'github.com');
  });

  test('holds what the program needs, and nothing of the front yard but its README and licence', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'docs/operating.md', 'docs/rules/static-mut.md']),
    );
    const kinds =
      /^(?:dist\/(?:main|man)|docs\/(?:rules|[\w-]+\.md)|examples|schema|deploy)\b|^(?:scripts\/register-app\.js|app\.yml|package\.json|README\.md|LICENSE)$/;
    expect(paths.filter((path) => !kinds.test(path) || /releasing|decisions|secrets/.test(path))).toEqual([]);
  });
});
