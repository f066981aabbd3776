/** How a check appears: a quick review is one request with its conclusion, a slow one is in progress first; there is one run in any case. */
import { SETTINGS_CHECK_NAME } from '../../src/publish/messages.ts';
import type { LoggedRequest } from '../support/fake-github/index.ts';
import { type Bed, BLOCK, SETTINGS, useApp } from './support.ts';

const CREATE_RUN = 'POST /repos/{owner}/{repo}/check-runs';
const CHANGE_RUN = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
const QUERY = 'POST /graphql';
const FILES = { 'drivers/a.rs': BLOCK };

type Write = readonly [route: string, status: unknown, annotations: number];

const QUICK_ONE: readonly Write[] = [[CREATE_RUN, 'completed', 2]];
const SLOW_ONE: readonly Write[] = [
  [CREATE_RUN, 'in_progress', 0],
  [CHANGE_RUN, 'completed', 2],
];

/**
 * Does something that is reviewed until a review was as quick as it is on a machine that is not busy: its writes are as expected.
 * @returns the head of that review
 */
async function quick(bed: Bed, act: () => Promise<string>, expected: readonly Write[]): Promise<string> {
  for (let left = 10; ; left -= 1) {
    const head = await act();
    await bed.concluded(head);
    const writes = writesOf(bed, head);
    const isSlow = JSON.stringify(writes[0]) === JSON.stringify(SLOW_ONE[0]);
    if (isSlow && left > 0) continue;
    expect(writes).toEqual(expected);
    return head;
  }
}

/** The writes of check runs of a head: the route, the state that they leave, and how many annotations go with them. */
function writesOf({ hub, repo }: Bed, head: string, name = 'kernel-rust-audit'): readonly Write[] {
  const runs = repo.runs(head).filter((run) => run.name === name);
  // equal commits of two repositories have the same id
  const isOurs = ({ route, path, body }: LoggedRequest): boolean =>
    path.includes(`/${repo.name}/`) &&
    ((route === CREATE_RUN && body['head_sha'] === head && body['name'] === name) ||
      (route === CHANGE_RUN && runs.some(({ id }) => path.endsWith(`/check-runs/${id}`))));
  return hub.requests.filter(isOurs).map(({ route, body }) => {
    const { annotations = [] } = body['output'] as { readonly annotations?: readonly unknown[] };
    return [route, body['status'], annotations.length];
  });
}

function blocks(count: number): string {
  return Array.from({ length: count }, (_, at) => BLOCK.replace('read', `read_${at}`)).join('\n');
}

describe('at the usual pace', () => {
  const bed = useApp('linux/progress');
  afterEach(() => bed.hub.heal());

  test('a quick review is one request', async () => {
    const head = await quick(bed, async () => (await bed.open(FILES)).head, QUICK_ONE);
    expect(bed.repo.runs(head)).toMatchObject([
      { status: 'completed', conclusion: 'neutral', title: '1 error in 1 of 1 Rust file' },
    ]);
    expect(bed.repo.runs(head)[0]?.actions.length).toBeGreaterThan(0);
  });

  test('a slow one is in progress first', async () => {
    bed.slowly();
    const { head, number } = await bed.open(FILES);
    await bed.hub.until(() => bed.repo.runs(head).length > 0);
    expect(bed.repo.runs(head)).toMatchObject([{ status: 'in_progress', title: 'Reading the commits' }]);
    await bed.done(number);
    expect(writesOf(bed, head)).toEqual(SLOW_ONE);
    expect(bed.repo.runs(head)).toMatchObject([{ conclusion: 'neutral' }]);
  });

  test('more annotations than one request takes: as few requests as possible, and the last one concludes', async () => {
    const head = await quick(bed, async () => (await bed.open({ 'drivers/a.rs': blocks(110) })).head, [
      [CREATE_RUN, 'in_progress', 50],
      [CHANGE_RUN, 'in_progress', 50],
      [CHANGE_RUN, 'completed', 11],
    ]);
    expect(bed.repo.runs(head)).toHaveLength(1);
  });

  test('a quick review that fails and is tried again is in progress until then', async () => {
    const seen: unknown[] = [];
    const see = (): void => void seen.push(...bed.repo.runs().map(({ status }) => status));
    // the first query is for the settings; the second one, for the texts, ends the attempt; the third one is of the next attempt
    bed.hub.fail({ route: QUERY, kind: 'status', status: 404, message: 'Not Found', after: 1 });
    bed.hub.before(QUERY, () => bed.hub.before(QUERY, () => bed.hub.before(QUERY, see)));
    const { head, number } = await bed.open(FILES);
    await bed.done(number);
    expect(seen).toEqual(['in_progress']);
    expect(bed.repo.runs(head)).toMatchObject([{ conclusion: 'neutral' }]);
    expect(writesOf(bed, head).map(([route]) => route)).toEqual([CREATE_RUN, CHANGE_RUN]);
  });

  test('a push while a quick review looks at the head for the last time: the old head shows nothing', async () => {
    const head = bed.repo.commit({ files: FILES, parents: [bed.base()] });
    const { number } = bed.repo.openPullRequest({ head, author: 'ada' });
    const next = bed.repo.commit({ files: { 'drivers/a.rs': `${BLOCK}// more\n` }, parents: [head] });
    const look = 'GET /repos/{}/{}/pulls/{}';
    bed.hub.before(look, () => bed.hub.before(look, () => bed.repo.push(number, next)));
    await bed.hub.deliverAll();
    await bed.concluded(next);
    expect(bed.repo.runs(head)).toEqual([]);
    expect(bed.repo.runs(next)).toHaveLength(1);
  });

  describe('a merge group', () => {
    /** A pull request that was reviewed, in a queue on top of another commit than it was reviewed on. @returns the group's head */
    async function enqueued(): Promise<string> {
      const { head, number } = await bed.open(FILES);
      await bed.concluded(head);
      await bed.done(number);
      bed.repo.commit({ files: { [`fs/${number}.c`]: `int b${number};\n` }, branch: 'main' });
      const { group } = bed.repo.enqueue(number);
      return group.head;
    }

    test('quick: one request', async () => {
      const group = await quick(
        bed,
        async () => {
          const head = await enqueued();
          await bed.hub.deliverAll();
          return head;
        },
        QUICK_ONE,
      );
      expect(bed.repo.runs(group)).toMatchObject([{ conclusion: 'neutral' }]);
    });

    test('slow: in progress first', async () => {
      const head = await enqueued();
      bed.slowly();
      await bed.hub.deliverAll();
      expect(await bed.concluded(head)).toMatchObject({ conclusion: 'neutral' });
      expect(writesOf(bed, head)).toEqual(SLOW_ONE);
    });
  });

  test('the check of the settings is one request', async () => {
    const { head, number } = await bed.open({ [SETTINGS]: 'gate: sometimes\n' });
    await bed.done(number);
    expect(writesOf(bed, head, SETTINGS_CHECK_NAME)).toEqual([[CREATE_RUN, 'completed', 1]]);
    expect(bed.repo.runs(head)).toHaveLength(2);
  });
});

describe('where writes wait long for their turn', () => {
  const bed = useApp('linux/overtaken', {}, { KRA_WRITE_PAUSE_MS: '12000' });

  test('a slow review that ends before its turn is one request', async () => {
    const first = await bed.open({ 'fs/a.c': 'int a;\n' });
    await bed.concluded(first.head);
    // its texts take longer than a quick review may, and its turn to write comes later still
    bed.slowly();
    const head = bed.repo.commit({ files: FILES, parents: [bed.repo.tip()] });
    bed.repo.openPullRequest({ head, author: 'max' });
    await bed.hub.deliverAll();
    await bed.concluded(head);
    expect(writesOf(bed, head)).toEqual(QUICK_ONE);
  });
});
