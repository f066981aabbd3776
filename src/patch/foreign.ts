/** What looks like a diff and is none that can be applied: each kind by its name, with the command that gives a good one. */
import { type Failure, failure } from '../text/failure.ts';
import { isReviewed } from '../text/reviewed-files.ts';
import { placeOf, type SourceLines } from './input-lines.ts';
import type { FilePatch } from './patch.ts';

interface Kind {
  /** As it goes on behind the place: lower-case start, no full stop. */
  readonly what: string;
  readonly remedy: string;
  /** What a line of it begins with. */
  readonly line: RegExp;
  /** What no line of the input may begin with. */
  readonly without?: RegExp;
}

const PLAIN = 'make the diff again with `git diff` or `git format-patch`';
const UNIFIED = 'make the diff again with `git diff`, or with `diff -u`';
const CHANGED_LINE = /^(?:\+(?!\+\+ )|-(?!-- ))/;

/** The first kind that fits is named. Expressions look at the beginning of lines that are cut to LONGEST_LINE. */
const KINDS = {
  coloured: {
    what: 'the diff is coloured: it contains escape sequences',
    remedy: 'make it again with `git diff --no-color`, or with `git format-patch`',
    line: /^\p{Cc}\[[0-9;]*[mK]/u,
  },
  drawn: {
    what: 'the diff is printed next to a history graph',
    remedy: 'omit `--graph`, or use `git format-patch`',
    line: /^[|*\\/ ]*[|*\\/][|*\\/ ]* diff --git /,
  },
  quoted: {
    what: 'the diff is quoted, as in a reply to a mail',
    remedy: 'pass the original mail; `b4 am` fetches it',
    line: /^(?:[>|] ?)+(?:diff --git |--- \S|@@ -\d)/,
  },
  page: {
    what: 'this is a web page, not a patch',
    remedy: 'save the raw patch: most pages link to it, and GitHub serves it if you append `.patch` to the URL',
    line: /^\s*<(?:!doctype html|html|head|body|pre)\b/i,
  },
  remerge: {
    what: "this is the diff between a merge and git's own merge result (`--remerge-diff`)",
    remedy:
      'review the merge by its id, as `kernel-rust-audit review COMMIT`, or pass the output of `git diff COMMIT^1 COMMIT`',
    line: /^remerge /,
  },
  irreversible: {
    what: 'deleted lines are missing (`--irreversible-delete`)',
    remedy: 'make the diff again without `-D`',
    line: /^@@ -\?,\? \+/,
  },
  combined: {
    what: 'this is the combined diff of a merge',
    remedy: 'make a diff against one parent, for instance with `git diff COMMIT^1 COMMIT`',
    line: /^(?:diff --(?:cc|combined) |@@@ -)/,
  },
  porcelain: {
    what: 'the diff shows words, not lines (`--word-diff=porcelain`)',
    remedy: 'make it again without `--word-diff`',
    line: /^~$/,
  },
  words: {
    what: 'the diff shows words, not lines (`--word-diff`)',
    remedy: 'make it again without `--word-diff`',
    line: /^(?:.*\{\+.*\+\}|.*\[-.*-\])/,
    without: CHANGED_LINE,
  },
  conflict: {
    what: 'the patch contains conflict markers: a merge of the patch file itself was not resolved',
    remedy: PLAIN,
    line: /^(?:<{7}|>{7}) /,
  },
  ranges: {
    what: 'this compares two versions of a series (`git range-diff`)',
    remedy: 'pass the patches themselves, from `git format-patch`',
    line: /^ *(?:\d+|-): {1,2}(?:[0-9a-f]{4,64}|-+) [=!<>] +(?:\d+|-): /,
  },
  interdiff: {
    what: 'this compares two patches (`interdiff`)',
    remedy: 'pass the newer patch itself',
    line: /^(?:only in patch[12]:|unchanged:|reverted:)$/,
  },
  context: {
    what: 'this is a context diff (`diff -c`)',
    remedy: UNIFIED,
    line: /^\*{15}(?: .*)?$/,
  },
  summary: {
    what: 'this only lists the changed files (as `--stat` and `--name-only` do)',
    remedy: PLAIN,
    line: /^(?: .{1,400} \|\s+(?:\d+ [+-]*|Bin .*)$| \d+ files? changed|:\d{6} \d{6} [0-9a-f]|(?:\d+\t\d+|-\t-)\t|[ACDMRT]\d{0,3}\t)/,
    // behind the summary of a patch whose diff is damaged
    without: /^(?:diff --git |@@ -)/,
  },
  normal: {
    what: 'this is a diff without context in the old format (`diff` without options)',
    remedy: UNIFIED,
    line: /^\d+(?:,\d+)?[acd]\d+(?:,\d+)?$/,
  },
  script: {
    what: 'this is an editor script (`diff -e`, `diff -n`)',
    remedy: UNIFIED,
    line: /^(?:\d+(?:,\d+)?[acd]|[ad]\d+ \d+)$/,
  },
  columns: {
    what: 'this shows both sides in two columns (`diff -y`)',
    remedy: UNIFIED,
    line: /^(?:diff .*(?:-y|--side-by-side)\b|.*[\t ] [|<>](?:\t|$))/,
  },
} as const satisfies Readonly<Record<string, Kind>>;

const LONGEST_LINE = 500;

/** Names what an input is that could not be read as a diff; null where it is none of the kinds that are known. */
export function foreignDiff(source: SourceLines, start = 0): Failure | null {
  const lines = source.lines.slice(start).map((line) => line.slice(0, LONGEST_LINE).replace(/\r$/, ''));
  for (const { line, remedy, what, without } of Object.values(KINDS) as readonly Kind[]) {
    const at = lines.findIndex((each) => line.test(each));
    if (at === -1 || (without !== undefined && lines.some((each) => without.test(each)))) continue;
    return failure(placeOf(source, start + at), what, remedy);
  }
  return null;
}

/** The failure of a kind that the reader of a diff meets itself. */
export function foreign(kind: keyof typeof KINDS, where: string): Failure {
  const { what, remedy } = KINDS[kind];
  return failure(where, what, remedy);
}

const ESCAPED = /&(?:lt|gt|amp|quot|#0?39|#x27);/;
const UNESCAPED = /[<>]|&(?!(?:lt|gt|amp|quot|#0?39|#x27);)/;

/** A patch that was copied out of the text of a web page: every `<`, `>` and `&` of the code that is reviewed is escaped. */
export function refuseEscaped(files: readonly FilePatch[]): Failure | null {
  const reviewed = files.filter(({ after, before }) => isReviewed(after ?? before ?? ''));
  const lines = reviewed.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines.map(({ text }) => text)));
  const isEscaped = lines.some((text) => ESCAPED.test(text)) && !lines.some((text) => UNESCAPED.test(text));
  if (!isEscaped) return null;
  return failure(
    reviewed[0]?.hunks[0]?.place ?? '',
    'the code is escaped as on a web page (`&lt;`, `&amp;`)',
    'save the raw patch, not its page',
  );
}
