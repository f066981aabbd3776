/** From a signed webhook to the check run and the comment: the whole App. */
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from '../support/fake-github/index.ts';
import { startApp, type WholeApp } from '../support/whole-app.ts';

const BLOCK = 'pub fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
const JUSTIFIED = 'pub fn read(p: *const u8) -> u8 {\n    // SAFETY: `p` is valid for reads.\n    unsafe { *p }\n}\n';

let hub: FakeGitHub;
let app: WholeApp;
let repo: FakeRepository;

beforeEach(async () => {
  hub = await startFakeGitHub();
  repo = hub.repository('linux/kernel');
  repo.commit({ files: { 'rust/kernel/lib.rs': '//! The kernel crate.\n', 'drivers/a.rs': 'fn a() {}\n' } });
  app = await startApp(hub);
});

afterEach(async () => {
  expect(await app.stop()).toBe(0);
  expect(hub.violations).toEqual([]);
  await hub.close();
});

/** The newest run of a head, when it has its conclusion. */
async function concluded(head: string) {
  await hub.until(() => repo.runs(head).some(({ conclusion }) => conclusion !== null));
  return repo.runs(head).find(({ conclusion }) => conclusion !== null);
}

test('a new unsafe block without a comment: annotation, counts, one comment', async () => {
  const head = repo.commit({ files: { 'drivers/a.rs': BLOCK } });
  const { number } = repo.openPullRequest({ head });
  await hub.deliverAll();
  const run = await concluded(head);
  expect(run).toMatchObject({ name: 'kernel-rust-audit', conclusion: 'neutral' });
  expect(run?.title).toContain('1 error');
  expect(run?.annotations.map(({ path, start_line }) => [path, start_line])).toContainEqual(['drivers/a.rs', 2]);
  await hub.until(() => repo.comments(number).length > 0);
  expect(repo.comments(number)).toHaveLength(1);
});

test('the next push mends it: the new head is clean, and the comment is edited in place', async () => {
  const first = repo.commit({ files: { 'drivers/a.rs': BLOCK } });
  const { number } = repo.openPullRequest({ head: first });
  await hub.deliverAll();
  await hub.until(() => repo.comments(number).length > 0);
  const before = repo.comments(number)[0]?.body;
  const second = repo.commit({ files: { 'drivers/a.rs': JUSTIFIED } });
  repo.push(number, second);
  await hub.deliverAll();
  expect(await concluded(second)).toMatchObject({ conclusion: 'neutral' });
  await hub.until(() => repo.comments(number)[0]?.body !== before);
  expect(repo.comments(number)).toHaveLength(1);
});
