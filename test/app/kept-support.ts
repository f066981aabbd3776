/** A store with a folder of its own, for tests of what is remembered. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Limits } from '../../src/app/context.ts';
import type { Forge, PullRequest, RepositoryRef, Role } from '../../src/app/ports/forge.ts';
import type { JobStore } from '../../src/app/ports/job-store.ts';
import type { SourceFile } from '../../src/app/ports/source-tree.ts';
import { PersonRecords } from '../../src/app/records/person-records.ts';
import { PullRequestRecords } from '../../src/app/records/pull-request-records.ts';
import { RepositoryRecords } from '../../src/app/records/repository-records.ts';
import { type SpentCalls, withCalls } from '../../src/app/records/spent-calls.ts';
import type { Value } from '../../src/app/records/value.ts';
import { openEmbeddedStore } from '../../src/queue/embedded.ts';
import { isFailure } from '../../src/text/failure.ts';

export const DAY = 24 * 3_600_000;
export const NOW = Date.UTC(2027, 0, 15);
export const REPOSITORY: RepositoryRef = { owner: 'linux', name: 'kernel', id: 7, installation: 3 };

/** Nothing rests. */
export const NO_LIMITS: Limits = { perPullRequest: 1_000_000, perAuthor: 1_000_000, firstRest: 0 };

export const PULL_REQUEST: PullRequest = {
  number: 1,
  title: 'A change',
  isOpen: true,
  isMerged: false,
  isDraft: false,
  head: 'h1',
  base: 'b1',
  baseBranch: 'main',
  author: 'ada',
  labels: [],
  changedFiles: 1,
  commits: 1,
};

/** One store for each test of a file. */
export function storeOfEachTest(): () => JobStore {
  let store: JobStore;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kra-kept-'));
    const opened = await openEmbeddedStore(folder, { about: 'test' });
    if (isFailure(opened)) throw new Error(opened.what);
    store = opened;
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => store;
}

/** A forge that knows files by `REVISION:PATH`, and roles by name. */
export function forgeWith(
  files: Readonly<Record<string, string | SourceFile>>,
  roles: Readonly<Record<string, Role>> = {},
): Forge {
  const fileOf = (found: string | SourceFile | undefined): SourceFile =>
    typeof found === 'string' ? { kind: 'text', text: found } : (found ?? { kind: 'absent' });
  const forge: Partial<Forge> = {
    repository: REPOSITORY,
    readAt: async (wanted) => wanted.map(({ revision, path }) => fileOf(files[`${revision}:${path}`])),
    roleOf: async (person) => roles[person] ?? 'none',
  };
  return forge as Forge;
}

/** What is remembered of a pull request of `REPOSITORY`, or of another repository's. */
export function recordsOf(
  store: JobStore,
  number = 1,
  { repository = REPOSITORY.id, now = NOW } = {},
): PullRequestRecords {
  return new PullRequestRecords(store, { now: () => now }, { id: repository }, number);
}

export function repositoryRecordsOf(store: JobStore, id = REPOSITORY.id): RepositoryRecords {
  return new RepositoryRecords(store, { now: () => NOW }, { id });
}

export function personRecordsOf(store: JobStore, login: string, installation = REPOSITORY.installation): PersonRecords {
  return new PersonRecords(store, { now: () => NOW }, { installation }, login);
}

/** Adds calls that were made at `now`, in ms since 1970. */
export function spend(spent: Value<SpentCalls>, calls: number, now = NOW): Promise<void> {
  return spent.change((value) => withCalls(value, calls, now));
}
