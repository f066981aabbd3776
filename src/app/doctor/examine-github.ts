/** The checks of the set-up that GitHub has to answer for. */

import { EVENTS, PERMISSIONS, WEBHOOK_PATH } from '../ports/github-app.ts';
import { type Diagnosis, ok, unknown, warning, wrong } from './diagnosis.ts';
import type { Asked, DeliveryFacts, GitHubFacts, Grant, HookFacts, Installation } from './setup-facts.ts';

/** One diagnosis for each thing that GitHub has to answer for. */
export function diagnoseGitHub(facts: GitHubFacts): readonly Diagnosis[] {
  const { app, installations, hook, deliveries } = facts;
  return [
    diagnoseApp(facts),
    diagnoseClock(facts.skew),
    whenTold('permissions', app, diagnosePermissions),
    whenTold('events', app, diagnoseEvents),
    whenTold('installations', installations, diagnoseInstallations),
    whenTold('webhook', hook, diagnoseHook),
    whenTold('deliveries', deliveries, diagnoseDeliveries),
  ];
}

function whenTold<T>(name: string, asked: Asked<T>, diagnose: (value: T) => Diagnosis): Diagnosis {
  if (asked.kind === 'told') return diagnose(asked.value);
  if (asked.kind === 'refused') return unknown(name, `GitHub refused: ${asked.status} ${asked.words}`);
  return unknown(name, asked.kind === 'silent' ? 'GitHub did not answer' : 'GitHub was not asked');
}

function diagnoseApp({ address, app }: GitHubFacts): Diagnosis {
  const name = 'GitHub';
  switch (app.kind) {
    case 'told':
      return ok(name, `${address} knows the App as ${app.value.slug}`);
    case 'unasked':
      return unknown(name, 'not asked: the App id or the private key is missing');
    case 'silent':
      return wrong(
        name,
        `${address} does not answer: ${app.words}`,
        'check that this machine can reach it (proxy, firewall, GHE_HOST)',
      );
    case 'refused':
      return wrong(name, `${address} refuses the App: ${app.status} ${app.words}`, remedyOfRefusal(app.status));
  }
}

function remedyOfRefusal(status: number): string {
  if (status === 401) return 'check that the key belongs to the App with this id, and that the clock is right';
  if (status === 404) return 'check APP_ID, and GHE_HOST if you use your own GitHub server';
  return 'try again later; https://www.githubstatus.com reports outages';
}

/** In ms. Tokens are made half a minute early and may be at most ten minutes ahead of GitHub's clock. */
const MOST_SKEW = 60_000;
const SOME_SKEW = 20_000;

function diagnoseClock(skew: number | null): Diagnosis {
  const name = 'clock';
  if (skew === null) return unknown(name, 'GitHub sent no time');
  const seconds = Math.round(Math.abs(skew) / 1000);
  const words = `${seconds} s ${skew < 0 ? 'behind' : 'ahead of'} GitHub`;
  const remedy = "synchronise the clock (`timedatectl set-ntp true`), or GitHub rejects the App's tokens";
  if (Math.abs(skew) >= MOST_SKEW) return wrong(name, words, remedy);
  return Math.abs(skew) >= SOME_SKEW ? warning(name, words, remedy) : ok(name, 'right');
}

interface Lack {
  readonly words: string;
  /** What does not work; null: the App does not. */
  readonly without: string | null;
}

function lackingPermissions({ permissions }: Grant): readonly Lack[] {
  return PERMISSIONS.flatMap(({ name, access, without }) => {
    const granted = permissions[name];
    const suffices = granted === access || granted === 'admin' || (granted === 'write' && access === 'read');
    return suffices ? [] : [{ words: `${name}: ${access}`, without }];
  });
}

function lackingEvents({ events }: Grant): readonly Lack[] {
  return EVENTS.flatMap(({ name, comesTo, without }) =>
    comesTo !== 'subscribers' || events.includes(name) ? [] : [{ words: name, without }],
  );
}

function diagnosePermissions(app: Grant): Diagnosis {
  const name = 'permissions';
  const remedy = "grant it in the App's settings (Permissions & events); each owner must then accept it";
  const lacking = lackingPermissions(app);
  if (lacking.length > 0) return ofLack(name, lacking, remedy);
  const known = new Set(PERMISSIONS.map((each) => each.name));
  const most = new Map(PERMISSIONS.map((each) => [each.name, each.access]));
  const beyond = Object.entries(app.permissions)
    .filter(([each, access]) => !known.has(each) || (most.get(each) === 'read' && access !== 'read'))
    .map(([each, access]) => `${each}: ${access}`);
  if (beyond.length > 0)
    return warning(name, `more than the App needs: ${beyond.join(', ')}`, "remove it in the App's settings");
  return ok(name, `exactly the ${PERMISSIONS.length} that it needs`);
}

function diagnoseEvents(app: Grant): Diagnosis {
  const lacking = lackingEvents(app);
  if (lacking.length === 0) return ok('events', 'all that it needs');
  return ofLack('events', lacking, "subscribe to it in the App's settings (Permissions & events)");
}

function ofLack(name: string, lacking: readonly Lack[], remedy: string): Diagnosis {
  const missing = lacking.map(({ words }) => words).join(', ');
  if (lacking.some(({ without }) => without === null)) return wrong(name, `missing: ${missing}`, remedy);
  const lost = [...new Set(lacking.map(({ without }) => without))].join(', ');
  return warning(name, `missing: ${missing}; without it there is no ${lost}`, remedy);
}

function diagnoseInstallations(all: readonly Installation[]): Diagnosis {
  const name = 'installations';
  if (all.length === 0)
    return warning(name, 'the App is not installed anywhere', "install it from the App's settings (Install App)");
  const active = all.filter(({ isSuspended }) => !isSuspended);
  const suspended = all.filter(({ isSuspended }) => isSuspended).map(({ account }) => account);
  const stale = active
    .filter((each) => [...lackingPermissions(each), ...lackingEvents(each)].length > 0)
    .map(({ account }) => account);
  const words = `${all.length}: ${named(all.map(({ account }) => account))}`;
  if (stale.length > 0)
    return warning(
      name,
      `${words}; some permissions or events are not granted by ${named(stale)}`,
      'ask an owner there to accept the new permissions (Settings, GitHub Apps, Configure)',
    );
  if (suspended.length > 0)
    return warning(
      name,
      `${words}; suspended: ${named(suspended)}`,
      'ask an owner there to unsuspend it, if that is not intended',
    );
  return ok(name, words);
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function diagnoseHook({ url, hasSecret, isJson, checksCertificate }: HookFacts): Diagnosis {
  const name = 'webhook';
  const page = "in the App's settings (Webhook)";
  if (url === null)
    return wrong(name, 'the App has no webhook URL', `set it ${page}: https://YOUR-HOST${WEBHOOK_PATH}`);
  if (pathOf(url) !== WEBHOOK_PATH)
    return wrong(name, `GitHub sends webhooks to ${url}`, `make the URL ${page} end in ${WEBHOOK_PATH}`);
  if (!hasSecret) return wrong(name, 'GitHub has no secret for it', `enter the value of WEBHOOK_SECRET ${page}`);
  if (!isJson) return wrong(name, 'GitHub sends forms, not JSON', `choose application/json ${page}`);
  if (!url.startsWith('https:'))
    return warning(name, `${url} is not encrypted: eavesdroppers can read private code`, `use an https URL ${page}`);
  if (!checksCertificate)
    return warning(name, "GitHub does not verify this server's certificate", `enable SSL verification ${page}`);
  return ok(name, url);
}

function pathOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).pathname : null;
}

function diagnoseDeliveries(all: readonly DeliveryFacts[]): Diagnosis {
  const name = 'deliveries';
  const [newest] = all;
  if (newest === undefined)
    return warning(
      name,
      'GitHub has sent nothing yet',
      'open a pull request where the App is installed, or check that the webhook is active',
    );
  const arrived = new Set(all.filter(isGood).map(({ guid }) => guid));
  const lost = all.filter(({ guid }) => !arrived.has(guid));
  if (lost.length === 0) return ok(name, `the last ${all.length} arrived`);
  const words = `${new Set(lost.map(({ guid }) => guid)).size} of the last ${all.length} failed, the newest at ${lost[0]?.at} with ${answerOf(lost[0])}`;
  if (isGood(newest)) return warning(name, words, '`serve` requests them again within 15 minutes');
  return wrong(name, words, remedyOfLoss(newest.status));
}

function isGood({ status }: DeliveryFacts): boolean {
  return status >= 200 && status < 300;
}

function answerOf(delivery: DeliveryFacts | undefined): string {
  return delivery === undefined || delivery.status === 0 ? 'no answer' : String(delivery.status);
}

function remedyOfLoss(status: number): string {
  if (status === 401 || status === 403) return "set WEBHOOK_SECRET to the secret in the App's settings";
  if (status === 404 || status === 405)
    return `another program answers: make the proxy pass ${WEBHOOK_PATH} to this one`;
  if (status === 413) return 'the proxy rejects bodies of this size: allow 25 MB';
  return 'check that `serve` runs and that GitHub can reach it (proxy, firewall, certificate)';
}
