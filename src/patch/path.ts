/** Paths as a diff writes them: C-quoting undone, prefixes taken off, hostile ones refused. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { shortened } from './input-lines.ts';

const LONGEST_PATH = 4096;
/** Each byte of a path may be written as `\\ooo`. */
const LONGEST_QUOTED_PATH = 4 * LONGEST_PATH;
const REGENERATE = 'make the diff again with `git diff` or `git format-patch`, with the prefixes `a/` and `b/`';
/** What git itself puts before paths: a/ b/, and with diff.mnemonicPrefix i(ndex), w(ork tree), c(ommit), o(bject), 1/ 2/. */
const GIT_PREFIXES: ReadonlySet<string> = new Set(['a', 'b', 'c', 'i', 'o', 'w', '1', '2']);
const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** The name in a `--- `, `+++ `, `rename` or `copy` line: quoted, or up to a tab; null for `/dev/null`. */
export function readName(written: string, where: string): string | null | Failure {
  if (written.startsWith('"')) {
    const quoted = readQuoted(written, where);
    return isFailure(quoted) ? quoted : quoted.name;
  }
  const tab = written.indexOf('\t');
  const name = tab === -1 ? withoutTime(written) : written.slice(0, tab);
  return name === '/dev/null' ? null : name;
}

/** Some versions of `diff -u` put spaces, not a tab, before the time of the file. */
function withoutTime(name: string): string {
  const tail = name.slice(-60);
  const time = / +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S*(?: [+-]\d{4})?$/;
  return name.slice(0, name.length - tail.length) + tail.replace(time, '');
}

/** Undoes git's C-quoting (core.quotePath), `"caf\303\251.rs"`; `end` is the offset behind the closing quote. */
function readQuoted(written: string, where: string): { readonly name: string; readonly end: number } | Failure {
  const pieces: Buffer[] = [];
  let plainFrom = 1;
  for (let at = 1; at < Math.min(written.length, LONGEST_QUOTED_PATH); at++) {
    const sign = written[at];
    if (sign !== '"' && sign !== '\\') continue;
    pieces.push(Buffer.from(written.slice(plainFrom, at)));
    if (sign === '"') return { name: Buffer.concat(pieces).toString(), end: at + 1 };
    const digits = written.slice(at + 1, at + 4);
    const isOctal = /^[0-3][0-7]{2}$/.test(digits);
    const byte = isOctal ? Number.parseInt(digits, 8) : ESCAPES[digits[0] ?? ''];
    if (byte === undefined) break;
    pieces.push(Buffer.of(byte));
    at += isOctal ? 3 : 1;
    plainFrom = at + 1;
  }
  return failure(where, `${shortened(written)} is not a properly quoted path`, REGENERATE);
}

/** The paths before and after. */
export interface PathPair {
  readonly before: string;
  readonly after: string;
}

/**
 * Takes the prefixes off as `git apply -p1` does. Where both names begin with one and the same folder, and it is none
 * of git's prefixes, there are none (`--no-prefix`): prefixes distinguish the two sides.
 */
export function withoutPrefixes(before: string, after: string, where: string): PathPair | Failure {
  if (haveNoPrefixes(before, after)) return { before, after };
  const [oldPath, newPath] = [withoutFirstFolder(before), withoutFirstFolder(after)];
  if (oldPath !== null && newPath !== null) return { before: oldPath, after: newPath };
  return failure(where, `cannot tell whether ${shortened(before)} and ${shortened(after)} have prefixes`, REGENERATE);
}

/** The same where the other side is `/dev/null` and no `diff --git` line says more: only git's own prefixes are sure. */
export function withoutPrefix(name: string, where: string): string | Failure {
  if (!name.includes('/')) return name;
  const path = withoutFirstFolder(name);
  if (path !== null && GIT_PREFIXES.has(firstFolder(name))) return path;
  return failure(where, `cannot tell whether ${shortened(name)} begins with a prefix`, REGENERATE);
}

function haveNoPrefixes(before: string, after: string): boolean {
  if (!before.includes('/')) return before === after;
  const folder = firstFolder(before);
  return folder === firstFolder(after) && after.includes('/') && !GIT_PREFIXES.has(folder) && folder !== '.';
}

function firstFolder(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('/')));
}

function withoutFirstFolder(name: string): string | null {
  return firstFolder(name) === '' ? null : name.slice(name.indexOf('/') + 1);
}

/**
 * The path in a `diff --git` line, which is the same on both sides unless `rename` or `copy` lines follow. It may hold
 * spaces and even ` b/`, so the cut between the sides is where both give the same path.
 */
export function readGitLine(written: string, where: string): string | Failure {
  if (written.startsWith('"')) {
    const before = readQuoted(written, where);
    if (isFailure(before)) return before;
    const after = readName(written.slice(before.end + 1), where);
    if (isFailure(after)) return after;
    return samePath(before.name, after ?? '', where) ?? inseparable(written, where);
  }
  const isReadable = written.length <= 2 * LONGEST_PATH;
  for (let cut = isReadable ? written.indexOf(' ') : -1; cut !== -1; cut = written.indexOf(' ', cut + 1)) {
    const path = samePath(written.slice(0, cut), written.slice(cut + 1), where);
    if (path !== null) return path;
  }
  return inseparable(written, where);
}

function samePath(before: string, after: string, where: string): string | null {
  const paths = withoutPrefixes(before, after, where);
  return !isFailure(paths) && paths.before === paths.after ? paths.before : null;
}

function inseparable(written: string, where: string): Failure {
  return failure(where, `cannot split ${shortened(written)} into two paths`, REGENERATE);
}

/** Refuses what `git apply` refuses: paths that lead out of the tree or into `.git`, and what no file is called. */
export function checkPath(path: string, where: string): Failure | null {
  const refuse = (reason: string) => failure(where, `the path ${shortened(path)} ${reason}`, 'do not apply this patch');
  if (path.endsWith('\r')) {
    return failure(where, 'the path ends in a carriage return', 'get the patch again with its original line endings');
  }
  if (path === '' || path.length > LONGEST_PATH) return refuse('is empty or too long');
  if (path.includes('\0')) return refuse('contains a NUL');
  if (path.startsWith('/')) return refuse('is absolute');
  for (const name of path.split('/')) {
    if (name === '' || name === '.' || name === '..') return refuse('has an empty, `.` or `..` part');
    if (name.toLowerCase() === '.git') return refuse('leads into `.git`');
  }
  return null;
}
