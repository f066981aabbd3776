/** The header of one file in a diff, from `diff --git` or `--- ` to the first hunk, and what it says about the file. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { foreign } from './foreign.ts';
import { placeOf, type SourceLines, shortened } from './input-lines.ts';
import type { FilePatch } from './patch.ts';
import { checkPath, type PathPair, readGitLine, readName, withoutPrefix, withoutPrefixes } from './path.ts';

/** The content of a header, by the words its lines begin with. */
interface HeaderFields {
  /** What follows `diff --git `; null in a diff that is not git's. */
  readonly gitLine: string | null;
  readonly fields: ReadonlyMap<string, string>;
  /** What follows `--- ` and `+++ `. */
  readonly sides: { readonly before: string; readonly after: string } | null;
  /** The line behind the header. */
  readonly next: string;
  readonly where: string;
  /** The index of that line. */
  readonly end: number;
}

/** One file as its header describes it. */
export interface FileHeader {
  readonly file: Omit<FilePatch, 'binary' | 'hunks'>;
  /** `--- ` and `+++ ` are there, so hunks have to follow. */
  readonly announcesHunks: boolean;
  readonly where: string;
  readonly end: number;
}

const FIELDS = [
  'old mode ',
  'new mode ',
  'new file mode ',
  'deleted file mode ',
  'rename from ',
  'rename to ',
  'copy from ',
  'copy to ',
  'similarity index ',
  'dissimilarity index ',
  'index ',
] as const;

const CUT_OFF = 'get the patch again: it was cut off or edited';

/** Whether a file of a diff begins at `index`: `diff --git`, or `--- `, `+++ ` and a hunk. */
export function beginsFile({ lines }: SourceLines, index: number): boolean {
  const line = lines[index] ?? '';
  if (line.startsWith('diff --git ')) return true;
  const isSides = line.startsWith('--- ') && (lines[index + 1] ?? '').startsWith('+++ ');
  return isSides && (lines[index + 2] ?? '').startsWith('@@ -');
}

/** Reads the header that begins at `start`. */
export function readFileHeader(source: SourceLines, start: number): FileHeader | Failure {
  const header = readFields(source, start);
  if (isFailure(header)) return header;
  const paths = readPaths(header);
  if (isFailure(paths)) return paths;
  for (const path of [paths.before, paths.after]) {
    const refusal = path === null ? null : checkPath(path, header.where);
    if (refusal !== null) return refusal;
  }
  const { fields, sides, where, end } = header;
  const index = readIndexLine(fields.get('index '));
  const oldMode = fields.get('old mode ') ?? fields.get('deleted file mode ');
  const newMode = fields.get('new mode ') ?? fields.get('new file mode ');
  const file = {
    ...paths,
    change: changeOf(paths, fields),
    oldMode: paths.before === null ? null : (oldMode?.trim() ?? index.mode),
    newMode: paths.after === null ? null : (newMode?.trim() ?? index.mode),
    oldBlob: index.before,
    newBlob: index.after,
  };
  return { file, announcesHunks: sides !== null, where, end };
}

function readFields(source: SourceLines, start: number): HeaderFields | Failure {
  const { lines } = source;
  const where = placeOf(source, start);
  const first = lines[start] ?? '';
  const gitLine = first.startsWith('diff --git ') ? first.slice('diff --git '.length) : null;
  const fields = new Map<string, string>();
  let at = gitLine === null ? start : start + 1;
  for (; ; at++) {
    const line = lines[at] ?? '';
    const field = FIELDS.find((name) => line.startsWith(name));
    if (field === undefined) break;
    fields.set(field, line.slice(field.length));
  }
  const [before, after] = [lines[at] ?? '', lines[at + 1] ?? ''];
  if (!before.startsWith('--- ')) return { gitLine, fields, sides: null, next: before, where, end: at };
  if (!after.startsWith('+++ ')) return failure(where, 'a `--- ` line has no `+++ ` line', CUT_OFF);
  const sides = { before: before.slice(4), after: after.slice(4) };
  return { gitLine, fields, sides, next: lines[at + 2] ?? '', where, end: at + 2 };
}

type Paths = Pick<FilePatch, 'before' | 'after'>;

function readPaths(header: HeaderFields): Paths | Failure {
  const moved = readMove(header);
  if (isFailure(moved)) return moved;
  const named = readSides(header);
  if (isFailure(named)) return named;
  if (moved !== null) return pathsOfMove(header, moved, named);
  const [before, after] = [named?.before ?? null, named?.after ?? null];
  return before !== null && after !== null
    ? pathsOfTwoNames(header, before, after)
    : pathsOfOneName(header, before ?? after, named);
}

function pathsOfMove({ fields, where }: HeaderFields, moved: PathPair, named: Paths | null): Paths | Failure {
  const isAddedOrDeleted = fields.has('new file mode ') || fields.has('deleted file mode ');
  const agrees =
    named === null || (isPathOf(named.before ?? '', moved.before) && isPathOf(named.after ?? '', moved.after));
  return agrees && !isAddedOrDeleted ? moved : inconsistent(where);
}

function pathsOfTwoNames(header: HeaderFields, before: string, after: string): Paths | Failure {
  const { fields, gitLine, where } = header;
  const paths = withoutPrefixes(before, after, where);
  if (isFailure(paths)) return paths;
  if (gitLine === null) return plainPaths(paths, header);
  const isAddedOrDeleted = fields.has('new file mode ') || fields.has('deleted file mode ');
  return paths.before === paths.after && !isAddedOrDeleted ? paths : inconsistent(where);
}

/** The other name is `/dev/null`, or `--- ` and `+++ ` lines are missing. */
function pathsOfOneName(header: HeaderFields, name: string | null, named: Paths | null): Paths | Failure {
  const { fields, gitLine, where } = header;
  const path = gitLine !== null ? readGitLine(gitLine, where) : withoutPrefix(name ?? '', where);
  if (isFailure(path)) return path;
  const isAdded = fields.has('new file mode ') || named?.before === null;
  const isDeleted = fields.has('deleted file mode ') || named?.after === null;
  const isConsistent = (name === null || isPathOf(name, path)) && !(isAdded && isDeleted);
  if (!isConsistent) return inconsistent(where);
  return { before: isAdded ? null : path, after: isDeleted ? null : path };
}

function inconsistent(where: string): Failure {
  return failure(where, 'the header lines name different files', CUT_OFF);
}

/** The names in `--- ` and `+++ `, with their prefixes; null for `/dev/null`. */
function readSides({ sides, where }: HeaderFields): Paths | null | Failure {
  if (sides === null) return null;
  const before = readName(sides.before, where);
  if (isFailure(before)) return before;
  const after = readName(sides.after, where);
  return isFailure(after) ? after : { before, after };
}

/** The paths of a rename or copy, which are written without prefixes. */
function readMove({ fields, where }: HeaderFields): PathPair | null | Failure {
  const from = fields.get('rename from ') ?? fields.get('copy from ');
  const to = fields.get('rename to ') ?? fields.get('copy to ');
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined) return inconsistent(where);
  const before = readName(from, where);
  if (isFailure(before)) return before;
  const after = readName(to, where);
  return isFailure(after) ? after : { before: before ?? '', after: after ?? '' };
}

/** Whether `name` is `path` with or without one folder before it. */
function isPathOf(name: string, path: string): boolean {
  return name === path || name.slice(name.indexOf('/') + 1) === path;
}

/**
 * In a diff that is not git's the two names may differ by what was added to one of them (`x.rs.orig` and `x.rs`): the
 * shorter one is meant, as for `git apply`. `diff -N` gives the time 0 to a file that is not there.
 */
function plainPaths({ before, after }: PathPair, { sides, next }: HeaderFields): Paths {
  const path = after.startsWith(before) ? before : after;
  const isAdded = next.startsWith('@@ -0,0 ') && hasTimeZero(sides?.before);
  const isDeleted = next.includes(' +0,0 @@') && hasTimeZero(sides?.after);
  return { before: isAdded ? null : path, after: isDeleted ? null : path };
}

function hasTimeZero(side = ''): boolean {
  return /\s(?:1970-01-01|1969-12-31) \d\d:\d\d:00(?:\.0+)? [+-]\d{4}$/.test(side.slice(-60));
}

function changeOf({ before, after }: Paths, fields: HeaderFields['fields']): FilePatch['change'] {
  if (before === null) return 'add';
  if (after === null) return 'delete';
  if (fields.has('rename to ')) return 'rename';
  return fields.has('copy to ') ? 'copy' : 'modify';
}

/** `index 1234567..89abcde 100644`: the mode is there if it stays the same. */
function readIndexLine(written = '') {
  const [, before = '', after = '', mode = null] =
    /^([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: (\d{6}))?\s*$/.exec(written) ?? [];
  return { before: blobOf(before), after: blobOf(after), mode };
}

function blobOf(id: string): string | null {
  return /^0*$/.test(id) ? null : id;
}

/** Refuses a header that no hunk follows although something must: the rest was cut off. */
export function checkWithoutHunks({ file, announcesHunks, where }: FileHeader): Failure | null {
  if (file.change === 'delete' && file.oldBlob !== null && !isEmptyBlob(file.oldBlob))
    return foreign('irreversible', where);
  const saysThatTextChanged =
    file.oldBlob !== file.newBlob && file.newBlob !== null && !(file.change === 'add' && isEmptyBlob(file.newBlob));
  const saysNothing = file.change === 'modify' && file.oldMode === file.newMode;
  if (!announcesHunks && !saysThatTextChanged && !saysNothing) return null;
  return failure(where, `no hunk follows the header of ${shortened(file.after ?? file.before ?? '')}`, CUT_OFF);
}

function isEmptyBlob(id: string): boolean {
  return EMPTY_BLOBS.some((empty) => empty.startsWith(id));
}

/** The empty blob's id, for SHA-1 and SHA-256. */
const EMPTY_BLOBS = [
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
];
