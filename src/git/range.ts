/** Revisions and ranges to commits: full ids, parents first. */
import type { Commit, CommitRange } from '../app/ports/git-repository.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { printable, runGit } from './command.ts';
import type { ObjectReader } from './objects.ts';

/** The full id of the commit that a revision names (a tag is followed). */
export async function resolveRevision(
  folder: string,
  objects: ObjectReader,
  revision: string,
): Promise<string | Failure> {
  const shown = `\`${printable(revision)}\``;
  if (revision === '') return failure(folder, 'the revision is empty', 'pass a commit, a tag or a branch');
  // No ref can look like this (git-check-ref-format), and git must never take a revision for an option.
  if (revision.startsWith('-') || /\p{Cc}/u.test(revision) || revision.length > 1000)
    return failure(folder, `${shown} is not a valid revision`, 'pass a commit, a tag or a branch');
  const [object] = await objects.read([`${revision}^{commit}`]);
  if (object?.kind === 'broken') return object.failure;
  if (object?.kind === 'object' && object.type === 'commit') return object.id;
  return failure(
    folder,
    `there is no commit ${shown}`,
    'see `git log --all` and `git tag`; in a shallow clone, run `git fetch --unshallow` first',
  );
}

/** The commits of a revision (that one) or of a range A..B (reachable from B and not from A: there may be none); an empty side is HEAD. */
export async function rangeOf(folder: string, objects: ObjectReader, spec: string): Promise<CommitRange | Failure> {
  const shown = `\`${printable(spec)}\``;
  if (spec.includes('...'))
    return failure(folder, `${shown} is a symmetric difference`, 'write a range with two dots: `main..topic`');
  const [first = '', second] = spec.split('..');
  const isRange = second !== undefined;
  const start = isRange ? await resolveRevision(folder, objects, first || 'HEAD') : null;
  if (isFailure(start)) return start;
  const head = await resolveRevision(folder, objects, isRange ? spec.slice(first.length + 2) || 'HEAD' : spec);
  if (isFailure(head)) return head;

  const selection = start === null ? ['--no-walk', head] : ['--reverse', '--topo-order', head, `^${start}`];
  const answer = await runGit(folder, ['rev-list', '--parents', ...selection, '--']);
  if (isFailure(answer)) return answer;
  if (answer.kind === 'refused') return unreadableHistory(folder, spec, answer.words);
  const lines = answer.bytes.toString().split('\n').slice(0, -1);
  const commits = lines.map((line): Commit => {
    const [id = '', ...parents] = line.split(' ');
    return { id, parents };
  });
  if (commits.length === 0) return { spec, base: head, head, commits };
  const roots = commits.filter(({ parents }) => parents.length === 0).map(({ id }) => id);
  const cut = await failureOfCutHistory(folder, objects, roots);
  if (cut !== null) return cut;
  const isLine = commits.every(({ parents }) => parents.length < 2);
  const base = start === null || isLine ? (commits[0]?.parents[0] ?? null) : await mergeBase(folder, start, head);
  return isFailure(base) ? base : { spec, base, head, commits };
}

/** The branches and tags of a repository by their short names; none where they cannot be listed. */
export async function refNames(folder: string): Promise<readonly string[]> {
  const kinds = ['refs/heads', 'refs/tags', 'refs/remotes'];
  const answer = await runGit(folder, ['for-each-ref', '--format=%(refname:short)', ...kinds]);
  return isFailure(answer) || answer.kind === 'refused' ? [] : answer.bytes.toString().split('\n').slice(0, -1);
}

/** Null for unrelated histories. */
async function mergeBase(folder: string, one: string, other: string): Promise<string | null | Failure> {
  const answer = await runGit(folder, ['merge-base', one, other]);
  if (isFailure(answer)) return answer;
  return answer.kind === 'answer' ? answer.bytes.toString().trim() : null;
}

/** A commit without parents here that has some in truth: its patch would be the whole tree. */
async function failureOfCutHistory(
  folder: string,
  objects: ObjectReader,
  roots: readonly string[],
): Promise<Failure | null> {
  const read = await objects.read(roots);
  const cut = roots.find((_, index) => {
    const object = read[index];
    return object?.kind !== 'object' || /^tree .*\nparent /.test(object.bytes.toString('latin1', 0, 200));
  });
  if (cut === undefined) return null;
  return failure(
    folder,
    `the parent of commit ${cut} is missing from this shallow repository`,
    'fetch more history, for instance `git fetch --deepen=50` (in GitHub Actions: `fetch-depth: 0`)',
  );
}

/** Git knows the revision, but cannot read its history. @param words what git says */
export function unreadableHistory(folder: string, spec: string, words: string): Failure {
  return failure(
    folder,
    `cannot read \`${printable(spec)}\`: ${words}`,
    'check the repository with `git fsck` and fetch what is missing',
  );
}
