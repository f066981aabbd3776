/** What commits and the work tree changed, as text in the form of `git format-patch` and `git diff`. */
import type { CommitRange } from '../app/ports/git-repository.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { REVIEWED_PATHSPEC } from '../text/reviewed-files.ts';
import { type Answer, type ConfigEntry, runGit } from './command.ts';
import { unreadableHistory } from './range.ts';

/** What the commits of a range changed, merges left out: one patch each, as `git format-patch --stdout` writes them. Empty where they change nothing. */
export async function patchesOf(folder: string, { commits, spec }: CommitRange): Promise<Buffer | Failure> {
  const input = commits.flatMap(({ id, parents }) => (parents.length > 1 ? [] : [`${id}\n`])).join('');
  const command = ['diff-tree', '--stdin', '-r', '-p', '--root', '--encoding=UTF-8', HEADER, ...DIFF_OPTIONS];
  return bytesOf(await runGit(folder, command, { input }), folder, spec);
}

/**
 * What a range changed from its base to its end, as one diff: of Rust files, of what is below `rust`, and of the paths that
 * are named. Empty where it changed none of them.
 */
export async function changeOf(
  folder: string,
  { base, head, spec }: CommitRange,
  others: readonly string[],
): Promise<Buffer | Failure> {
  const from = base ?? (head.length === 40 ? EMPTY_TREE.sha1 : EMPTY_TREE.sha256);
  const paths = [...REVIEWED_PATHSPEC, ...others.map((path) => `:(literal)${path}`)];
  const command = ['diff-tree', '-r', '-p', ...DIFF_OPTIONS, from, head, '--', ...paths];
  return bytesOf(await runGit(folder, command), folder, spec);
}

/** What git itself takes for a tree without files, in every repository. */
const EMPTY_TREE = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const;

function bytesOf(answer: Answer | Failure, folder: string, spec: string): Buffer | Failure {
  if (isFailure(answer)) return answer;
  return answer.kind === 'answer' ? answer.bytes : unreadableHistory(folder, spec, answer.words);
}

/** Uncommitted changes against HEAD, with `staged` only those in the index; empty without any. Untracked files are left out. */
export async function uncommittedChanges(
  folder: string,
  { staged, indexFile }: { readonly staged: boolean; readonly indexFile: string | null },
): Promise<Buffer | Failure> {
  const config = await idleFilters(folder);
  if (isFailure(config)) return config;
  const unmerged = await runGit(folder, ['ls-files', '--unmerged', '-z'], { indexFile });
  if (isFailure(unmerged)) return unmerged;
  if (unmerged.kind === 'answer' && unmerged.bytes.length > 0)
    return failure(folder, 'there are unmerged files', 'resolve the conflicts and `git add` the files');

  const which = staged ? ['--cached'] : ['HEAD'];
  const answer = await runGit(folder, ['diff', ...which, ...DIFF_OPTIONS, '--'], { config, indexFile });
  if (isFailure(answer)) return answer;
  if (answer.kind === 'refused')
    return failure(folder, `cannot read the changes: ${answer.words}`, 'commit something first, or use --staged');
  return answer.bytes;
}

/** The paths of Rust files below `folder` that git neither tracks nor ignores. */
export async function untrackedRust(folder: string): Promise<readonly string[] | Failure> {
  const answer = await runGit(folder, ['ls-files', '--others', '--exclude-standard', '-z', '--', '*.rs']);
  if (isFailure(answer)) return answer;
  if (answer.kind === 'refused')
    return failure(folder, `cannot list its untracked files: ${answer.words}`, 'pass a revision or a range');
  return answer.bytes.toString().split('\0').slice(0, -1);
}

/**
 * The header that `git format-patch` writes, without the rest of the message: the text of a message could look like a
 * patch. `diff-tree` and these options, because that is deaf to `format.*`, `log.*` and nearly all of `diff.*`.
 */
const HEADER =
  '--format=tformat:From %H Mon Sep 17 00:00:00 2001%nFrom: %an <%ae>%nDate: %aD%nSubject: [PATCH] %s%n%n---';

/** `--text`: an attribute must not hide a file. */
const DIFF_OPTIONS: readonly string[] = [
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--text',
  '--full-index',
  '--find-renames',
  '--unified=3',
  '--inter-hunk-context=0',
  '--diff-algorithm=default',
  '--indent-heuristic',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
  '--ignore-submodules=none',
  '-O/dev/null',
];

/** The filters that the repository's configuration names, each with an empty command: git would run them on changed files. */
async function idleFilters(folder: string): Promise<readonly ConfigEntry[] | Failure> {
  const answer = await runGit(folder, ['config', '--null', '--name-only', '--get-regexp', '^filter\\.']);
  if (isFailure(answer)) return answer;
  if (answer.kind === 'refused') return [];
  const names = answer.bytes.toString().split('\0').slice(0, -1);
  return names.map((name) => [name, name.endsWith('.required') ? 'false' : '']);
}
