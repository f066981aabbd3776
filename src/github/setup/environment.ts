/** The App's environment (contracts: APP_ID, PRIVATE_KEY, WEBHOOK_SECRET, ...): read once, all mistakes at once. */
import type { Limits } from '../../app/context.ts';
import type { Retention } from '../../app/jobs/periodic.ts';
import { KNOWN_SECRETS, SHORTEST_SECRET } from '../../app/ports/github-app.ts';
import { rulePagesOf } from '../../config/rule-pages.ts';
import { type Failure, failure, isFailure } from '../../text/failure.ts';
import { apiOf, isHost, isLoopback } from '../client/hosts.ts';
import { Secret } from '../client/secret.ts';
import { readPrivateKey } from './private-key.ts';

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
  /** The address of the rules' pages, with `{rule}` in it (KRA_RULE_PAGES); null where none is known. */
  readonly rulePages: string | null;
  readonly database: Secret | null;
  /** The embedded store's folder. */
  readonly data: string;
  /** How many jobs a process works on at a time (KRA_SLOTS). */
  readonly slots: number;
  /** In ms: so long the analysis of one review may take with all its files (KRA_REVIEW_SECONDS). */
  readonly reviewFor: number;
  /** In ms: so long one review may take in all, calls of GitHub included (KRA_DEADLINE_SECONDS). */
  readonly deadline: number;
  /** In ms: a worker that is silent for so long has lost its jobs to others (KRA_LEASE_MS). */
  readonly leaseFor: number;
  /** In ms: so far apart are writes of one installation (KRA_WRITE_PAUSE_MS); for GHES without limits, and for trials. */
  readonly betweenWrites: number;
  /** The user as which hostile text is read where the server is root (KRA_ANALYST_UID). */
  readonly analystUid: number;
  /** In ms: so long the port takes deliveries after SIGTERM, while `/readyz` says that they should go elsewhere. */
  readonly shutdownDelay: number;
  /** What a pull request and its author may cost (KRA_CALLS_PER_PULL_REQUEST, KRA_CALLS_PER_AUTHOR, KRA_COOL_DOWN_MS). */
  readonly limits: Limits;
  /** How long what is stored is kept (KRA_KEEP_DAYS, KRA_RECORDS_DAYS). */
  readonly kept: Retention;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
type Variables = Readonly<Record<string, string | undefined>>;

/** All variables that hold something secret. Each can come from a file that `file` names; where both are set, the variable holds. */
export const SECRETS = [
  { name: 'PRIVATE_KEY', file: 'PRIVATE_KEY_PATH' },
  { name: 'WEBHOOK_SECRET', file: 'WEBHOOK_SECRET_PATH' },
  { name: 'KRA_WEBHOOK_SECRET_NEXT', file: 'KRA_WEBHOOK_SECRET_NEXT_PATH' },
  { name: 'DATABASE_URL', file: 'DATABASE_URL_PATH' },
] as const;

export type SecretName = (typeof SECRETS)[number]['name'];

/** In bytes: a private key has 2 KB. */
export const LARGEST_SECRET = 64 * 1024;

/** Of a secret, what the environment and its files say. */
export interface SecretRead {
  /** Where it is from: the variable itself, or the one that names its file. */
  readonly variable: string;
  /** Of a file without the line break at its end; undefined where nothing is set, or its file cannot be had. */
  readonly text: string | undefined;
  /** Why the file cannot be had. */
  readonly mistake: Failure | null;
}

/**
 * All secrets, each from its variable or its file.
 * @param readFile throws where the file cannot be read, or is larger than LARGEST_SECRET
 */
export function readSecrets(
  given: Variables,
  readFile: (path: string) => string,
): Readonly<Record<SecretName, SecretRead>> {
  const rows = SECRETS.map(({ name, file }) => [name, readSecret(given, name, file, readFile)] as const);
  return Object.fromEntries(rows) as Record<SecretName, SecretRead>;
}

function readSecret(given: Variables, name: string, file: string, readFile: (path: string) => string): SecretRead {
  const path = given[file];
  if (given[name] || !path) return { variable: name, text: given[name] || undefined, mistake: null };
  const lost = (what: string, remedy: string) => ({
    variable: file,
    text: undefined,
    mistake: failure(file, what, remedy),
  });
  try {
    const text = readFile(path).replace(/\r?\n$/, '');
    return text === ''
      ? lost('the file is empty', 'write the secret into it')
      : { variable: file, text, mistake: null };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return lost(`the file cannot be read (${code ?? message})`, 'correct the path or the permissions of the file');
  }
}

interface NumberRow {
  /** As in "is not a number of ms". */
  readonly unit: string;
  readonly instead: number;
  readonly least: number;
  readonly most: number;
  /** Why nothing below the least, and nothing above the most, can work. */
  readonly whyLeast: string;
  readonly whyMost: string;
}

/** All variables that are numbers, but for the App's id and the ports. A number that cannot work is refused at the start. */
export const NUMBERS = {
  KRA_SLOTS: {
    unit: 'jobs at a time',
    instead: 2,
    least: 1,
    most: 64,
    whyLeast: 'without a slot nothing is reviewed',
    whyMost: 'each review may take 900 MB; start further workers on other machines',
  },
  KRA_REVIEW_SECONDS: {
    unit: 'seconds',
    instead: 120,
    least: 10,
    most: 240,
    whyLeast: 'ordinary reviews would end without having read their files',
    whyMost: 'an attempt as a whole is ended soon after that',
  },
  KRA_DEADLINE_SECONDS: {
    unit: 'seconds',
    instead: 300,
    least: 1,
    most: 3_600,
    whyLeast: 'no review would end in it',
    whyMost: 'a slot that hangs would be held for so long',
  },
  KRA_LEASE_MS: {
    unit: 'ms',
    instead: 60_000,
    least: 1_000,
    most: 3_600_000,
    whyLeast: 'a shorter lease runs out before the store has answered its renewal, and two workers do the same job',
    whyMost: 'the jobs of a worker that died wait for so long',
  },
  KRA_WRITE_PAUSE_MS: {
    unit: 'ms',
    instead: 1_000,
    least: 0,
    most: 60_000,
    whyLeast: 'github.com takes 80 writes a minute from an installation and then refuses them',
    whyMost: 'a review of ten writes would take ten minutes',
  },
  KRA_ANALYST_UID: {
    unit: 'user id',
    instead: 65_534,
    least: 1,
    most: 4_294_967_294,
    whyLeast: 'hostile text would be read as root',
    whyMost: 'the kernel knows no such user',
  },
  KRA_SHUTDOWN_DELAY_MS: {
    unit: 'ms',
    instead: 1_000,
    least: 0,
    most: 300_000,
    whyLeast: 'the port cannot close before the signal',
    whyMost: 'a supervisor would have killed the process by then',
  },
  KRA_CALLS_PER_PULL_REQUEST: {
    unit: 'calls an hour',
    instead: 1_000,
    least: 50,
    most: 1_000_000,
    whyLeast: 'the first review of an ordinary pull request would use it up',
    whyMost: 'no installation has so many',
  },
  KRA_CALLS_PER_AUTHOR: {
    unit: 'calls an hour',
    instead: 3_000,
    least: 50,
    most: 1_000_000,
    whyLeast: 'the first review of an ordinary pull request would use it up',
    whyMost: 'no installation has so many',
  },
  KRA_COOL_DOWN_MS: {
    unit: 'ms',
    instead: 4_000,
    least: 0,
    most: 300_000,
    whyLeast: 'nothing is reviewed before it was pushed',
    whyMost: 'the longest rest is 150 times as long',
  },
  KRA_KEEP_DAYS: {
    unit: 'days',
    instead: 30,
    least: 7,
    most: 3_650,
    whyLeast: 'GitHub may send a delivery again within seven days, and it has to be known as such',
    whyMost: 'the store grows with every pull request',
  },
  KRA_RECORDS_DAYS: {
    unit: 'days',
    instead: 400,
    least: 1,
    most: 36_500,
    whyLeast: 'a decision has to be found on the day after it',
    whyMost: 'nothing is kept for more than a hundred years',
  },
} as const satisfies Readonly<Record<string, NumberRow>>;

/** In ms: the least of KRA_WRITE_PAUSE_MS on github.com (GitHub docs, "Rate limits for the REST API"). */
const LEAST_PAUSE_ON_GITHUB = 750;

/** In ms. */
const DAY = 24 * 3_600_000;

/**
 * @param readFile throws where a file cannot be read
 * @param manifest the text of package.json
 */
export function readEnvironment(
  env: Variables,
  readFile: (path: string) => string,
  manifest = '{}',
):
  | { readonly kind: 'environment'; readonly environment: AppEnvironment }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Failure[] } {
  const mistakes: Failure[] = [];
  const good = <T>(value: T | Failure, instead: T): T => {
    if (!isFailure(value)) return value;
    mistakes.push(value);
    return instead;
  };
  const read = readSecrets(env, readFile);
  const isSet = (name: SecretName): boolean => read[name].text !== undefined || read[name].mistake !== null;
  const secret = (name: SecretName, check: SecretCheck): Secret => {
    const { variable, text, mistake } = read[name];
    return new Secret(good(mistake ?? check(text, variable), ''));
  };
  const web = webAddress(env);
  const environment: AppEnvironment = {
    appId: good(appIdOf(env['APP_ID']), 0),
    privateKey: secret('PRIVATE_KEY', keyOf),
    secrets: [
      secret('WEBHOOK_SECRET', secretOf),
      ...(isSet('KRA_WEBHOOK_SECRET_NEXT') ? [secret('KRA_WEBHOOK_SECRET_NEXT', secretOf)] : []),
    ],
    // in a container nothing outside reaches `localhost`
    host: env['HOST'] || '0.0.0.0',
    port: good(portOf(env, 'PORT', 3000), 0),
    adminPort: env['KRA_ADMIN_PORT'] ? good(adminPortOf(env), 0) : null,
    ...good(web, { webUrl: '', apiUrl: '' }),
    rulePages: good(rulePagesOf(env['KRA_RULE_PAGES'], manifest), null),
    database: isSet('DATABASE_URL') ? secret('DATABASE_URL', databaseOf) : null,
    data: env['KRA_DATA'] || 'data',
    slots: good(numberOf(env, 'KRA_SLOTS'), 0),
    reviewFor: 1000 * good(numberOf(env, 'KRA_REVIEW_SECONDS'), 0),
    deadline: 1000 * good(numberOf(env, 'KRA_DEADLINE_SECONDS'), 0),
    leaseFor: good(numberOf(env, 'KRA_LEASE_MS'), 0),
    betweenWrites: good(numberOf(env, 'KRA_WRITE_PAUSE_MS', env['GHE_HOST'] ? 0 : LEAST_PAUSE_ON_GITHUB), 0),
    analystUid: good(numberOf(env, 'KRA_ANALYST_UID'), 0),
    shutdownDelay: good(numberOf(env, 'KRA_SHUTDOWN_DELAY_MS'), 0),
    limits: {
      perPullRequest: good(numberOf(env, 'KRA_CALLS_PER_PULL_REQUEST'), 0),
      perAuthor: good(numberOf(env, 'KRA_CALLS_PER_AUTHOR'), 0),
      firstRest: good(numberOf(env, 'KRA_COOL_DOWN_MS'), 0),
    },
    kept: {
      values: DAY * good(numberOf(env, 'KRA_KEEP_DAYS'), 0),
      records: DAY * good(numberOf(env, 'KRA_RECORDS_DAYS'), 0),
    },
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

/** @param where the variable, or the one that names its file */
type SecretCheck = (text: string | undefined, where: string) => string | Failure;

function secretOf(secret: string | undefined, where: string): string | Failure {
  const remedy = 'make one with `openssl rand -hex 32`, and set it here and on the App’s page of settings';
  if (!secret) return failure(where, 'is not set: anyone could send webhooks', remedy);
  if (KNOWN_SECRETS.includes(secret)) return failure(where, 'is a publicly known default', remedy);
  if (secret.trim() !== secret)
    return failure(where, 'begins or ends with blanks, which GitHub does not sign with', 'leave them out');
  if (secret.length < SHORTEST_SECRET)
    return failure(where, `has ${secret.length} characters, ${SHORTEST_SECRET} are the least`, remedy);
  return secret;
}

function keyOf(text: string | undefined, where: string): string | Failure {
  const remedy = "generate one on the App's page of settings, and let PRIVATE_KEY_PATH name the file";
  if (!text) return failure('PRIVATE_KEY', 'is not set, and PRIVATE_KEY_PATH neither', remedy);
  const key = readPrivateKey(text);
  if (key.kind === 'rsa') return key.pem;
  const words = key.kind === 'broken' ? key.words : `it is a key of type ${key.type}, GitHub's are RSA`;
  return failure(where, `is not a private key: ${words}`, remedy);
}

function portOf(env: Variables, name: string, instead: number): number | Failure {
  const text = env[name];
  if (!text) return instead;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : failure(name, 'is not a port', 'write a number up to 65535');
}

/** One of NUMBERS, or what is wrong with it. @param least another least than the table's, where it depends on other variables */
export function numberOf(
  env: Variables,
  name: keyof typeof NUMBERS,
  least: number = NUMBERS[name].least,
): number | Failure {
  const { unit, instead, most, whyLeast, whyMost } = NUMBERS[name];
  const text = env[name];
  if (!text) return instead;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  const remedy = `write a whole number from ${least} to ${most}, as \`${instead}\``;
  if (Number.isNaN(value)) return failure(name, `is not a number of ${unit}`, remedy);
  if (value < least) return failure(name, `is less than ${least}: ${whyLeast}`, remedy);
  return value > most ? failure(name, `is more than ${most}: ${whyMost}`, remedy) : value;
}

function adminPortOf(env: Variables): number | Failure {
  const port = portOf(env, 'KRA_ADMIN_PORT', 0);
  return port !== 0 && port === portOf(env, 'PORT', 3000)
    ? failure('KRA_ADMIN_PORT', 'is the same as PORT', 'leave it out: probes and figures are on PORT then')
    : port;
}

function databaseOf(address: string | undefined, where: string): string | Failure {
  return /^postgres(?:ql)?:\/\/./.test(address ?? '')
    ? (address as string)
    : failure(
        where,
        'is not an address of a PostgreSQL database',
        'write postgres://..., or leave it out: the embedded store needs none',
      );
}

/** Without TLS only for trials on this machine. */
function webAddress(env: Variables): { readonly webUrl: string; readonly apiUrl: string } | Failure {
  const host = env['GHE_HOST'] || 'github.com';
  const protocol = env['GHE_PROTOCOL'] || 'https';
  if (!isHost(host))
    return failure('GHE_HOST', 'is not a host', 'write only the name, as `github.example.org`, without https://');
  const isTrial = protocol === 'http' && isLoopback(new URL(`http://${host}`).hostname);
  if (protocol !== 'https' && !isTrial)
    return failure('GHE_PROTOCOL', 'is not https', 'leave it out; http is only for trials on this machine');
  const webUrl = `${protocol}://${host}`;
  return { webUrl, apiUrl: apiOf(new URL(webUrl)) };
}

function levelOf(text: string): AppEnvironment['logLevel'] | Failure {
  return (
    LOG_LEVELS.find((level) => level === text) ??
    failure('LOG_LEVEL', 'is not a level', `write one of ${LOG_LEVELS.join(', ')}`)
  );
}
