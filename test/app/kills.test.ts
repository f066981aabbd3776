/** A kill after any write, to the store or to GitHub: whoever takes the job over ends with one check, one comment, and nothing open. */
import type { Analyst } from '../../src/app/analyst.ts';
import type { PullRequestEvent } from '../../src/app/events.ts';
import type { Forge } from '../../src/app/forge.ts';
import type { JobStore } from '../../src/app/job-store.ts';
import { policyOf } from '../../src/app/policy.ts';
import { NO_CACHE } from '../../src/app/ports.ts';
import { recallOpenRuns, recallState, recallVerdict } from '../../src/app/pull-request-state.ts';
import { reviewCommits } from '../../src/app/review-commits.ts';
import { reviewPullRequest } from '../../src/app/review-pull-request.ts';
import type { AppServices } from '../../src/app/services.ts';
import { labellingNote } from '../../src/app/skip-label.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/config/settings.ts';
import type { CheckRun, OwnComment } from '../../src/publish/published.ts';
import { ruleLinks } from '../../src/report/rule-links.ts';
import { forgeWith, NO_LIMITS, NOW, PULL_REQUEST, REPOSITORY, storeOfEachTest } from './kept-support.ts';

const store = storeOfEachTest();
const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const BLOCK = 'pub fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';

class Killed extends Error {}

/** GitHub and the store as they survive a kill; `left` writes are still done. */
interface World {
  readonly runs: CheckRun[];
  readonly comments: OwnComment[];
  left: number;
}

/** Carries out a write, after which everything may end. */
async function written<T>(world: World, act: () => T | Promise<T>): Promise<T> {
  const result = await act();
  world.left -= 1;
  if (world.left === 0) throw new Killed();
  return result;
}

function forgeOf(world: World): Forge {
  const path = 'drivers/a.rs';
  const changed = { all: [{ path, previousPath: null, change: 'add' as const }], cut: null };
  return {
    ...forgeWith({ [`${HEAD}:${path}`]: BLOCK }, { max: 'write' }),
    pullRequest: async () => ({ ...PULL_REQUEST, head: HEAD, base: BASE, labels: ['no-audit'] }),
    labelledBy: async () => 'max',
    filesOf: async () => changed,
    commitsOf: async () => ({ all: [{ id: HEAD, parents: [BASE], subject: 'A change' }], cut: null }),
    tree: () =>
      ({ read: async () => ({ kind: 'absent' }), list: async () => [] }) as unknown as ReturnType<Forge['tree']>,
    runsOn: async (head) => world.runs.filter((run) => run.head === head).toReversed(),
    runOf: async (id) => world.runs.find((run) => run.id === id) ?? null,
    createRun: (run) =>
      written(world, () => {
        const made = { ...run, id: world.runs.length + 1, conclusion: null, annotations: 0 };
        world.runs.push(made);
        return made;
      }),
    changeRun: (id, { conclusion, output }) =>
      written(world, () => {
        const at = world.runs.findIndex((run) => run.id === id);
        const run = world.runs[at] as CheckRun;
        world.runs[at] = { ...run, conclusion, annotations: run.annotations + output.annotations.length };
      }),
    commentsOf: async () => world.comments,
    comment: (_, body) =>
      written(world, () => {
        const made = { id: world.comments.length + 1, body };
        world.comments.push(made);
        return made;
      }),
  };
}

function servicesOf(world: World, settings: Settings): AppServices {
  const kept = store();
  const dying = new Proxy(kept, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      const call = (value as (...given: unknown[]) => Promise<unknown>).bind(target);
      return name === 'remember' || name === 'want' || name === 'record'
        ? (...given: unknown[]) => written(world, () => call(...given))
        : call;
    },
  }) satisfies JobStore;
  const review: Analyst['review'] = (_owner, commits, asked, sources) =>
    reviewCommits({ ...commits, excluded: new Map() }, sources, { policy: policyOf(asked), cache: NO_CACHE });
  return {
    store: dying,
    analyst: { review } as Partial<Analyst> as Analyst,
    clock: { now: () => NOW, sleep: async () => {} },
    forges: { of: async () => forgeOf(world) },
    settingsFor: async () => ({ settings, headMistakes: null, trouble: null }),
    engine: 'e1',
    commentKey: 'key',
    webUrl: 'https://example.org',
    rules: ruleLinks(null),
    limits: NO_LIMITS,
    deadline: 60_000,
  };
}

/** @returns whether it came to its end */
async function look(world: World, settings: Settings, generation = 17): Promise<boolean> {
  const event: PullRequestEvent = {
    kind: 'pull-request',
    repository: REPOSITORY,
    number: 1,
    reason: 'opened',
    head: HEAD,
    force: false,
  };
  const job = { key: 'pr/7/1', event, generation, attempts: 0 };
  try {
    await reviewPullRequest(event, job, servicesOf(world, settings), new AbortController().signal);
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  }
}

interface Whole {
  readonly comments: number;
  readonly annotations: number;
}

async function expectWhole({ runs, comments }: World, whole: Whole): Promise<void> {
  expect(runs.map(({ conclusion }) => conclusion)).not.toContain(null);
  expect(runs.map(({ annotations }) => annotations)).toEqual([whole.annotations]);
  expect(comments).toHaveLength(whole.comments);
  expect(await recallOpenRuns(store(), REPOSITORY.id, 1)).toEqual([]);
  expect(await recallVerdict(store(), REPOSITORY.id, HEAD, 1)).toMatchObject({ shown: runs[0]?.conclusion });
}

/** The delivery of the label came before. */
async function labelAtHead(): Promise<void> {
  const { key, value, at } = labellingNote(
    REPOSITORY.id,
    1,
    { label: 'no-audit', isSet: true, person: 'max', head: HEAD },
    NOW,
  );
  await store().remember(key, value, at);
}

/** Kills after the first write, the second, and so on, until there is none left to kill at. */
async function killEverywhere(settings: Settings, whole: Whole): Promise<number> {
  for (let at = 1; ; at += 1) {
    await labelAtHead();
    const world: World = { runs: [], comments: [], left: at };
    const isOver = await look(world, settings);
    world.left = Number.POSITIVE_INFINITY;
    if (!isOver) expect(await look(world, settings)).toBe(true);
    await expectWhole(world, whole);
    // another event changes nothing any more
    expect(await look(world, settings, 18)).toBe(true);
    await expectWhole(world, whole);
    if (isOver) return at - 1;
    for (const key of (await store().recallAll('')).keys()) await store().remember(key, undefined, NOW);
  }
}

test('a review: one run, with its annotations once, and one comment', async () => {
  const writes = await killEverywhere({ ...DEFAULT_SETTINGS, comment: 'always' }, { comments: 1, annotations: 2 });
  expect(writes).toBeGreaterThan(8);
  expect((await recallState(store(), REPOSITORY.id, 1))?.isCommentDue).toBe(false);
});

test('words without a review: one run', async () => {
  expect(
    await killEverywhere({ ...DEFAULT_SETTINGS, skipLabel: 'no-audit' }, { comments: 0, annotations: 0 }),
  ).toBeGreaterThan(5);
});
