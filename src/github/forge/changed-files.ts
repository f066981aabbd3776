/** What changed, as GitHub lists it; and by the trees themselves where it does not list all. */
import { type ChangedFile, ForgeError, type Listed, type PullRequest } from '../../app/ports/forge.ts';
import type { Cache } from '../../app/ports/source-tree.ts';
import type { Client } from '../client/client.ts';
import { checkedId, type Fields, fieldsOf, listOf, pagesOf, textOf } from '../client/response-fields.ts';
import type { Place } from './pulls.ts';
import { changesBetween } from './tree-changes.ts';
import type { Trees } from './trees.ts';

/** GitHub's limits. */
const MOST_FILES = 3000;
const MOST_COMPARED = 300;

export interface FilesOf {
  readonly client: Client;
  readonly place: Place;
  readonly trees: Trees;
  readonly mergeBase: (base: string, head: string) => Promise<string>;
  /** What a commit changes never changes, so it is asked for once. The number keeps the repositories apart. */
  readonly kept: { readonly cache: Cache; readonly repository: number };
}

/** The files of a pull request's head against the merge base. */
export async function filesOfPullRequest(by: FilesOf, pullRequest: PullRequest): Promise<Listed<ChangedFile>> {
  const { number, base, head, changedFiles } = pullRequest;
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
  const parameters = { ...by.place, pull_number: number };
  const listed =
    changedFiles > MOST_FILES ? null : await unlessTooMuch(pagesOf(by.client, route, parameters, { most: MOST_FILES }));
  if (listed?.all.length === changedFiles) return { all: listed.all.flatMap(changeOf), cut: null };
  return byTrees(
    by,
    async () => [await by.mergeBase(base, head), head],
    async () => {
      const { all } = listed ?? (await pagesOf(by.client, route, parameters, { most: MOST_FILES }));
      return { all, of: `${changedFiles} files of this pull request` };
    },
  );
}

/** The files of a commit against its first parent: kept from an earlier look, or asked for. A list that was cut is not kept. */
export async function filesOfCommit(by: FilesOf, id: string): Promise<Listed<ChangedFile>> {
  const { cache, repository } = by.kept;
  const key = cache.keyOf(['github files of commit', String(repository), checkedId(id)]);
  const kept = filesIn(await cache.get(key).catch(() => undefined));
  if (kept !== undefined) return { all: kept, cut: null };
  const listed = await askForFilesOfCommit(by, id);
  if (listed.cut === null) await cache.put(key, listed.all).catch(() => {});
  return listed;
}

/** What was kept, where it has its form: anything else is asked for again. */
function filesIn(value: unknown): readonly ChangedFile[] | undefined {
  const isFile = (each: unknown): boolean => {
    const { path, previousPath, change } = (each ?? {}) as Partial<ChangedFile>;
    const isPrevious = previousPath === null || typeof previousPath === 'string';
    return typeof path === 'string' && isPrevious && Object.values(CHANGES).some((known) => known === change);
  };
  return Array.isArray(value) && value.every(isFile) ? (value as readonly ChangedFile[]) : undefined;
}

async function askForFilesOfCommit(by: FilesOf, id: string): Promise<Listed<ChangedFile>> {
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}';
  let parent: string | undefined;
  const pick = (data: unknown): readonly Fields[] => {
    const fields = fieldsOf(data);
    const first = listOf(fields['parents'], '`parents`')[0];
    parent = first && textOf(first, 'sha');
    return listOf(fields['files'] ?? [], '`files`');
  };
  const parameters = { ...by.place, ref: checkedId(id) };
  const { all, isCut } = await pagesOf(by.client, route, parameters, { most: MOST_FILES, pick });
  const before = parent;
  // a list that is just as long as the limit may have been cut by it
  if (before === undefined || (!isCut && all.length < MOST_FILES)) return { all: all.flatMap(changeOf), cut: null };
  return byTrees(
    by,
    async () => [before, id],
    async () => ({ all, of: 'more files of this commit' }),
  );
}

/** @param base an ancestor of `head` */
export async function filesBetween(by: FilesOf, base: string, head: string): Promise<Listed<ChangedFile>> {
  const route = 'GET /repos/{owner}/{repo}/compare/{basehead}';
  const basehead = `${checkedId(base)}...${checkedId(head)}`;
  const asked = by.client.read(route, { ...by.place, basehead, per_page: 1 });
  const answer = await unlessTooMuch(asked);
  const files = answer && listOf(fieldsOf(answer.data)['files'] ?? [], '`files`');
  if (files !== null && files.length < MOST_COMPARED) return { all: files.flatMap(changeOf), cut: null };
  return byTrees(
    by,
    async () => [base, head],
    async () => ({ all: files ?? [], of: 'more files of these commits' }),
  );
}

/** What the reviews look at, by the trees; where these cannot be had, what GitHub listed, and that it is not all. */
async function byTrees(
  { trees }: FilesOf,
  sides: () => Promise<readonly [before: string, after: string]>,
  listed: () => Promise<{ readonly all: readonly Fields[]; readonly of: string }>,
): Promise<Listed<ChangedFile>> {
  try {
    const [before, after] = await sides();
    return { all: await changesBetween(trees, before, after), cut: null };
  } catch (error) {
    if (!(error instanceof ForgeError) || error.trouble === 'later') throw error;
    const { all, of } = await listed();
    const why = `and the trees could not be compared (${error.message})`;
    return {
      all: all.flatMap(changeOf),
      cut: `GitHub listed ${all.length} of ${of}, ${why}; the others were not reviewed`,
    };
  }
}

/** Null where GitHub cannot make the list at all: a diff that takes too long ends so. */
async function unlessTooMuch<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ForgeError && (TOO_MUCH.includes(error.status) || error.status >= 500)) return null;
    throw error;
  }
}

/** Refused, or no answer in time; where GitHub is down altogether, the next call says so. */
const TOO_MUCH: readonly number[] = [0, 406, 422];

/** GitHub's words for what happened; an `unchanged` file does not count. */
const CHANGES: Readonly<Record<string, ChangedFile['change']>> = {
  added: 'add',
  removed: 'delete',
  modified: 'modify',
  changed: 'modify',
  renamed: 'rename',
  copied: 'copy',
};

function changeOf(fields: Fields): readonly ChangedFile[] {
  const change = CHANGES[textOf(fields, 'status')];
  if (change === undefined) return [];
  const hasPrevious = change === 'rename' || change === 'copy';
  return [
    {
      path: textOf(fields, 'filename'),
      previousPath: hasPrevious ? textOf(fields, 'previous_filename') : null,
      change,
    },
  ];
}
