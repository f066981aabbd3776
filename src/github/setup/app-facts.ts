/** What GitHub says about the App itself: asked with its key, for `doctor`. */
import type {
  Asked,
  DeliveryFacts,
  GitHubFacts,
  HookFacts,
  Installation,
  Registration,
} from '../../app/doctor/setup-facts.ts';

/** GitHub's answer, of any status. */
export interface AppAnswer {
  readonly status: number;
  readonly data: unknown;
  /** The Date header. */
  readonly date: string | null;
}

/** A GET as the App, as `GET /app`; throws only without an answer. */
export type AskAsApp = (route: string, parameters?: Readonly<Record<string, number>>) => Promise<AppAnswer>;

/** The last deliveries that are checked: about what a morning brings. */
const DELIVERIES = 30;
const INSTALLATIONS = 100;

/**
 * @param address of GitHub's API, as it is shown
 * @param isApp whether `ask` signs as the App; without, only the time is asked for
 * @param now in ms since 1970
 */
export async function lookAtApp(
  address: string,
  ask: AskAsApp,
  isApp: boolean,
  now: () => number,
): Promise<GitHubFacts> {
  const told = { skew: null as number | null };
  const asked = async <T>(
    read: (data: unknown) => T,
    route: string,
    parameters?: Record<string, number>,
  ): Promise<Asked<T>> => {
    const begun = now();
    try {
      const { status, data, date } = await ask(route, parameters);
      told.skew ??= skewOf(date, begun, now());
      if (status < 200 || status > 299)
        return { kind: 'refused', status, words: textOf(fields(data)['message']) ?? '' };
      return { kind: 'told', value: read(data) };
    } catch (error) {
      return { kind: 'silent', words: wordsOf(error) };
    }
  };
  const unasked = { kind: 'unasked' } as const;
  const rest = { installations: unasked, hook: unasked, deliveries: unasked };
  if (!isApp) {
    const { kind, ...reached } = await asked(() => null, 'GET /meta');
    const app = kind === 'silent' && 'words' in reached ? { kind, words: String(reached.words) } : unasked;
    return { address, app, ...rest, skew: told.skew };
  }
  const app = await asked(registrationOf, 'GET /app');
  if (app.kind !== 'told') return { address, app, ...rest, skew: told.skew };
  const [installations, hook, deliveries] = await Promise.all([
    asked(installationsOf, 'GET /app/installations', { per_page: INSTALLATIONS }),
    asked(hookOf, 'GET /app/hook/config'),
    asked(deliveriesOf, 'GET /app/hook/deliveries', { per_page: DELIVERIES }),
  ]);
  return { address, app, installations, hook, deliveries, skew: told.skew };
}

/** The header counts whole seconds, and the answer took its time: within these bounds the clocks agree. */
function skewOf(date: string | null, begun: number, ended: number): number | null {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return null;
  if (ended < theirs) return ended - theirs;
  return begun > theirs + 1000 ? begun - theirs - 1000 : 0;
}

function registrationOf(data: unknown): Registration {
  return { slug: textOf(fields(data)['slug']) ?? 'an App without a name', ...grantOf(data) };
}

function grantOf(data: unknown): Pick<Registration, 'permissions' | 'events'> {
  const { permissions, events } = fields(data);
  const granted = Object.entries(fields(permissions)).map(([name, access]) => [name, String(access)] as const);
  return { permissions: Object.fromEntries(granted), events: listOf(events).map(String) };
}

function installationsOf(data: unknown): readonly Installation[] {
  return listOf(data).map((each) => {
    const { account, suspended_at } = fields(each);
    const name = textOf(fields(account)['login']) ?? textOf(fields(account)['slug']) ?? 'somebody';
    return { account: name, isSuspended: typeof suspended_at === 'string', ...grantOf(each) };
  });
}

/** GitHub shows a secret that is set as asterisks. */
function hookOf(data: unknown): HookFacts {
  const { url, secret, content_type, insecure_ssl } = fields(data);
  return {
    url: textOf(url),
    hasSecret: textOf(secret) !== null,
    isJson: content_type === undefined || content_type === 'json',
    checksCertificate: String(insecure_ssl ?? 0) === '0',
  };
}

function deliveriesOf(data: unknown): readonly DeliveryFacts[] {
  return listOf(data).map((each) => {
    const { guid, delivered_at, status_code } = fields(each);
    return { guid: String(guid), at: String(delivered_at), status: typeof status_code === 'number' ? status_code : 0 };
  });
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The innermost reason, as `ECONNREFUSED`, since `fetch` itself only says that it failed. */
function wordsOf(error: unknown): string {
  const { cause, code, message } = fields(error);
  if (cause !== undefined && cause !== error) return wordsOf(cause);
  return textOf(code) ?? textOf(message)?.split('\n')[0] ?? 'no answer';
}
