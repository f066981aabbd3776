/** The log: JSON lines, constant messages with their data beside them, and nothing in them that is secret. */
import pino from 'pino';
import type { Secret } from './secret.ts';

export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** GitHub's tokens (by prefix: their length is no property of them), JWTs, keys, what stands behind Authorization. */
const SECRETS: readonly RegExp[] = [
  /\bgh[opsur]_[\w.-]+/g,
  /\bgithub_pat_\w+/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,10000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g,
  /\b(?:bearer|token|basic) [\w+/=.~-]{8,}/gi,
  /\b(postgres(?:ql)?:\/\/[^:@/\s]{0,200}):[^@\s]{1,200}@/g,
];
const LONGEST_TEXT = 8_000;

/** @param stream where the lines go; standard output unless said otherwise */
export function makeLog(level: string, secrets: readonly Secret[] = [], stream?: { write(line: string): void }): Log {
  const own = secrets.map((secret) => secret.reveal()).filter((text) => text.length > 0);
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' };
  const logger = stream === undefined ? pino(options) : pino(options, stream);
  const clean = (data: object): object => cleaned(data, own, 0) as object;
  return {
    debug: (data, message) => logger.debug(clean(data), message),
    info: (data, message) => logger.info(clean(data), message),
    warn: (data, message) => logger.warn(clean(data), message),
    error: (data, message) => logger.error(clean(data), message),
  };
}

function cleaned(value: unknown, own: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return redacted(value, own);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 5) return '[deep]';
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    return cleaned({ type: name, message, stack, ...(cause === undefined ? {} : { cause }) }, own, depth + 1);
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return cleaned(value.toJSON(), own, depth + 1);
  if (Array.isArray(value)) return value.slice(0, 50).map((each) => cleaned(each, own, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      /authorization|password|secret|privatekey/i.test(key) ? '[secret]' : cleaned(each, own, depth + 1),
    ]),
  );
}

export function redacted(text: string, own: readonly string[] = []): string {
  let clean = text.slice(0, LONGEST_TEXT);
  for (const secret of own) clean = clean.replaceAll(secret, '[secret]');
  for (const pattern of SECRETS) clean = clean.replace(pattern, '[secret]');
  return clean;
}
