/** What the fake says is what GitHub's OpenAPI description says that GitHub says. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type FakeGitHub, type FakeRepository, signJwt, startFakeGitHub } from '../support/fake-github/index.ts';
import { answerProblems, webhookProblems } from '../support/fake-github/openapi.ts';

/** In ms: the schemas of the webhooks take their time to compile. */
const SLOW = 30_000;

let hub: FakeGitHub;
let repo: FakeRepository;
beforeEach(async () => {
  hub = await startFakeGitHub();
  repo = hub.repository('linux/kernel');
  repo.commit({ files: { 'rust/a.rs': 'fn a() {}\n', old: 'a\nb\nc\nd\n', link: { mode: '120000', text: 'old' } } });
});
afterEach(() => hub.close());

async function ask(route: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const [method = 'GET'] = route.split(' ');
  const isApp = path.startsWith('/app') || path.endsWith('/installation');
  const answer = await fetch(`${hub.url}${path}`, {
    method,
    headers: { authorization: `bearer ${isApp ? signJwt(hub.appId) : hub.token()}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const data = text === '' ? null : JSON.parse(text);
  expect([route, answer.status < 300 ? '' : text]).toEqual([route, '']);
  const problems = answerProblems(route.replace('R/', '/repos/{owner}/{repo}/'), answer.status, data);
  // the description wants an installation's account to be a user and an enterprise at once
  expect(problems.filter((problem) => !problem.startsWith('/0/account '))).toEqual([]);
  return data;
}

test(
  'every answer has the form that GitHub describes',
  async () => {
    const renamed = { old: null, new: 'a\nb\nc\nx\n', 'rust/a.rs': 'unsafe fn a() {}\n' };
    const head = repo.commit({ files: renamed });
    const { number } = repo.openPullRequest({ head, labels: ['rust'], body: 'why' });
    const fork = repo.fork('alice');
    const other = repo.openPullRequest({ head: fork.commit({ files: { b: '1' } }), from: fork, draft: true });
    repo.merge(other.number);
    repo.setRole('maria', 'maintain');
    const at = '/repos/linux/kernel';
    hub.webhook = { url: 'http://127.0.0.1:9/', secret: 'x' };
    const { id: delivery } = await hub.deliver(repo.label(number, 'more'));

    await ask('GET /app', '/app');
    await ask('POST /app/installations/{installation_id}/access_tokens', '/app/installations/4242/access_tokens', {
      repository_ids: [repo.id],
      permissions: { checks: 'write' },
    });
    await ask('GET /app/hook/deliveries', '/app/hook/deliveries?per_page=1');
    await ask('GET /app/hook/deliveries/{delivery_id}', `/app/hook/deliveries/${delivery}`);
    await ask('POST /app/hook/deliveries/{delivery_id}/attempts', `/app/hook/deliveries/${delivery}/attempts`);
    await hub.settled();
    await ask('GET /app/installations', '/app/installations');
    await ask('GET /app/hook/config', '/app/hook/config');
    await ask('GET /meta', '/meta');
    await ask('GET /rate_limit', '/rate_limit');
    await ask('GET /repos/{owner}/{repo}', at);
    await ask('GET R/installation', `${at}/installation`);
    await ask('GET R/collaborators/{username}/permission', `${at}/collaborators/maria/permission`);
    await ask('GET R/pulls', `${at}/pulls?state=all`);
    await ask('GET R/pulls/{pull_number}', `${at}/pulls/${number}`);
    await ask('GET R/pulls/{pull_number}', `${at}/pulls/${other.number}`);
    await ask('GET R/pulls/{pull_number}/files', `${at}/pulls/${number}/files`);
    await ask('GET R/pulls/{pull_number}/commits', `${at}/pulls/${number}/commits`);
    await ask('GET R/commits', `${at}/commits?sha=${head}`);
    await ask('GET R/commits/{ref}', `${at}/commits/${head}`);
    await ask('GET R/commits/{commit_sha}/pulls', `${at}/commits/${head}/pulls`);
    await ask('GET R/compare/{basehead}', `${at}/compare/main...${head}`);
    const { sha } = await ask('GET R/git/trees/{tree_sha}', `${at}/git/trees/${head}%3Arust?recursive=1`);
    expect(sha).toMatch(/^[0-9a-f]{40}$/);
    await ask('GET R/git/trees/{tree_sha}', `${at}/git/trees/main`);
    await ask('GET R/contents/{path}', `${at}/contents/rust/a.rs?ref=${head}`);
    await ask('GET R/contents/{path}', `${at}/contents/rust`);
    const { sha: blob } = await ask('GET R/contents/{path}', `${at}/contents/link`);
    await ask('GET R/git/blobs/{file_sha}', `${at}/git/blobs/${blob}`);
    const annotation = { path: 'rust/a.rs', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'm' };
    const output = { title: 't', summary: 's', annotations: [annotation] };
    const { id: run } = await ask('POST R/check-runs', `${at}/check-runs`, { name: 'n', head_sha: head, output });
    await ask('GET R/check-runs/{check_run_id}', `${at}/check-runs/${run}`);
    await ask('PATCH R/check-runs/{check_run_id}', `${at}/check-runs/${run}`, { conclusion: 'success' });
    await ask('GET R/check-runs/{check_run_id}/annotations', `${at}/check-runs/${run}/annotations`);
    const { check_runs: runs } = await ask('GET R/commits/{ref}/check-runs', `${at}/commits/${head}/check-runs`);
    const [{ check_suite: suite }] = runs as [{ check_suite: { id: number } }];
    await ask('GET R/check-suites/{check_suite_id}/check-runs', `${at}/check-suites/${suite.id}/check-runs`);
    const comments = `${at}/issues/${number}/comments`;
    const { id: comment } = await ask('POST R/issues/{issue_number}/comments', comments, { body: 'hello' });
    await ask('GET R/issues/{issue_number}/comments', comments);
    const own = `${at}/issues/comments/${comment}`;
    await ask('GET R/issues/comments/{comment_id}', own);
    await ask('PATCH R/issues/comments/{comment_id}', own, { body: 'again' });
    await ask('POST R/issues/comments/{comment_id}/reactions', `${own}/reactions`, { content: 'eyes' });
    await ask('DELETE R/issues/comments/{comment_id}', own);
    expect(hub.violations).toEqual([]);
  },
  SLOW,
);

test(
  'every webhook has the form that GitHub describes',
  async () => {
    const head = repo.commit({ files: { 'rust/a.rs': 'unsafe fn a() {}\n' } });
    const next = repo.commit({ parents: [head], files: { b: '1' } });
    const { number } = repo.openPullRequest({ head });
    repo.push(number, next);
    repo.draft(number);
    repo.ready(number);
    repo.label(number, 'rust');
    repo.unlabel(number, 'rust');
    repo.edit(number, { title: 'new' });
    repo.branch('next', repo.tip());
    repo.setBase(number, 'next');
    repo.close(number);
    repo.reopen(number);
    const { id } = repo.comment(number, 'maria', '/audit');
    repo.editComment(id, '/audit full');
    repo.deleteComment(id);
    const actions = [{ label: 'Again', description: 'Once more', identifier: 'again' }];
    const body = { name: 'n', head_sha: next, actions };
    const { id: run } = await ask('POST R/check-runs', '/repos/linux/kernel/check-runs', body);
    const done = { conclusion: 'success', actions };
    await ask('PATCH R/check-runs/{check_run_id}', `/repos/linux/kernel/check-runs/${run}`, done);
    repo.rerequest(Number(run));
    repo.rerequestSuite(next);
    repo.press(Number(run), 'again', 'maria');
    const { group } = repo.enqueue(number);
    repo.destroyMergeGroup(group);
    repo.merge(number);
    for (const action of ['created', 'suspend', 'unsuspend', 'new_permissions_accepted', 'deleted'])
      hub.installation(action);
    hub.remove(repo);
    hub.install(repo);
    const seen = new Set(hub.outbox.map(({ name, action }) => `${name}.${action}`));
    expect(seen.size).toBe(29);
    for (const { name, action, payload } of hub.outbox) {
      // of the events of an App one list in the description does not know the merge queue's
      const problems = webhookProblems(name, action, payload).filter((problem) => !/app\/events\/\d/.test(problem));
      expect([name, action, problems]).toEqual([name, action, []]);
    }
  },
  SLOW,
);
