/** The port of repositories on GitHub, over Octokit: each call is put together here from ids and names, never from a payload's address. */
import type { FileAt, Forge, Forges, RepositoryRef } from '../../app/ports/forge.ts';
import { type Cache, NO_CACHE } from '../../app/ports/source-tree.ts';
import type { Client } from '../client/client.ts';
import { makeBlobs } from './blobs.ts';
import * as files from './changed-files.ts';
import * as comments from './comments.ts';
import { makeListings } from './listings.ts';
import { objectsByFolders, objectsByQuery } from './object-names.ts';
import * as pulls from './pulls.ts';
import * as runs from './runs.ts';
import { makeTrees } from './trees.ts';

export interface ForgeOptions {
  /** Ends all calls with its reason. */
  readonly signal?: AbortSignal;
  /** For blobs, lists of trees and what commits change, which never change. */
  readonly cache?: Cache;
  /** Without a token: GitHub answers for public repositories, and no GraphQL. */
  readonly isAnonymous?: boolean;
}

/** One repository on GitHub, with the rights of the client. */
export function makeForge(
  client: Client,
  repository: RepositoryRef,
  app: comments.AppIdentity,
  { signal, cache, isAnonymous = false }: ForgeOptions = {},
): Forge {
  const { owner, name } = repository;
  const place: pulls.Place = { owner: segment(owner), repo: segment(name) };
  const by = signal === undefined ? client : client.until(signal);
  const until = (ending?: AbortSignal) => (ending === undefined ? by : by.until(ending));
  const shared = { client: by, repository, ...(cache === undefined ? {} : { cache }) };
  const listings = makeListings(by, repository, cache);
  const objects = isAnonymous ? objectsByFolders(listings) : objectsByQuery(by, repository);
  const blobs = makeBlobs({ ...shared, objects, isLink: (at) => isLink(at) });
  const trees = makeTrees({ objects, listings, blobs });

  const isLink = async ({ revision, path }: FileAt): Promise<boolean> => {
    const slash = path.lastIndexOf('/');
    const [folder] = await trees.idsOf(revision, [path.slice(0, Math.max(0, slash))]);
    if (!folder) return false;
    const { entries } = await trees.listings.list(folder, false);
    // of a folder that is too large for one answer not everything is known, and a link must not pass for a file
    return entries.find((entry) => entry.path === path.slice(slash + 1))?.kind !== 'file';
  };

  const mergeBases = new Map<string, Promise<string>>();
  const mergeBase = (base: string, head: string): Promise<string> => {
    const key = `${base} ${head}`;
    const known = mergeBases.get(key) ?? pulls.mergeBase(by, place, base, head);
    mergeBases.set(key, known);
    known.catch(() => mergeBases.delete(key));
    return known;
  };
  const kept = { cache: cache ?? NO_CACHE, repository: repository.id };
  const lists: files.FilesOf = { client: by, place, trees, mergeBase, kept };

  return {
    repository,
    pullRequest: (number) => pulls.readPullRequest(by, place, number),
    pullRequestsOf: (head) => pulls.pullRequestsOf(by, place, head),
    openPullRequests: (most) => pulls.openPullRequests(by, place, most),
    mergeBase,
    filesOf: (pullRequest) => files.filesOfPullRequest(lists, pullRequest),
    commitsOf: (pullRequest) => pulls.commitsOf(by, place, pullRequest),
    filesOfCommit: (id) => files.filesOfCommit(lists, id),
    filesBetween: (base, head) => files.filesBetween(lists, base, head),
    tree: (revision) => trees.of(revision),
    readAt: (wanted) => blobs.readAt(wanted),
    runsOn: (head, check) => runs.runsOn(by, place, app.id, head, check),
    runOf: (id) => runs.runOf(by, place, app.id, id),
    outputOf: (id) => runs.outputOf(by, place, app.id, id),
    runsOfSuite: (suite) => runs.runsOfSuite(by, place, app.id, suite),
    createRun: (run, whileWaiting) => runs.createRun(until(whileWaiting), place, run),
    changeRun: (id, change, whileWaiting) => runs.changeRun(until(whileWaiting), place, id, change),
    commentsOf: (number, marker) => comments.commentsOf(by, place, app, number, marker),
    comment: (number, body) => comments.comment(by, place, number, body),
    editComment: (id, body) => comments.editComment(by, place, id, body),
    react: (id, reaction) => comments.react(by, place, id, reaction),
    labelledBy: (number, label) => pulls.labelledBy(by, place, number, label),
    roleOf: (person) => comments.roleOf(by, place, person),
  };
}

/** The forges of all repositories. @param clientOf gives a client with the rights of the repository's installation */
export function makeForges(
  clientOf: (repository: RepositoryRef) => Promise<Client>,
  app: comments.AppIdentity,
  options: ForgeOptions = {},
): Forges {
  return {
    of: async (repository, onCall) => {
      const client = await clientOf(repository);
      return makeForge(onCall === undefined ? client : client.counting(onCall), repository, app, options);
    },
  };
}

/** Octokit encodes what it puts into an address; that two dots climb it cannot help. */
function segment(name: string): string {
  if (/^[\w.-]+$/.test(name) && !/^\.+$/.test(name)) return name;
  throw new TypeError(`no name on GitHub: ${JSON.stringify(name.slice(0, 80))}`);
}
