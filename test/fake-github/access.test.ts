/** Who may do what at the fake GitHub, and what it costs. */
import { afterEach, expect, test } from '@jest/globals';
import { type FakeGitHub, type HubOptions, signJwt, startFakeGitHub } from '../support/fake-github/index.ts';
import { appOctokitOf, octokitOf } from '../support/fake-github/octokit.ts';

let hub: FakeGitHub;
afterEach(() => hub.close());

async function start(options: HubOptions = {}) {
  hub = await startFakeGitHub(options);
  const repo = hub.repository('linux/kernel');
  repo.commit({ files: { 'a.rs': 'fn a() {}\n' } });
  return repo;
}

const PLACE = { owner: 'linux', repo: 'kernel' };

async function statusOf(asked: Promise<{ readonly status: number }>): Promise<number> {
  return asked.then(
    ({ status }) => status,
    (error) => error.status,
  );
}

test('a token is given for a JWT of the App alone, and runs out after an hour', async () => {
  let now = Date.now();
  await start({ now: () => now });
  const ask = (jwt: string) =>
    fetch(`${hub.url}/app/installations/${hub.installationId}/access_tokens`, {
      method: 'POST',
      headers: { authorization: `bearer ${jwt}` },
    });
  const seconds = now / 1000;
  const bad = [
    signJwt(hub.appId + 1),
    signJwt(hub.appId, { exp: seconds + 3600 }),
    signJwt(hub.appId, { exp: seconds - 1 }),
    signJwt(hub.appId, { iat: seconds + 300 }),
    `${signJwt(hub.appId).slice(0, -6)}AAAAAA`,
    'nonsense',
  ];
  for (const jwt of bad) expect((await ask(jwt)).status).toBe(401);
  const answer = await ask(signJwt(hub.appId));
  const { token, expires_at: end } = (await answer.json()) as { token: string; expires_at: string };
  expect([answer.status, Date.parse(end) - now > 3_590_000]).toEqual([201, true]);
  expect(token).toMatch(new RegExp(`^ghs_${hub.appId}_`));
  expect(token.length).not.toBe(40);

  const read = () => fetch(`${hub.url}/repos/linux/kernel`, { headers: { authorization: `token ${token}` } });
  expect((await read()).status).toBe(200);
  now += 3_600_000;
  expect((await read()).status).toBe(401);
});

test('a token of other repositories finds only what is public, one of fewer permissions may do less', async () => {
  const repo = await start();
  hub.repository('linux/other');
  const other = octokitOf(hub, { repositories: ['other'] });
  expect(await statusOf(other.rest.repos.get(PLACE))).toBe(200);
  expect(await statusOf(other.rest.checks.create({ ...PLACE, name: 'n', head_sha: repo.tip() }))).toBe(404);
  hub.repository('linux/secret', { isPrivate: true });
  expect(await statusOf(other.rest.repos.get({ owner: 'linux', repo: 'secret' }))).toBe(404);
  const reader = octokitOf(hub, { repository_ids: [repo.id], permissions: { checks: 'read' } });
  expect(await statusOf(reader.rest.checks.listForRef({ ...PLACE, ref: 'main' }))).toBe(200);
  expect(await statusOf(reader.rest.checks.create({ ...PLACE, name: 'n', head_sha: repo.tip() }))).toBe(403);
  expect(await statusOf(reader.rest.repos.getContent({ ...PLACE, path: 'a.rs' }))).toBe(403);
  expect(() => hub.token({ permissions: { contents: 'write' } })).toThrow('not granted');
});

test('what the App was not granted it may not do; a comment needs one of two permissions, a reaction its own', async () => {
  const repo = await start({ permissions: { metadata: 'read', contents: 'read', pull_requests: 'write' } });
  const { number } = repo.openPullRequest({ head: repo.commit({ files: { b: '1' } }) });
  const octokit = octokitOf(hub);
  const { data } = await octokit.rest.issues.createComment({ ...PLACE, issue_number: number, body: 'hello' });
  const reaction = { ...PLACE, comment_id: data.id, content: 'eyes' } as const;
  expect(await statusOf(octokit.rest.reactions.createForIssueComment(reaction))).toBe(403);
  expect(await statusOf(octokit.rest.checks.create({ ...PLACE, name: 'n', head_sha: repo.tip() }))).toBe(403);
});

test('an installation that was suspended or removed gets nothing', async () => {
  await start();
  const octokit = octokitOf(hub);
  hub.installation('suspend');
  expect(await statusOf(octokit.rest.repos.get(PLACE))).toBe(403);
  hub.installation('unsuspend');
  expect(await statusOf(octokit.rest.repos.get(PLACE))).toBe(200);
  hub.installation('deleted');
  expect(await statusOf(octokit.rest.repos.get(PLACE))).toBe(401);
  const app = appOctokitOf(hub);
  const token = app.rest.apps.createInstallationAccessToken({ installation_id: hub.installationId });
  expect(await statusOf(token)).toBe(404);
});

test('everybody reads a public repository; roles are told as permissions', async () => {
  const repo = await start();
  hub.repository('linux/secret', { isPrivate: true });
  const octokit = octokitOf(hub);
  const roles = { maria: 'maintain', tom: 'triage', ada: 'admin', nobody: 'none' } as const;
  for (const [name, role] of Object.entries(roles)) repo.setRole(name, role);
  const told = async (repository: string, username: string) => {
    const asked = { ...PLACE, repo: repository, username };
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel(asked);
    return [data.permission, data.role_name];
  };
  expect(await told('kernel', 'maria')).toEqual(['write', 'maintain']);
  expect(await told('kernel', 'tom')).toEqual(['read', 'triage']);
  expect(await told('kernel', 'ADA')).toEqual(['admin', 'admin']);
  expect(await told('kernel', 'nobody')).toEqual(['read', 'read']);
  expect(await told('secret', 'nobody')).toEqual(['none', 'none']);
});

test('lists come in pages, also below /api/v3, and an unchanged answer is free', async () => {
  const repo = await start();
  for (let count = 0; count < 5; count++) repo.openPullRequest({ head: repo.commit({ files: { b: `${count}` } }) });
  const headers = { authorization: `token ${hub.token()}` };
  const numbers: number[] = [];
  let next: string | undefined = `${hub.url}/api/v3/repos/linux/kernel/pulls?per_page=2`;
  let pages = 0;
  for (; next !== undefined; pages++) {
    const answer: Response = await fetch(next, { headers });
    numbers.push(...((await answer.json()) as { number: number }[]).map(({ number }) => number));
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    expect(next ?? '/api/v3/').toContain('/api/v3/');
  }
  expect([pages, numbers]).toEqual([3, [5, 4, 3, 2, 1]]);

  const url = `${hub.url}/repos/linux/kernel/pulls/1`;
  const first = await fetch(url, { headers });
  const known = { ...headers, 'if-none-match': first.headers.get('etag') ?? '' };
  const second = await fetch(url, { headers: known });
  expect([first.status, second.status]).toEqual([200, 304]);
  expect(second.headers.get('x-ratelimit-used')).toBe(first.headers.get('x-ratelimit-used'));
  repo.edit(1, { title: 'new' });
  expect((await fetch(url, { headers: known })).status).toBe(200);
});

test('the calls of an hour are counted, and end', async () => {
  let now = 1_800_000_000_000;
  await start({ limits: { primary: 3 }, now: () => now });
  const headers = { authorization: `token ${hub.token()}` };
  const ask = (path: string) => fetch(`${hub.url}${path}`, { headers });
  for (const remaining of ['2', '1', '0'])
    expect((await ask('/repos/linux/kernel')).headers.get('x-ratelimit-remaining')).toBe(remaining);
  const refused = await ask('/repos/linux/kernel');
  expect([refused.status, refused.headers.get('x-ratelimit-reset')]).toEqual([403, '1800003600']);
  expect((await ask('/rate_limit')).status).toBe(200);
  now += 3_600_000;
  const { token } = { token: hub.token() };
  const fresh = await fetch(`${hub.url}/repos/linux/kernel`, { headers: { authorization: `token ${token}` } });
  expect(fresh.status).toBe(200);
});

test('a repository that was renamed is found at its number', async () => {
  const repo = await start();
  const octokit = octokitOf(hub);
  repo.rename('linux-rust');
  const answer = await fetch(`${hub.url}/repos/linux/kernel/pulls?state=all`, {
    headers: { authorization: `token ${hub.token()}` },
    redirect: 'manual',
  });
  expect(answer.status).toBe(301);
  expect(answer.headers.get('location')).toBe(`${hub.url}/repositories/${repo.id}/pulls?state=all`);
  const { data } = await octokit.request(`GET /repositories/${repo.id}`);
  expect(data.full_name).toBe('linux/linux-rust');
});

test('a request that GitHub does not describe so is refused and remembered', async () => {
  const repo = await start();
  const headers = { authorization: `token ${hub.token()}` };
  const ask = (path: string, body?: object) =>
    fetch(`${hub.url}/repos/linux/kernel/${path}`, {
      headers,
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
  expect((await ask('pulls?state=opened')).status).toBe(422);
  expect((await ask('pulls?colour=red')).status).toBe(422);
  expect((await ask('check-runs', { name: 'n' })).status).toBe(422);
  expect((await ask('check-runs', { name: 'n', head_sha: repo.tip(), started_at: 'now' })).status).toBe(422);
  expect((await ask('nothing')).status).toBe(404);
  expect(hub.violations.map(({ route }) => route.split('/').at(-1))).toEqual([
    'pulls',
    'pulls',
    'check-runs',
    'check-runs',
  ]);
});
