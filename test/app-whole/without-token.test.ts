/** `review owner/name#N` of a public repository without a token: the same review, by the few calls that GitHub allows. */

import { type FakeGitHub, type FakeRepository, startFakeGitHub } from '../support/fake-github/index.ts';
import { runBeside } from '../support/program-beside.ts';

const BLOCK = 'fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
/** A fixed time: what is said of limits has one. */
const NOW = Date.UTC(2099, 0, 2, 3, 0, 0);

let hub: FakeGitHub;
let repo: FakeRepository;

async function start(anonymous = 60, isPrivate = false): Promise<void> {
  hub = await startFakeGitHub({ limits: { anonymous }, now: () => NOW });
  repo = hub.repository('linux/kernel', { isPrivate });
  const base = repo.commit({
    files: {
      'rust/kernel/lib.rs': '//! The kernel crate.\n',
      'drivers/net/a.rs': 'fn a() {}\n',
      '.github/kernel-rust-audit.yml': 'rules:\n  new-unsafe: off\n',
    },
  });
  const one = repo.commit({ files: { 'drivers/net/a.rs': BLOCK }, parents: [base] });
  const two = repo.commit({ files: { 'drivers/net/b.rs': BLOCK, 'drivers/README': 'Text.\n' }, parents: [one] });
  repo.openPullRequest({ head: two, author: 'ada' });
}

afterEach(() => hub.close());

const review = (token: string | null, ...more: readonly string[]) =>
  runBeside(hub, ['review', 'linux/kernel#1', ...more], token);

test('finds what a review with a token finds, and asks no GraphQL', async () => {
  await start();
  const { status, out, err } = await review(null, '--format', 'json');
  expect([status, err]).toEqual([1, '']);
  expect(hub.count('POST /graphql')).toBe(0);
  expect(out).toBe((await review(hub.token(), '--format', 'json')).out);
  expect(JSON.parse(out).findings.map(({ path, rule }: Record<string, string>) => `${path} ${rule}`)).toEqual([
    'drivers/net/a.rs undocumented-unsafe',
    'drivers/net/b.rs undocumented-unsafe',
  ]);
  expect(hub.violations).toEqual([]);
});

test('says how many calls are left, and what raises the limit; terse says nothing of it', async () => {
  await start();
  const { out } = await review(null);
  const left = 60 - hub.count();
  expect(left).toBeGreaterThan(30);
  expect(out).toContain(
    `note: GitHub was asked without a token: ${left} calls are left of this hour's limit; set GITHUB_TOKEN`,
  );
  expect((await review(hub.token())).out).not.toContain('GITHUB_TOKEN');
  expect((await review(null, '--format', 'terse')).out).not.toContain('GITHUB_TOKEN');
});

test.each([0, 6])('a limit that is reached after %d calls is an error with the time and the remedy', async (calls) => {
  await start(calls);
  expect(await review(null)).toEqual({
    status: 2,
    out: '',
    err: "kernel-rust-audit: linux/kernel#1: GitHub's rate limit is exhausted until 2099-01-02 04:00 UTC; set GITHUB_TOKEN to raise it, or try again then\n",
  });
});

test('a private repository, and --post, need a token', async () => {
  await start();
  const { status, err } = await review(null, '--post');
  expect([status, err]).toEqual([
    2,
    'kernel-rust-audit: --post: needs a token; set GITHUB_TOKEN to one that may write comments\n',
  ]);
  expect(repo.comments(1)).toEqual([]);
  await hub.close();
  await start(60, true);
  const refused = await review(null);
  expect(refused).toMatchObject({ status: 2, out: '' });
  expect(refused.err).toMatch(/GitHub answered 404.*a private repository needs a token in GITHUB_TOKEN\n$/);
});
