/** `review` of a pull request: a token goes to the GitHub that it is of, and to no other host. */
import { type FakeGitHub, startFakeGitHub } from '../support/fake-github/index.ts';
import { runWith } from '../support/program-beside.ts';

const MINE = { GITHUB_TOKEN: 'ghp_mine', GH_TOKEN: 'gho_mine' };

let hub: FakeGitHub;
let other: FakeGitHub;

beforeEach(async () => {
  [hub, other] = await Promise.all([startFakeGitHub(), startFakeGitHub()]);
  for (const each of [hub, other]) {
    const repo = each.repository('linux/kernel');
    const base = repo.commit({ files: { 'drivers/a.rs': 'fn a() {}\n' } });
    repo.openPullRequest({ head: repo.commit({ files: { 'drivers/a.rs': 'fn b() {}\n' }, parents: [base] }) });
  }
});

afterEach(() => Promise.all([hub.close(), other.close()]));

const sent = (to: FakeGitHub) => new Set(to.requests.map(({ authorization }) => authorization));

test('a host that only the address names is asked without a token, and that is said', async () => {
  const { host } = new URL(hub.url);
  const { status, out } = await runWith({ ...MINE, GH_ENTERPRISE_TOKEN: 'ghp_server' }, [
    'review',
    `${hub.url}/linux/kernel/pull/1`,
  ]);
  expect(status).toBe(0);
  expect(sent(hub)).toEqual(new Set([null]));
  expect(out.replace(/\s+/g, ' ')).toContain(
    `note: ${host} was asked without a token: GH_TOKEN and GITHUB_TOKEN go only to github.com and *.ghe.com`,
  );
});

test('where that fails, the error says so, and what to do', async () => {
  const { host } = new URL(hub.url);
  const { status, err } = await runWith(MINE, ['review', `${hub.url}/linux/private/pull/1`]);
  expect(status).toBe(2);
  expect(err).toContain(`(${host} was asked without a token: GH_TOKEN and GITHUB_TOKEN go only to`);
  expect(err).toContain(
    `needs a token in GH_ENTERPRISE_TOKEN (with GH_HOST=${host}, where that is a GitHub of yours)\n`,
  );
  expect(sent(hub)).toEqual(new Set([null]));
});

test('the host of GH_HOST gets the token of GH_ENTERPRISE_TOKEN', async () => {
  const { host } = new URL(hub.url);
  const env = { ...MINE, GH_HOST: host, GH_ENTERPRISE_TOKEN: hub.token() };
  const { status, out } = await runWith(env, ['review', `${hub.url}/linux/kernel/pull/1`]);
  expect([status, out.includes('without a token')]).toEqual([0, false]);
  expect([...sent(hub)]).toEqual([expect.stringContaining(env.GH_ENTERPRISE_TOKEN)]);
});

test('a redirection carries no token to another host', async () => {
  hub.fail({ route: 'GET /repos/{}/{}/pulls/{}', kind: 'redirect', to: `${other.url}/repos/linux/kernel/pulls/1` });
  await runWith({ GITHUB_API_URL: hub.url, GITHUB_TOKEN: hub.token() }, ['review', 'linux/kernel#1']);
  expect(sent(hub).has(null)).toBe(false);
  expect(sent(other)).toEqual(new Set([null]));
});
