/** The log: JSON lines, constant messages with their data beside them, and nothing in them that is secret. */
import pino from 'pino';
import type { Secret } from '../client/secret.ts';

export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** GitHub's tokens (by prefix: their length varies), keys, the value of Authorization, addresses with a password. */
const SECRETS: readonly RegExp[] = [
  /gh[opsur]_[\w.-]+/g,
  /github_pat_\w+/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g,
  /\bauthorization["']?\s*[:=][^\r\n,}]+/gi,
  /\b(?:bearer|token|basic) [\w+/=.~-]{8,}/gi,
  /\b[a-z]{2,20}:\/\/[^:@/\s]{0,200}:[^@\s]{1,200}@/gi,
];
/** Words with two dots or more; JWTs are such, and begin a part with `{"`. In two steps, since one takes quadratic time on a hostile text. */
const DOTTED = /(?<![\w-])[\w-]+(?:\.[\w-]+){2,}/g;
const IN_JWT = /eyJ[\w-]{8}/;
const SECRET_KEYS = /authorization|password|secret|private_?key|cookie/i;
/** In UTF-16 units: of a text, after what is secret was taken out of as much as `MOST_READ`. */
const LONGEST_TEXT = 8_000;
const MOST_READ = 200_000;
const DEEPEST = 6;
const MOST_ITEMS = 50;

/** @param stream where the lines go; standard output unless said otherwise */
export function makeLog(level: string, secrets: readonly Secret[] = [], stream?: { write(line: string): void }): Log {
  const own = secrets.map((secret) => secret.reveal()).filter((text) => text.length > 0);
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'message',
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = stream === undefined ? pino(options) : pino(options, stream);
  const line =
    (write: 'debug' | 'info' | 'warn' | 'error') =>
    (data: object, message: string): void => {
      if (logger.isLevelEnabled(write)) logger[write](fields(data, own), redacted(message, own));
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** A log that throws would make the logged trouble worse. */
function fields(data: object, own: readonly string[]): object {
  try {
    return { ...(cleaned(data, own, 0) as object) };
  } catch {
    return { data: '[unreadable]' };
  }
}

function cleaned(value: unknown, own: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return redacted(value, own);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[deep]';
  if (value instanceof Error) return cleaned(partsOf(value), own, depth + 1);
  if ('toJSON' in value && typeof value.toJSON === 'function') return cleaned(value.toJSON(), own, depth + 1);
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((each) => cleaned(each, own, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      redacted(key, own),
      SECRET_KEYS.test(key) ? '[secret]' : cleaned(each, own, depth + 1),
    ]),
  );
}

/** What else hangs on an error (requests with their headers, payloads) is not for the log. */
function partsOf(error: Error): object {
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const errors = error instanceof AggregateError ? { errors: error.errors } : {};
  return { type: name, message, stack, ...code, ...(cause === undefined ? {} : { cause }), ...errors };
}

/** The same text with each secret replaced by `[secret]`, cut where it is long. */
export function redacted(text: string, own: readonly string[] = []): string {
  let clean = text.slice(0, MOST_READ);
  for (const secret of own) clean = clean.replaceAll(secret, '[secret]');
  for (const pattern of SECRETS) clean = clean.replace(pattern, '[secret]');
  clean = clean.replace(DOTTED, (word) => (IN_JWT.test(word) ? '[secret]' : word));
  return clean.slice(0, LONGEST_TEXT);
}
