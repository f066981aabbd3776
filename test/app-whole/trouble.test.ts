/** GitHub in trouble: answers that get lost, limits, tokens that ran out, deliveries out of order. */
import type { LoggedRequest } from '../support/fake-github/index.ts';
import { BLOCK, JUSTIFIED, type Opened, useApp } from './support.ts';

const CREATE_RUN = 'POST /repos/{}/{}/check-runs';
const CHANGE_RUN = 'PATCH /repos/{}/{}/check-runs/{}';
const COMMENT = 'POST /repos/{}/{}/issues/{}/comments';
const EDIT_COMMENT = 'PATCH /repos/{}/{}/issues/comments/{}';
const REACT = 'POST /repos/{}/{}/issues/comments/{}/reactions';
const PULL = 'GET /repos/{}/{}/pulls/{}';
const COMMITS = 'GET /repos/{}/{}/pulls/{}/commits';
const LISTED = 'GET /repos/{}/{}/pulls/{}/files';
const COMPARE = 'GET /repos/{}/{}/compare/{}';
const QUERY = 'POST /graphql';

const FILES = { 'drivers/a.rs': BLOCK };
const TITLE = '1 error in 1 of 1 Rust file';

const bed = useApp('linux/trouble');

afterEach(() => {
  bed.hub.heal();
});

/** One run with its two annotations, and one comment, when nothing is tried again. */
async function expectShownOnce({ head, number }: Opened): Promise<void> {
  await bed.done(number);
  const shown = bed.repo.runs(head).map(({ conclusion, title }) => [conclusion, title]);
  expect(shown).toEqual([['neutral', TITLE]]);
  expect(bed.repo.runs(head)[0]?.annotations).toHaveLength(2);
  expect(bed.repo.comments(number)).toHaveLength(1);
}

describe.each(['502-after-commit', 'reset-after-commit', '502', 'reset', 'garbage'] as const)('%s', (kind) => {
  test.each([
    ['', CREATE_RUN],
    [', in progress first', CREATE_RUN],
    [', in progress first', CHANGE_RUN],
    ['', COMMENT],
  ])('of a review%s, of %s: done in the end, and once', async (how, route) => {
    if (how !== '') bed.slowly();
    bed.hub.fail({ route, kind });
    await expectShownOnce(await bed.open(FILES));
  });
});

describe.each(['502-after-commit', '502'] as const)('%s', (kind) => {
  test('while annotations go out in batches: none twice, none lost', async () => {
    const blocks = Array.from({ length: 60 }, (_, at) => BLOCK.replace('read', `read_${at}`)).join('\n');
    bed.hub.fail({ route: CHANGE_RUN, kind });
    const { head, number } = await bed.open({ 'drivers/a.rs': blocks });
    await bed.done(number);
    const places = bed.repo.runs(head)[0]?.annotations.map(({ title, start_line }) => `${title} ${start_line}`);
    expect(places).toHaveLength(61);
    expect(new Set(places).size).toBe(61);
  });

  test('of editing the comment: there is one, and it is of the push', async () => {
    const { head, number } = await bed.open(FILES);
    await bed.done(number);
    const next = bed.repo.commit({ files: { 'drivers/a.rs': JUSTIFIED }, parents: [head] });
    bed.hub.fail({ route: EDIT_COMMENT, kind });
    bed.repo.push(number, next);
    await bed.looked(number);
    expect(bed.repo.comments(number)).toHaveLength(1);
    expect(bed.repo.comments(number)[0]?.body).toContain(next.slice(0, 12));
  });

  test('of a reaction: the command is answered once', async () => {
    const { number } = await bed.open({ 'fs/a.c': 'int a;\n' });
    await bed.done(number);
    bed.hub.fail({ route: REACT, kind });
    bed.repo.comment(number, 'ada', '/audit help');
    await bed.hub.deliverAll();
    const asked = () => bed.repo.comments(number)[0]?.reactions.map(({ content }) => content) ?? [];
    await bed.hub.until(() => asked().includes('rocket'));
    expect(bed.repo.comments(number).filter(({ isByApp }) => isByApp)).toHaveLength(1);
  });
});

test.each([PULL, QUERY, CREATE_RUN, CHANGE_RUN])('%s without an answer: done in the end, and once', async (route) => {
  if (route === CHANGE_RUN) bed.slowly();
  bed.hub.fail({ route, kind: 'timeout' });
  await expectShownOnce(await bed.open(FILES));
});

test.each(['502', 'reset', 'garbage'] as const)('reads that fail twice by %s end well', async (kind) => {
  bed.hub.fail({ route: PULL, kind, times: 2 });
  bed.hub.fail({ route: QUERY, kind, times: 2 });
  bed.hub.fail({ route: LISTED, kind, times: 2 });
  await expectShownOnce(await bed.open(FILES));
});

test.each([
  // the first query is for the settings, the next one is the review's
  ['no queries left', QUERY, 'primary-limit', 1],
  ['hardly any calls left', COMMITS, 'nearly-spent', 0],
] as const)('the hour has %s: the check says until when it waits, then it goes on', async (_, route, kind, after) => {
  bed.hub.fail({ route, kind, after, retryAfter: 2 });
  const opened = await bed.open(FILES);
  const run = () => bed.repo.runs(opened.head)[0];
  await bed.hub.until(() => /^Waiting for GitHub quota until \d\d:\d\d UTC$/.test(run()?.title ?? ''));
  expect(run()).toMatchObject({ status: 'in_progress', conclusion: null });
  await expectShownOnce(opened);
});

test.each([PULL, CREATE_RUN, CHANGE_RUN, COMMENT])(
  'the hour has no calls left at %s: it goes on later',
  async (route) => {
    if (route === CHANGE_RUN) bed.slowly();
    bed.hub.fail({ route, kind: 'primary-limit', retryAfter: 2 });
    await expectShownOnce(await bed.open(FILES));
  },
);

test.each([PULL, QUERY, CREATE_RUN, CHANGE_RUN, COMMENT])(
  'a secondary limit at %s: nothing is asked until it ends',
  async (route) => {
    if (route === CHANGE_RUN) bed.slowly();
    const before = bed.hub.requests.length;
    bed.hub.fail({ route, kind: 'secondary-limit', retryAfter: 2 });
    await expectShownOnce(await bed.open(FILES));
    const calls = bed.hub.requests.slice(before);
    const refused = calls.find(({ status }) => status === 403) as LoggedRequest;
    const meanwhile = calls.filter(({ at }) => at > refused.at && at < refused.at + 2000);
    expect(meanwhile).toEqual([]);
  },
);

test('a token that ran out is renewed, for reads as for writes', async () => {
  bed.slowly();
  for (const route of [PULL, CREATE_RUN, CHANGE_RUN]) bed.hub.before(route, () => bed.hub.expireTokens());
  await expectShownOnce(await bed.open(FILES));
});

test.each([401, 403])('%i at reading: tried again, and done', async (status) => {
  bed.hub.fail({ route: COMMITS, kind: 'status', status, message: 'Resource not accessible' });
  await expectShownOnce(await bed.open(FILES));
});

test('a pull request that is gone, and not only once: the job ends, and the next one is reviewed', async () => {
  bed.hub.fail({ route: PULL, kind: 'status', status: 404, message: 'Not Found', times: 2 });
  const gone = await bed.open(FILES);
  await bed.over(gone.number, 'gone');
  expect(bed.repo.runs()).toEqual([]);
  const head = bed.repo.commit({ files: FILES, parents: [bed.repo.tip()] });
  const { number } = bed.repo.openPullRequest({ head });
  await bed.hub.deliverAll();
  await expectShownOnce({ head, number });
});

test.each(['as-sent', 'reversed'] as const)('pushes, each delivered twice, %s: the last head counts', async (order) => {
  const heads = [bed.repo.commit({ files: FILES, parents: [bed.base()] })];
  const { number } = bed.repo.openPullRequest({ head: heads[0] ?? '' });
  for (const at of [1, 2, 3]) {
    heads.push(bed.repo.commit({ files: { 'drivers/a.rs': `// ${at}\n${JUSTIFIED}` }, parents: [heads.at(-1) ?? ''] }));
    bed.repo.push(number, heads.at(-1) ?? '');
  }
  await bed.hub.deliverAll({ order, times: 2 });
  const last = heads.pop() ?? '';
  expect(await bed.concluded(last)).toMatchObject({ title: '1 note in 1 of 1 Rust file' });
  await bed.hub.until(() => bed.repo.runs().every(({ status }) => status === 'completed'));
  expect(bed.repo.runs(last)).toHaveLength(1);
  // a head that was replaced never looks passed
  const others = heads.flatMap((head) => bed.repo.runs(head).map(({ conclusion }) => conclusion));
  expect(others.filter((conclusion) => conclusion !== 'cancelled')).toEqual([]);
  expect(bed.repo.comments(number).length).toBeLessThanOrEqual(1);
});

test('a delivery of an old head that comes late changes nothing', async () => {
  const first = bed.repo.commit({ files: FILES, parents: [bed.base()] });
  const { number, event } = bed.repo.openPullRequest({ head: first });
  const next = bed.repo.commit({ files: { 'drivers/a.rs': `${BLOCK}// more\n` }, parents: [first] });
  await bed.hub.deliver(bed.repo.push(number, next));
  await bed.done(number);
  const shown = () => JSON.stringify([bed.repo.runs(), bed.repo.comments(number)]);
  const before = shown();
  await bed.hub.deliver(event);
  await bed.done(number, 2);
  expect(shown()).toBe(before);
});

describe('404 of a part, while the whole is there: tried again, and the check ends', () => {
  const gone = (route: string, after = 0) =>
    bed.hub.fail({ route, kind: 'status', status: 404, message: 'Not Found', after });

  test('of a pull request', async () => {
    gone(QUERY, 1);
    await expectShownOnce(await bed.open(FILES));
  });

  test('of a merge group', async () => {
    const { head, number } = await bed.open(FILES, 'gate: enforce\n');
    await bed.concluded(head);
    await bed.done(number);
    gone(COMPARE);
    const { group } = bed.repo.enqueue(number);
    await bed.hub.deliverAll();
    expect(await bed.concluded(group.head)).toMatchObject({ conclusion: 'failure', title: TITLE });
  });
});
