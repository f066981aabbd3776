/** Commits and what they changed: revisions and ranges to full ids, and to text in the form of `git format-patch`. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { type ConfigEntry, printable, runGit } from './command.ts';
import { readObjects } from './objects.ts';

export interface Commit {
  readonly id: string;
  /** Null for a root commit. */
  readonly parent: string | null;
}

/** The full id of the commit that a revision names (a tag is followed). */
export async function resolveRevision(folder: string, revision: string): Promise<string | Failure> {
  const shown = `\`${printable(revision)}\``;
  if (revision === '') return failure(folder, 'the revision is empty', 'name a commit, a tag or a branch');
  // No ref can look like this (git-check-ref-format), and git must never take a revision for an option.
  if (revision.startsWith('-') || /\p{Cc}/u.test(revision) || revision.length > 1000)
    return failure(folder, `${shown} cannot be a revision`, 'name a commit, a tag or a branch');
  const answer = await runGit(folder, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
  if (isFailure(answer)) return answer;
  const id = answer.kind === 'answer' ? answer.bytes.toString().trim() : '';
  if (/^[0-9a-f]{40,64}$/.test(id)) return id;
  return failure(
    folder,
    `there is no commit ${shown}`,
    '`git log --all` and `git tag` show what is there; a shallow clone gets the rest by `git fetch --unshallow`',
  );
}

/**
 * The commits of a revision (that one) or of a range A..B (reachable from B and not from A, merges left out), oldest
 * first; an empty side is HEAD.
 */
export async function commitsOf(folder: string, spec: string): Promise<readonly Commit[] | Failure> {
  const shown = `\`${printable(spec)}\``;
  if (spec.includes('...'))
    return failure(folder, `${shown} is a symmetric difference`, 'write a range with two dots, as `main..topic`');
  const [first = '', second] = spec.split('..');
  const isRange = second !== undefined;
  const start = isRange ? await resolveRevision(folder, first || 'HEAD') : null;
  if (isFailure(start)) return start;
  const end = await resolveRevision(folder, isRange ? spec.slice(first.length + 2) || 'HEAD' : spec);
  if (isFailure(end)) return end;

  const selection =
    start === null ? ['--no-walk', end] : ['--reverse', '--topo-order', '--no-merges', end, `^${start}`];
  const answer = await runGit(folder, ['rev-list', '--parents', ...selection, '--']);
  if (isFailure(answer)) return answer;
  if (answer.kind === 'refused') return unreadableHistory(folder, shown, answer.words);
  const lines = answer.bytes.toString().split('\n').slice(0, -1);
  const commits = lines.map((line) => {
    const [id = '', ...parents] = line.split(' ');
    return { id, parents };
  });
  if (commits.length === 0)
    return failure(folder, `the range ${shown} has no commits`, 'write the older side first; merges do not count');
  if (commits.some(({ parents }) => parents.length > 1))
    return failure(folder, `${shown} is a merge and has no patch of its own`, `write a range, as \`${end}^..${end}\``);
  const roots = commits.filter(({ parents }) => parents.length === 0).map(({ id }) => id);
  return (
    (await failureOfCutHistory(folder, roots)) ?? commits.map(({ id, parents }) => ({ id, parent: parents[0] ?? null }))
  );
}

/** What the commits of `spec` (see `commitsOf`) changed: one patch each, as `git format-patch --stdout` writes them. */
export async function patchesOf(folder: string, spec: string): Promise<Buffer | Failure> {
  const commits = await commitsOf(folder, spec);
  if (isFailure(commits)) return commits;
  const input = commits.map(({ id }) => `${id}\n`).join('');
  const answer = await runGit(
    folder,
    ['diff-tree', '--stdin', '-r', '-p', '--root', '--encoding=UTF-8', HEADER, ...DIFF_OPTIONS],
    {
      input,
    },
  );
  if (isFailure(answer)) return answer;
  const shown = `\`${printable(spec)}\``;
  if (answer.kind === 'refused') return unreadableHistory(folder, shown, answer.words);
  if (answer.bytes.length === 0) return failure(folder, `${shown} changes no file`, 'name a revision that does');
  return answer.bytes;
}

/** The changes against HEAD that are not committed; with `staged` only those in the index. Untracked files are no part of it. */
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
    return failure(folder, `the changes cannot be read: ${answer.words}`, 'commit something first, or use --staged');
  if (answer.bytes.length > 0) return answer.bytes;
  return staged
    ? failure(folder, 'nothing is staged', '`git add` the changes, or leave --staged out')
    : failure(folder, 'there are no uncommitted changes', 'name a patch, a revision or a range');
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
  '--ignore-submodules=all',
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

/** A commit without parents here that has some in truth: its patch would be the whole tree. */
async function failureOfCutHistory(folder: string, roots: readonly string[]): Promise<Failure | null> {
  const objects = await readObjects(folder, roots);
  const cut = roots.find((_, index) => {
    const object = objects[index];
    return object?.kind !== 'object' || /^tree .*\nparent /.test(object.bytes.toString('latin1', 0, 200));
  });
  if (cut === undefined) return null;
  return failure(
    folder,
    `the parent of commit ${cut} is not in this shallow repository`,
    'fetch more, as by `git fetch --deepen=50` (in GitHub Actions: `fetch-depth: 0`)',
  );
}

function unreadableHistory(folder: string, shown: string, words: string): Failure {
  return failure(
    folder,
    `${shown} cannot be read: ${words}`,
    'check the repository with `git fsck`, fetch what is missing',
  );
}
