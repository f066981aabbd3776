/** One App and one fake GitHub for a file of tests, with a fresh repository for each test. */
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { SHOWN_AFTER } from '../../src/app/check/show-progress.ts';
import {
  type Content,
  type FakeGitHub,
  type FakeRepository,
  type HubOptions,
  type RunState,
  startFakeGitHub,
} from '../support/fake-github/index.ts';
import { startApp, type WholeApp } from '../support/whole-app.ts';

export const BLOCK = 'fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
export const JUSTIFIED =
  'fn read(p: *const u8) -> u8 {\n    // SAFETY: `p` is valid for reads.\n    unsafe { *p }\n}\n';
export const SETTINGS = '.github/kernel-rust-audit.yml';

const QUERY = 'POST /graphql';

export type Files = Readonly<Record<string, Content>>;

export interface Opened {
  readonly number: number;
  readonly head: string;
}

export interface Bed {
  readonly hub: FakeGitHub;
  readonly app: WholeApp;
  /** Of this test. */
  readonly repo: FakeRepository;
  /** The tip of `main` that pull requests start from. */
  base(settings?: string): string;
  /** The base, a pull request of `ada` with these files upon it, and its webhooks delivered. */
  open(files: Files, settings?: string, draft?: boolean): Promise<Opened>;
  /** The newest run of a head, when so many of its runs are completed. */
  concluded(head: string, runs?: number): Promise<RunState | undefined>;
  /** A comment; the App's reactions to it when it is done. */
  say(number: number, who: string, body: string): Promise<readonly string[]>;
  /** Ends when the log says so many times that a pull request of this test is done. A sweep may ask for one look more. */
  done(number: number, times?: number): Promise<void>;
  /** Ends when the log says that a pull request of this test ended so. */
  over(number: number, outcome: string): Promise<void>;
  /** Delivers all webhooks, and ends when looks that began after this call are done: they saw the pull requests as they are now. */
  looked(...numbers: readonly number[]): Promise<void>;
  /** The reviews of this test take so long that each is shown as in progress before it ends. */
  slowly(): void;
  /** Does something when the next review of this repository that begins waits for its texts; it is shown as in progress by then. */
  amid(act: () => unknown): void;
  /** The same of another job of this test's repository, as `action` or `full`. */
  ended(kind: string, times?: number): Promise<void>;
}

/** Without delays between writes and between looks. */
export const QUICK = { KRA_WRITE_PAUSE_MS: '5', KRA_COOL_DOWN_MS: '0' };

/**
 * @param name of the repositories, as `linux/kernel`; a number follows
 * @param env more variables of the App's environment
 */
export function useApp(name: string, options: HubOptions = {}, env: Readonly<Record<string, string>> = {}): Bed {
  let hub: FakeGitHub;
  let app: WholeApp;
  let repo: FakeRepository;
  let count = 0;

  beforeAll(async () => {
    hub = await startFakeGitHub(options);
    app = await startApp(hub, { env: { ...QUICK, ...env } });
  });
  afterAll(async () => {
    expect(await app.stop()).toBe(0);
    expect(hub.violations).toEqual([]);
    expect(hub.mentions).toEqual([]);
    await hub.close();
  });
  beforeEach(() => {
    count += 1;
    repo = hub.repository(`${name}-${count}`);
    hub.latency = 0;
  });

  const isLogged = async (key: string, times: number, counts = (_line: string) => true): Promise<void> => {
    const isDone = (line: string) => line.includes(key) && line.includes('"outcome":"done"') && counts(line);
    while (app.lines.filter(isDone).length < times) await once(app.process.stdout as Readable, 'data');
  };
  const bed: Bed = {
    get hub() {
      return hub;
    },
    get app() {
      return app;
    },
    get repo() {
      return repo;
    },
    base: (settings) => baseOf(repo, settings),
    open: async (files, settings, draft = false) => {
      const head = repo.commit({ files, parents: [bed.base(settings)] });
      const { number } = repo.openPullRequest({ head, author: 'ada', draft });
      await hub.deliverAll();
      return { head, number };
    },
    concluded: (head, runs = 1) => concludedIn(hub, repo, head, runs),
    say: async (number, who, body) => {
      const { id } = repo.comment(number, who, body);
      await hub.deliverAll();
      await hub.until(() => reactionsTo(repo, number, id).length === 2);
      return reactionsTo(repo, number, id);
    },
    done: (number, times = 1) => isLogged(`"pr/${repo.id}/${number}"`, times),
    over: async (number, outcome) => {
      const isOver = (line: string) =>
        line.includes(`"pr/${repo.id}/${number}"`) && line.includes(`"outcome":"${outcome}"`);
      while (!app.lines.some(isOver)) await once(app.process.stdout as Readable, 'data');
    },
    looked: async (...numbers) => {
      const from = Date.now();
      await hub.deliverAll();
      const begun = (line: string): number => {
        const { time, milliseconds } = JSON.parse(line) as { readonly time: string; readonly milliseconds: number };
        return Date.parse(time) - milliseconds;
      };
      for (const number of numbers) await isLogged(`"pr/${repo.id}/${number}"`, 1, (line) => begun(line) >= from - 1);
    },
    slowly: () => {
      hub.latency = (route) => (route === QUERY && !isInProgress(repo) ? SHOWN_AFTER + 100 : 0);
    },
    amid: (act) => {
      const own = repo;
      const isOwn = (body: unknown): boolean => JSON.stringify(body).includes(JSON.stringify(own.name));
      const whenShown = async (): Promise<void> => {
        await hub.until(() => isInProgress(own));
        await act();
      };
      // the first query is for the settings, the next one for the texts; other repositories have theirs
      hub.before(QUERY, () => hub.before(QUERY, whenShown, isOwn), isOwn);
    },
    ended: (kind, times = 1) => isLogged(`"${kind}/${repo.id}/`, times),
  };
  return bed;
}

function isInProgress(repo: FakeRepository): boolean {
  return repo.runs().some(({ status }) => status === 'in_progress');
}

/** Two files; settings only where some are given. */
export function baseOf(repo: FakeRepository, settings?: string): string {
  const base = { 'rust/kernel/lib.rs': '//! The kernel crate.\n', 'drivers/a.rs': 'fn a() {}\n' };
  return repo.commit({ files: settings === undefined ? base : { ...base, [SETTINGS]: settings } });
}

export async function concludedIn(
  hub: FakeGitHub,
  repo: FakeRepository,
  head: string,
  runs = 1,
): Promise<RunState | undefined> {
  await hub.until(() => repo.runs(head).filter(({ status }) => status === 'completed').length >= runs);
  return repo.runs(head).at(-1);
}

/** Of the block without a comment. */
export function fingerprintOf(run: RunState | undefined): string {
  const details = run?.annotations.find(({ title }) => title?.startsWith('undocumented'))?.raw_details;
  return /[0-9a-f]{12,64}/.exec(details ?? '')?.[0] ?? 'none';
}

function reactionsTo(repo: FakeRepository, number: number, comment: number): readonly string[] {
  const found = repo.comments(number).find(({ id }) => id === comment);
  return found?.reactions.map(({ content }) => content) ?? [];
}
