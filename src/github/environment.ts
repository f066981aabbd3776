/** The App's environment (contracts: APP_ID, PRIVATE_KEY, WEBHOOK_SECRET, ...): read once, all mistakes at once. */
import { KNOWN_SECRETS, SHORTEST_SECRET } from '../app/needs.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { readPrivateKey } from './private-key.ts';
import { Secret } from './secret.ts';

export interface AppEnvironment {
  readonly appId: number;
  readonly privateKey: Secret;
  /** One or two: the second one while they are changed. */
  readonly secrets: readonly [Secret, ...Secret[]];
  readonly host: string;
  readonly port: number;
  readonly adminPort: number | null;
  /** As `https://api.github.com`. */
  readonly apiUrl: string;
  /** As `https://github.com`. */
  readonly webUrl: string;
  readonly database: Secret | null;
  /** The embedded store's folder. */
  readonly data: string;
  /** In ms: a worker that is silent for so long has lost its jobs to others (KRA_LEASE_MS). */
  readonly leaseFor: number;
  /** In ms: so far apart are writes of one installation (KRA_WRITE_PAUSE_MS); for GHES without limits, and for trials. */
  readonly betweenWrites: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
type Variables = Readonly<Record<string, string | undefined>>;

/** @param readFile throws where the file of PRIVATE_KEY_PATH cannot be read */
export function readEnvironment(
  env: Variables,
  readFile: (path: string) => string,
):
  | { readonly kind: 'environment'; readonly environment: AppEnvironment }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Failure[] } {
  const mistakes: Failure[] = [];
  const good = <T>(value: T | Failure, instead: T): T => {
    if (!isFailure(value)) return value;
    mistakes.push(value);
    return instead;
  };
  const web = webAddress(env);
  const environment: AppEnvironment = {
    appId: good(appIdOf(env['APP_ID']), 0),
    privateKey: new Secret(good(keyOf(env, readFile), '')),
    secrets: [
      new Secret(good(secretOf(env, 'WEBHOOK_SECRET'), '')),
      ...(env['KRA_WEBHOOK_SECRET_NEXT'] ? [new Secret(good(secretOf(env, 'KRA_WEBHOOK_SECRET_NEXT'), ''))] : []),
    ],
    // in a container nothing outside reaches `localhost`
    host: env['HOST'] || '0.0.0.0',
    port: good(portOf(env, 'PORT', 3000), 0),
    adminPort: env['KRA_ADMIN_PORT'] ? good(adminPortOf(env), 0) : null,
    ...good(web, { webUrl: '', apiUrl: '' }),
    database: env['DATABASE_URL'] ? new Secret(good(databaseOf(env['DATABASE_URL']), '')) : null,
    data: env['KRA_DATA'] || 'data',
    leaseFor: good(millisecondsOf(env, 'KRA_LEASE_MS', 60_000), 0),
    betweenWrites: good(millisecondsOf(env, 'KRA_WRITE_PAUSE_MS', 1_000), 0),
    logLevel: good(levelOf(env['LOG_LEVEL'] || 'info'), 'info'),
  };
  return mistakes.length === 0 ? { kind: 'environment', environment } : { kind: 'mistakes', mistakes };
}

function appIdOf(text: string | undefined): number | Failure {
  const where = 'APP_ID';
  if (!text) return failure(where, 'is not set', "set it to the App's id, a number on its page of settings");
  return /^[1-9]\d{0,14}$/.test(text)
    ? Number(text)
    : failure(where, 'is not a number', "it is the App's id, not its name");
}

function secretOf(env: Variables, name: string): string | Failure {
  const secret = env[name];
  const remedy = 'make one with `openssl rand -hex 32`, and set it here and on the App’s page of settings';
  if (!secret) return failure(name, 'is not set: anybody could send webhooks', remedy);
  if (KNOWN_SECRETS.includes(secret)) return failure(name, 'is a default that everybody knows', remedy);
  if (secret.trim() !== secret)
    return failure(name, 'begins or ends with blanks, which GitHub does not sign with', 'leave them out');
  if (secret.length < SHORTEST_SECRET)
    return failure(name, `has ${secret.length} characters, ${SHORTEST_SECRET} are the least`, remedy);
  return secret;
}

function keyOf(env: Variables, readFile: (path: string) => string): string | Failure {
  const path = env['PRIVATE_KEY_PATH'];
  const remedy = "generate one on the App's page of settings, and let PRIVATE_KEY_PATH name the file";
  if (!env['PRIVATE_KEY'] && !path) return failure('PRIVATE_KEY', 'is not set, and PRIVATE_KEY_PATH neither', remedy);
  let text = env['PRIVATE_KEY'] ?? '';
  if (!text && path) {
    try {
      text = readFile(path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      return failure(
        'PRIVATE_KEY_PATH',
        `the file cannot be read (${code})`,
        'mend the path or the rights of the file',
      );
    }
  }
  const key = readPrivateKey(text);
  if (key.kind === 'rsa') return key.pem;
  const words = key.kind === 'broken' ? key.words : `it is a key of type ${key.type}, GitHub's are RSA`;
  return failure(env['PRIVATE_KEY'] ? 'PRIVATE_KEY' : 'PRIVATE_KEY_PATH', `is not a private key: ${words}`, remedy);
}

function portOf(env: Variables, name: string, instead: number): number | Failure {
  const text = env[name];
  if (!text) return instead;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : failure(name, 'is not a port', 'write a number up to 65535');
}

function millisecondsOf(env: Variables, name: string, instead: number): number | Failure {
  const text = env[name];
  if (!text) return instead;
  return /^\d{1,7}$/.test(text)
    ? Number(text)
    : failure(name, 'is not a number of milliseconds', `write it as \`${instead}\``);
}

function adminPortOf(env: Variables): number | Failure {
  const port = portOf(env, 'KRA_ADMIN_PORT', 0);
  return port !== 0 && port === portOf(env, 'PORT', 3000)
    ? failure('KRA_ADMIN_PORT', 'is the same as PORT', 'leave it out: probes and figures are on PORT then')
    : port;
}

function databaseOf(address: string): string | Failure {
  return /^postgres(?:ql)?:\/\/./.test(address)
    ? address
    : failure(
        'DATABASE_URL',
        'is not an address of a PostgreSQL database',
        'write postgres://..., or leave it out: the embedded store needs none',
      );
}

/** GitHub Enterprise Server has its API below /api/v3; without TLS only for trials on this machine. */
function webAddress(env: Variables): { readonly webUrl: string; readonly apiUrl: string } | Failure {
  const host = env['GHE_HOST'];
  if (!host) return { webUrl: 'https://github.com', apiUrl: 'https://api.github.com' };
  const protocol = env['GHE_PROTOCOL'] || 'https';
  if (!/^[\w.-]+(?::\d{1,5})?$|^\[[0-9a-f:]+\](?::\d{1,5})?$/i.test(host))
    return failure('GHE_HOST', 'is not a host', 'write only the name, as `github.example.org`, without https://');
  const isLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(host);
  if (protocol !== 'https' && !(protocol === 'http' && isLoopback))
    return failure('GHE_PROTOCOL', 'is not https', 'leave it out; http is only for trials on this machine');
  const webUrl = `${protocol}://${host}`;
  return { webUrl, apiUrl: `${webUrl}/api/v3` };
}

function levelOf(text: string): AppEnvironment['logLevel'] | Failure {
  return (
    LOG_LEVELS.find((level) => level === text) ??
    failure('LOG_LEVEL', 'is not a level', `write one of ${LOG_LEVELS.join(', ')}`)
  );
}
