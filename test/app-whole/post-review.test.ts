/** `review owner/name#N` writes nothing; with `--post` it writes one comment, and edits that from then on. */
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from '../support/fake-github/index.ts';
import { type Ended, runBeside } from '../support/program-beside.ts';

const BLOCK = 'fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
const JUSTIFIED = BLOCK.replace('    unsafe', '    // SAFETY: `p` is valid for reads.\n    unsafe');
const MARKER = '<!-- kernel-rust-audit:review:1 -->';

let hub: FakeGitHub;
let repo: FakeRepository;
let head: string;

beforeEach(async () => {
  hub = await startFakeGitHub();
  repo = hub.repository('linux/kernel');
  repo.commit({ files: { 'rust/kernel/lib.rs': '//! The kernel crate.\n', 'drivers/a.rs': 'fn a() {}\n' } });
  head = repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [repo.tip()] });
  repo.openPullRequest({ head, author: 'ada' });
});

afterEach(() => hub.close());

const review = (...more: readonly string[]): Promise<Ended> => runBeside(hub, ['review', 'linux/kernel#1', ...more]);

const own = (): readonly string[] => repo.comments(1).flatMap(({ isByApp, body }) => (isByApp ? [body] : []));

function push(text: string): void {
  head = repo.commit({ files: { 'drivers/a.rs': text }, parents: [head] });
  repo.push(1, head);
}

/** Calls that change something, besides those of GraphQL, which only reads. */
const writes = () => hub.requests.filter(({ method, route }) => method !== 'GET' && route !== 'POST /graphql');

test('without --post nothing is written', async () => {
  expect((await review()).status).toBe(1);
  expect(writes()).toEqual([]);
});

test('--post: the report that is printed as Markdown, with links into the head; the status is the same', async () => {
  const { status, out } = await review('--post', '--format', 'json');
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ head });
  const markdown = (await review('--format', 'markdown')).out;
  const [body = ''] = own();
  expect(body.split('\n').slice(0, 2)).toEqual([MARKER, markdown.split('\n')[0]]);
  expect(body).toContain(`https://github.com/linux/kernel/blob/${head}/drivers/a.rs#L2`);
  expect(own()).toHaveLength(1);
  expect(hub.violations).toEqual([]);
  expect(hub.mentions).toEqual([]);
});

test('the next time it is edited, and left alone where it says so already', async () => {
  await review('--post');
  await review('--post');
  expect(writes()).toHaveLength(1);
  push(JUSTIFIED);
  expect((await review('--post', '--per-commit', 'report')).status).toBe(0);
  expect(writes().map(({ method }) => method)).toEqual(['POST', 'PATCH']);
  expect(own()).toHaveLength(1);
  expect(own()[0]).not.toContain('undocumented-unsafe');
});

test("somebody else's comment with the same marker is no comment of ours", async () => {
  repo.comment(1, 'eve', `${MARKER}\nAll is well.`);
  await review('--post');
  expect(repo.comments(1).map(({ user }) => user.login)).toEqual(['eve', hub.botLogin]);
  expect(repo.comments(1)[0]?.body).toContain('All is well.');
});

test('a head that moves meanwhile is not told of an older one', async () => {
  let isPushed = false;
  hub.before('POST /graphql', () => {
    if (!isPushed) push(JUSTIFIED);
    isPushed = true;
  });
  const { status, out, err } = await review('--post');
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain('has a newer head, so nothing was posted');
  expect(writes()).toEqual([]);
});

test('a pull request that is closed is told of nothing', async () => {
  repo.close(1);
  const { status, err } = await review('--post');
  expect([status, err]).toEqual([2, expect.stringContaining('is closed, so nothing was posted')]);
  expect(writes()).toEqual([]);
});

test('a token that may only read: one line that says so', async () => {
  const token = hub.token({ permissions: { contents: 'read', pull_requests: 'read', issues: 'read' } });
  const { status, out, err } = await runBeside(hub, ['review', 'linux/kernel#1', '--post'], token);
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain('could not post the review');
  expect(err).toContain('check that the token may write to pull requests');
  expect(err).not.toContain(token);
  expect(own()).toEqual([]);
});

test('an answer that got lost: said, and the next time nothing is made twice', async () => {
  hub.fail({ route: 'POST /repos/{}/{}/issues/{}/comments', kind: '502-after-commit' });
  const { status, err } = await review('--post');
  expect([status, err]).toEqual([2, expect.stringContaining('try again')]);
  expect((await review('--post')).status).toBe(1);
  expect(own()).toHaveLength(1);
});

test.each([[['HEAD']], [[]], [['examples/ring-driver/series']]])(
  '--post requires a pull request: %j',
  async (inputs) => {
    const { status, err } = await runBeside(hub, ['review', ...inputs, '--post']);
    expect([status, err]).toEqual([2, expect.stringContaining('--post: requires a pull request')]);
  },
);

test('--help says what it does', async () => {
  expect((await runBeside(hub, ['review', '--help'])).out).toMatch(/--post +write the review to the pull request/);
});
