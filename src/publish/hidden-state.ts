/** What a sticky comment remembers, hidden in it and sealed: nobody else can write it. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CONCLUSIONS, type Conclusion } from './published.ts';

/** What the comment tells of. */
export interface CommentState {
  readonly head: string;
  readonly externalId: string;
  readonly conclusion: Conclusion;
}

const OPEN = '<!-- kernel-rust-audit:state ';
const CLOSE = ' -->';
/** In characters; larger ones are not ours. */
const LARGEST_STATE = 4096;

/** The first line of a pull request's comment, by which it is found again (among the App's own comments only). */
export function stickyMarker(pullNumber: number): string {
  return `<!-- kernel-rust-audit:pull-request:${pullNumber} -->`;
}

/**
 * One line: an HTML comment of base64url JSON and its HMAC-SHA256.
 * @param key a secret of the App
 * @param pullNumber is sealed with it: the line is worth nothing in another pull request's comment
 */
export function sealState(state: CommentState, pullNumber: number, key: string): string {
  const { head, externalId, conclusion } = state;
  const payload = Buffer.from(JSON.stringify({ head, externalId, conclusion })).toString('base64url');
  return `${OPEN}${payload}.${macOf(payload, pullNumber, key).toString('base64url')}${CLOSE}`;
}

/** The state in a comment's body; undefined where there is none, or where it is forged or broken. */
export function openState(body: string, pullNumber: number, key: string): CommentState | undefined {
  const line = body
    .split('\n', 8)
    .map((each) => each.trimEnd())
    .find((each) => each.startsWith(OPEN) && each.endsWith(CLOSE));
  if (line === undefined || line.length > LARGEST_STATE) return undefined;
  const [payload = '', mac = '', ...more] = line.slice(OPEN.length, -CLOSE.length).split('.');
  const [given, wanted] = [Buffer.from(mac, 'base64url'), macOf(payload, pullNumber, key)];
  if (more.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  return stateOf(Buffer.from(payload, 'base64url').toString());
}

function macOf(payload: string, pullNumber: number, key: string): Buffer {
  return createHmac('sha256', key).update(`comment-state\0${pullNumber}\0${payload}`).digest();
}

/** Sealed by us, and perhaps by another version of us. */
function stateOf(json: string): CommentState | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return undefined;
    const { head, externalId, conclusion } = value as Record<string, unknown>;
    if (typeof head !== 'string' || typeof externalId !== 'string') return undefined;
    const known = CONCLUSIONS.find((each) => each === conclusion);
    return known === undefined ? undefined : { head, externalId, conclusion: known };
  } catch {
    return undefined;
  }
}
