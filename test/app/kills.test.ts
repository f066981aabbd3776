/** A kill after any write, to the store or to GitHub: whoever takes the job over ends with one check, one comment, and nothing open. */

import type { AppServices } from '../../src/app/context.ts';
import { giveUpReview, reviewPullRequest } from '../../src/app/handlers/review-pull-request.ts';
import { takeTurn } from '../../src/app/limits/pace.ts';
import { Postponed } from '../../src/app/limits/too-much.ts';
import type { PullRequestEvent } from '../../src/app/ports/events.ts';
import type { Forge } from '../../src/app/ports/forge.ts';
import type { JobStore } from '../../src/app/ports/job-store.ts';
import { NO_CACHE } from '../../src/app/ports/source-tree.ts';
import { labellingKey } from '../../src/app/records/pull-request-records.ts';
import type { Analyst } from '../../src/app/review/analyst-port.ts';
import { reviewCommits } from '../../src/app/review/review-commits.ts';
import { policyOf } from '../../src/app/settings/policy-of-settings.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/config/settings.ts';
import type { CheckRun, OwnComment } from '../../src/publish/published.ts';
import { ruleLinks } from '../../src/report/markdown/rule-links.ts';
import {
  forgeWith,
  NO_LIMITS,
  NOW,
  PULL_REQUEST,
  personRecordsOf,
  REPOSITORY,
  recordsOf,
  spend,
  storeOfEachTest,
} from './kept-support.ts';

const store = storeOfEachTest();
const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const BLOCK = 'fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';

class Killed extends Error {}

/** GitHub and the store as they survive a kill; `left` writes are still done. */
interface World {
  readonly runs: CheckRun[];
  readonly comments: OwnComment[];
  left: number;
}

/** Carries out a write, after which everything may end. What is dead writes nothing. */
async function written<T>(world: World, act: () => T | Promise<T>): Promise<T> {
  if (world.left <= 0) throw new Killed();
  const result = await act();
  world.left -= 1;
  if (world.left === 0) throw new Killed();
  return result;
}

function forgeOf(world: World): Forge {
  const path = 'drivers/a.rs';
  const changed = { all: [{ path, previousPath: null, change: 'add' as const }], cut: null };
  return {
    ...forgeWith({ [`${HEAD}:${path}`]: text }, { max: 'write' }),
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
        const { name, head, externalId, conclusion, output } = run;
        const id = world.runs.length + 1;
        const made = { name, head, externalId, conclusion, id, annotations: output.annotations.length };
        world.runs.push(made);
        return made;
      }),
    changeRun: (id, { conclusion, output, externalId }) =>
      written(world, () => {
        const at = world.runs.findIndex((run) => run.id === id);
        const run = world.runs[at] as CheckRun;
        // what has ended stays as it is
        if (run.conclusion !== null) throw new Error('a run that has ended is changed');
        world.runs[at] = {
          ...run,
          externalId: externalId ?? run.externalId,
          conclusion,
          annotations: run.annotations + output.annotations.length,
        };
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

/** What the pull request adds, and whether its review ends before its check is shown as in progress. */
let text: string;
let isQuick: boolean;
beforeEach(() => {
  text = BLOCK;
  isQuick = true;
});

function sleep(_: number, signal?: AbortSignal): Promise<void> {
  if (!isQuick) return Promise.resolve();
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
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
    clock: { now: () => NOW, sleep, timeout: AbortSignal.timeout },
    forges: { of: async () => forgeOf(world) },
    settingsFor: async () => ({ settings, headMistakes: null, trouble: null }),
    engine: 'e1',
    webUrl: 'https://example.org',
    rules: ruleLinks(null),
    limits: NO_LIMITS,
    deadline: 60_000,
  };
}

const EVENT: PullRequestEvent = {
  kind: 'pull-request',
  repository: REPOSITORY,
  number: 1,
  reason: 'opened',
  head: HEAD,
  force: false,
  author: 'ada',
};

/** @returns whether it came to its end */
async function unlessKilled(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  }
}

/** @returns whether it came to its end */
function look(world: World, settings: Settings, generation = 17, force = false): Promise<boolean> {
  const event = { ...EVENT, force };
  const job = { key: 'pr/7/1', event, generation, attempts: 0 };
  return unlessKilled(() => reviewPullRequest(event, job, servicesOf(world, settings), new AbortController().signal));
}

/** Its author's hour is used up, so that its check says that it waits. @returns whether that came to its end */
async function rest(world: World, settings: Settings): Promise<boolean> {
  const services = { ...servicesOf(world, settings), limits: { ...NO_LIMITS, perAuthor: 1 } };
  await spend(personRecordsOf(store(), 'ada').calls, 1);
  const job = { key: 'pr/7/1', event: EVENT, generation: 16, attempts: 0 };
  let untold: unknown = null;
  const resting = takeTurn(EVENT, job, services, (error) => {
    untold = error;
  }).catch((error: unknown) => {
    if (!(error instanceof Postponed)) throw error;
  });
  return unlessKilled(async () => {
    await resting;
    if (untold !== null) throw untold;
  });
}

interface Whole {
  readonly comments: number;
  readonly annotations: number;
}

async function expectWhole({ runs, comments }: World, whole: Whole): Promise<void> {
  expect(runs.map(({ conclusion }) => conclusion)).not.toContain(null);
  expect(runs.map(({ annotations }) => annotations)).toEqual([whole.annotations]);
  expect(comments).toHaveLength(whole.comments);
  expect(await recordsOf(store()).openRuns()).toEqual([]);
  expect(await recordsOf(store()).verdict(HEAD).recall()).toMatchObject({ shown: runs[0]?.conclusion });
}

/** The delivery of the label came before. */
async function labelAtHead(): Promise<void> {
  const labelling = { label: 'no-audit', isSet: true, person: 'max', head: HEAD };
  await store().remember(labellingKey(REPOSITORY.id, 1, 'no-audit'), labelling, NOW);
}

/**
 * Kills after the first write, the second, and so on, until there is none left to kill at.
 * @param first what the one that is killed does @param again whoever takes the job over
 */
async function killEverywhere(
  settings: Settings,
  whole: Whole,
  first = (world: World) => look(world, settings),
  again = (world: World) => look(world, settings),
): Promise<number> {
  for (let at = 1; ; at += 1) {
    await labelAtHead();
    const world: World = { runs: [], comments: [], left: at };
    const isOver = await first(world);
    world.left = Number.POSITIVE_INFINITY;
    if (!isOver) expect(await again(world)).toBe(true);
    await expectWhole(world, whole);
    // another event changes nothing any more
    expect(await look(world, settings, 18)).toBe(true);
    await expectWhole(world, whole);
    if (isOver) return at - 1;
    for (const key of (await store().recallAll('')).keys()) await store().remember(key, undefined, NOW);
  }
}

describe.each([
  ['that is shown as in progress first', false],
  ['that ends before', true],
])('a review %s', (_, isQuickHere) => {
  beforeEach(() => {
    isQuick = isQuickHere;
  });

  test('one run, with its annotations once, and one comment', async () => {
    const writes = await killEverywhere({ ...DEFAULT_SETTINGS, comment: 'always' }, { comments: 1, annotations: 2 });
    expect(writes).toBeGreaterThan(7);
    expect((await recordsOf(store()).state.recall())?.isCommentDue).toBe(false);
  });

  test('more annotations than one request takes: each once, and the conclusion with the last', async () => {
    text = Array.from({ length: 110 }, (__, index) => BLOCK.replace('read', `read_${index}`)).join('');
    expect(
      await killEverywhere({ ...DEFAULT_SETTINGS, comment: 'never' }, { comments: 0, annotations: 111 }),
    ).toBeGreaterThan(8);
  });
});

test('words without a review: one run', async () => {
  expect(
    await killEverywhere({ ...DEFAULT_SETTINGS, skipLabel: 'no-audit' }, { comments: 0, annotations: 0 }),
  ).toBeGreaterThan(5);
});

describe('a head that waited has one run: what follows takes over the one that said so', () => {
  const reviewed: Settings = { ...DEFAULT_SETTINGS, comment: 'always' };
  const REVIEW: Whole = { comments: 1, annotations: 2 };
  const restedAnd =
    (settings: Settings, force = false) =>
    async (world: World): Promise<boolean> =>
      (await rest(world, settings)) && look(world, settings, 17, force);

  test('a review', async () => {
    expect(await killEverywhere(reviewed, REVIEW, restedAnd(reviewed))).toBeGreaterThan(12);
  });

  test('one that a person asked for', async () => {
    const again = (world: World) => look(world, reviewed, 17, true);
    expect(await killEverywhere(reviewed, REVIEW, restedAnd(reviewed, true), again)).toBeGreaterThan(12);
  });

  test('words without a review', async () => {
    const skipping: Settings = { ...DEFAULT_SETTINGS, skipLabel: 'no-audit' };
    expect(await killEverywhere(skipping, { comments: 0, annotations: 0 }, restedAnd(skipping))).toBeGreaterThan(8);
  });

  test('a review under other settings than those that it was begun under, as long as nothing is on the run', async () => {
    for (const before of [reviewed, { ...reviewed, gate: 'enforce' as const }]) {
      const world: World = { runs: [], comments: [], left: Number.POSITIVE_INFINITY };
      await rest(world, before);
      const [waiting] = world.runs;
      // the note of the review's run, and the run itself
      world.left = 2;
      expect(await look(world, before)).toBe(false);
      world.left = Number.POSITIVE_INFINITY;
      expect(await look(world, reviewed, 18)).toBe(true);
      await expectWhole(world, REVIEW);
      expect(world.runs[0]?.id).toBe(waiting?.id);
      for (const key of (await store().recallAll('')).keys()) await store().remember(key, undefined, NOW);
    }
  });
});

describe('a review of a head that was reviewed, given up after crashes', () => {
  const settings: Settings = { ...DEFAULT_SETTINGS, comment: 'always' };

  async function givenUp(settingsNow: Settings, force = false): Promise<World> {
    const world: World = { runs: [], comments: [], left: Number.POSITIVE_INFINITY };
    expect(await look(world, settings)).toBe(true);
    const event = { ...EVENT, force };
    const job = { key: 'pr/7/1', event, generation: 18, attempts: 5 };
    await giveUpReview(event, job, new Error('killed'), 'e-1', servicesOf(world, settingsNow));
    return world;
  }

  test('the verdict stays alone', async () => {
    await expectWhole(await givenUp(settings), { comments: 1, annotations: 2 });
  });

  test.each([
    ['the settings changed', { ...settings, gate: 'enforce' as const }, false],
    ['a person asked for it', settings, true],
  ])('the check says that the review failed where %s', async (_, settingsNow, force) => {
    const { runs } = await givenUp(settingsNow, force);
    expect(runs.map(({ externalId }) => externalId.split(':')[4])).toEqual([expect.anything(), 'crash']);
  });

  test('a review that changed its verdict since: an acceptance', async () => {
    const world: World = { runs: [], comments: [], left: Number.POSITIVE_INFINITY };
    expect(await look(world, settings)).toBe(true);
    const [finding] = (await recordsOf(store()).state.recall())?.findings ?? [];
    const { fingerprint = '', frame = '' } = finding ?? {};
    const acceptance = { fingerprint, frame, person: 'max', reason: 'fine', head: HEAD, comment: 1, at: NOW };
    await recordsOf(store()).acceptance(fingerprint).remember(acceptance);
    const job = { key: 'pr/7/1', event: EVENT, generation: 18, attempts: 5 };
    await giveUpReview(EVENT, job, new Error('killed'), 'e-1', servicesOf(world, settings));
    expect(world.runs).toHaveLength(2);
  });
});
