/** The forge against a GitHub that has real objects, GitHub's limits, and trouble on demand. */
import { join } from 'node:path';
import { ProbotOctokit } from 'probot';
import { type Forge, ForgeError, type RepositoryRef } from '../../../src/app/ports/forge.ts';
import { openRepository } from '../../../src/git/repository.ts';
import type { OctokitLike } from '../../../src/github/client/attempt.ts';
import { type Client, makeClient } from '../../../src/github/client/client.ts';
import { makePacing } from '../../../src/github/client/rate-limit.ts';
import { makeForge } from '../../../src/github/forge/github-forge.ts';
import { redeliverFailed } from '../../../src/github/operate/redeliver.ts';
import { good, removeScratch, scratchFolder } from '../../git/scratch.ts';
import {
  type FakeGitHub,
  type FakeRepository,
  type HubOptions,
  startFakeGitHub,
  TEST_KEY,
} from '../../support/fake-github/index.ts';
import { stillClock } from '../client-support.ts';

let hub: FakeGitHub;
let renewals = 0;

afterEach(async () => {
  expect(hub.violations).toEqual([]);
  await hub.close();
  removeScratch();
});

const PLAIN = { throttle: { enabled: false }, retry: { enabled: false } };
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface Scene {
  readonly repo: FakeRepository;
  readonly client: Client;
  readonly app: Client;
  readonly forge: Forge;
}

/** The App with a token for one repository, as it works. */
async function scene(options: HubOptions = {}, patience = 10_000): Promise<Scene> {
  hub = await startFakeGitHub(options);
  renewals = 0;
  const repo = hub.repository('linux/kernel');
  repo.commit({ files: { 'rust/kernel/lib.rs': '//! Kernel\n', Makefile: 'all:\n' } });
  const base = { baseUrl: hub.url, log: SILENT, ...PLAIN };
  const asApp = new ProbotOctokit({ auth: { appId: hub.appId, privateKey: TEST_KEY }, ...base });
  const renew = async (): Promise<OctokitLike> => {
    renewals++;
    const token = await asApp.auth({
      type: 'installation',
      installationId: hub.installationId,
      repositoryIds: [repo.id],
      refresh: true,
    });
    return new ProbotOctokit({ auth: { token: (token as { token: string }).token }, ...base });
  };
  const clock = stillClock();
  const common = { clock, patience, random: () => 0 };
  const client = makeClient(null, { ...common, pacing: makePacing(clock), renew });
  const app = makeClient(asApp, { ...common, pacing: makePacing(clock) });
  const repository: RepositoryRef = { owner: 'linux', name: 'kernel', id: repo.id, installation: hub.installationId };
  const slug = hub.botLogin.replace('[bot]', '');
  return { repo, client, app, forge: makeForge(client, repository, { id: hub.appId, slug }) };
}

async function errorOf(work: Promise<unknown>): Promise<ForgeError> {
  const error = await work.then(
    () => new Error('it went well'),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(ForgeError);
  return error as ForgeError;
}

const RUN = {
  name: 'audit',
  externalId: 'a1:1',
  conclusion: null,
  output: { title: 'Looking', summary: 'at it', text: null, annotations: [] },
  actions: [],
};

test('a pull request from a fork: files, commits, texts of both sides', async () => {
  const { repo, forge } = await scene();
  const base = repo.tip();
  const fork = repo.fork('eve');
  const first = fork.commit({ files: { 'rust/a.rs': '// a\n' }, message: 'rust: a\n\nbody' });
  const head = fork.commit({
    parents: [first],
    files: { 'rust/kernel/lib.rs': null, 'rust/kernel/main.rs': '//! Kernel\n', 'rust/a.rs': '// b\n' },
    message: 'rust: b',
  });
  repo.branch('main', repo.commit({ files: { README: 'it went on\n' } }));
  const { number } = repo.openPullRequest({ head, from: fork, author: 'eve', labels: ['rust'] });
  const pull = await forge.pullRequest(number);
  expect(pull).toMatchObject({ number, head, author: 'eve', isOpen: true, isMerged: false, labels: ['rust'] });
  expect(pull).toMatchObject({ baseBranch: 'main', changedFiles: 2, commits: 2 });
  expect(await forge.mergeBase(pull.base, pull.head)).toBe(base);
  expect(await forge.pullRequestsOf(head)).toEqual([number]);
  expect(await forge.openPullRequests(5)).toEqual([{ number, head, baseBranch: 'main', author: 'eve' }]);
  const files = await forge.filesOf(pull);
  expect(files).toEqual({
    all: [
      { path: 'rust/a.rs', previousPath: null, change: 'add' },
      { path: 'rust/kernel/main.rs', previousPath: 'rust/kernel/lib.rs', change: 'rename' },
    ],
    cut: null,
  });
  expect((await forge.commitsOf(pull)).all).toEqual([
    { id: first, parents: [base], subject: 'rust: a' },
    { id: head, parents: [first], subject: 'rust: b' },
  ]);
  expect((await forge.filesOfCommit(first)).all).toEqual([{ path: 'rust/a.rs', previousPath: null, change: 'add' }]);
  const wanted = [first, head, base].map((revision) => ({ revision, path: 'rust/a.rs' }));
  expect(await forge.readAt(wanted)).toEqual([
    { kind: 'text', text: '// a\n' },
    { kind: 'text', text: '// b\n' },
    { kind: 'absent' },
  ]);
});

test.each<[string, HubOptions]>([
  ['as it is', {}],
  ['that cuts trees', { limits: { treeEntries: 8 } }],
  ['that cuts texts', { limits: { graphqlText: 5 } }],
])('a tree of a GitHub %s is what git has', async (_, options) => {
  const { repo, forge } = await scene(options);
  const head = repo.commit({
    files: {
      'rust/helpers/a.c': 'int a;\n',
      'rust/kernel/sync/lock.rs': '// lock\n'.repeat(50),
      'rust/latin.rs': Buffer.from([0x2f, 0x2f, 0xe4, 0x0a]),
      'rust/bom.rs': '\ufeff// mark\n',
      'rust/zero.rs': 'a\0b\n',
      'rust/link.rs': { mode: '120000', text: 'bom.rs' },
      'drivers/a/b/c.rs': '// c\n',
      'drivers/a/run.rs': { mode: '100755', text: '// run\n' },
      'drivers/x.rs/y.rs': '// y\n',
      'vendor.rs': { mode: '160000', text: '1'.repeat(40) },
    },
  });
  const folder = join(scratchFolder(), 'repo.git');
  repo.exportTo(folder);
  const ours = good(await openRepository(folder)).tree(head);
  const theirs = forge.tree(head);
  const paths = [
    'rust/link.rs',
    'rust/latin.rs',
    'rust/bom.rs',
    'rust/zero.rs',
    'drivers',
    'no.rs',
    'drivers/a/run.rs',
  ];
  expect(await theirs.read(paths)).toEqual(await ours.read(paths));
  for (const [suffix, below] of [['.rs', 'rust'], ['.c', 'rust'], ['.rs'], ['.rs', 'drivers/x.rs']] as const)
    expect([suffix, below, await theirs.find(suffix, below)]).toEqual([suffix, below, await ours.find(suffix, below)]);
  const all = good(await theirs.find('.rs'));
  expect(await theirs.read([...all.files, ...all.others])).toEqual(await ours.read([...all.files, ...all.others]));
});

describe('more than GitHub lists', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`docs/${i % 40}/${i}.txt`, `${i}\n`]));

  test('three thousand files: all of them, since Rust code may include any', async () => {
    const { repo, forge } = await scene();
    const head = repo.commit({ files: { ...many(3001), 'rust/new.rs': '// new\n', 'rust/helpers/x.c': 'int x;\n' } });
    const { number } = repo.openPullRequest({ head });
    const pull = await forge.pullRequest(number);
    expect(pull.changedFiles).toBe(3003);
    const files = await forge.filesOf(pull);
    expect(files.cut).toBeNull();
    const all = [...Object.keys(many(3001)), 'rust/helpers/x.c', 'rust/new.rs'].sort();
    expect(files.all.map(({ path }) => path)).toEqual(all);
    expect(hub.count('GET /repos/{}/{}/pulls/{}/files')).toBe(0);
    expect((await forge.filesOfCommit(head)).all.map(({ path }) => path)).toEqual(all);
  });

  test('a list that ends early is noticed', async () => {
    const { repo, forge } = await scene({ limits: { pullFiles: 20 } });
    const head = repo.commit({ files: { ...many(30), 'rust/new.rs': '// new\n' } });
    const { number } = repo.openPullRequest({ head });
    const files = await forge.filesOf(await forge.pullRequest(number));
    expect(files.cut).toBeNull();
    expect(files.all).toHaveLength(31);
    expect(files.all).toContainEqual({ path: 'rust/new.rs', previousPath: null, change: 'add' });
  });

  test('two hundred and fifty commits', async () => {
    const { repo, forge } = await scene();
    const ids: string[] = [repo.tip()];
    for (let index = 0; index < 260; index++)
      ids.push(
        repo.commit({ parents: [ids.at(-1) ?? ''], files: { 'rust/a.rs': `// ${index}\n` }, message: `${index}` }),
      );
    const { number } = repo.openPullRequest({ head: ids.at(-1) ?? '' });
    const listed = await forge.commitsOf(await forge.pullRequest(number));
    expect(listed.cut).toBeNull();
    expect(listed.all.map(({ id }) => id)).toEqual(ids.slice(1));
  });

  test('a merge group: three hundred files', async () => {
    const { repo, forge } = await scene();
    const head = repo.commit({ files: { ...many(310), 'rust/new.rs': '// new\n' } });
    const { number } = repo.openPullRequest({ head });
    const { group } = repo.enqueue(number);
    const between = await forge.filesBetween(group.base, group.head);
    expect(between.all.map(({ path }) => path)).toEqual([...Object.keys(many(310)), 'rust/new.rs'].sort());
  });
});

describe('check runs', () => {
  test('from the beginning to the end', async () => {
    const { repo, forge } = await scene();
    const head = repo.commit({ files: { 'rust/a.rs': '// a\n' } });
    repo.foreignRun(head, 'audit');
    const first = await forge.createRun({ ...RUN, head });
    const second = await forge.createRun({ ...RUN, head, externalId: 'a1:2' });
    expect((await forge.runsOn(head, 'audit')).map(({ id }) => id)).toEqual([second.id, first.id]);
    const annotation = {
      path: 'rust/a.rs',
      startLine: 1,
      endLine: 1,
      startColumn: 2,
      title: 'T',
      message: 'M',
      details: null,
    };
    const output = { title: 'T', summary: 'S', text: 'X', annotations: [{ ...annotation, level: 'warning' as const }] };
    await forge.changeRun(first.id, { conclusion: null, output, actions: [] });
    expect(await forge.runOf(first.id)).toMatchObject({ conclusion: null, annotations: 1 });
    const actions = [{ label: 'Again', description: 'Looks again', identifier: 'again' }];
    await forge.changeRun(first.id, { conclusion: 'failure', output, actions });
    expect(await forge.runOf(first.id)).toMatchObject({ conclusion: 'failure', annotations: 2, externalId: 'a1:1' });
    const suite = repo.runs(head)[0]?.suite.id ?? 0;
    expect((await forge.runsOfSuite(suite)).length).toBe(2);
    expect(await forge.runOf(987_654_321)).toBeNull();
  });

  test.each(['502-after-commit', 'reset-after-commit'] as const)(
    '%s: it is there, once, and is found',
    async (kind) => {
      const { repo, forge } = await scene();
      hub.fail({ route: 'POST /repos/{}/{}/check-runs', kind });
      expect((await errorOf(forge.createRun({ ...RUN, head: repo.tip() }))).trouble).toBe('unclear');
      expect(hub.count('POST /repos/{}/{}/check-runs')).toBe(1);
      expect((await forge.runsOn(repo.tip(), 'audit')).map(({ externalId }) => externalId)).toEqual(['a1:1']);
    },
  );

  test.each(['502', 'reset', 'timeout'] as const)('%s: it is not there, and nobody can know', async (kind) => {
    const { repo, forge } = await scene({}, kind === 'timeout' ? 700 : 10_000);
    hub.fail({ route: 'POST /repos/{}/{}/check-runs', kind });
    expect((await errorOf(forge.createRun({ ...RUN, head: repo.tip() }))).trouble).toBe('unclear');
    expect(hub.count('POST /repos/{}/{}/check-runs')).toBe(1);
    expect(await forge.runsOn(repo.tip(), 'audit')).toEqual([]);
  });
});

test('comments: the own one is found again, a forged one is not', async () => {
  const { repo, forge } = await scene();
  const { number } = repo.openPullRequest({ head: repo.commit({ files: { 'rust/a.rs': '// a\n' } }) });
  repo.comment(number, 'eve', '<!-- marker --> mine');
  const made = await forge.comment(number, '<!-- marker --> first');
  await forge.comment(number, 'something else');
  await forge.editComment(made.id, '<!-- marker --> second');
  expect(await forge.commentsOf(number, '<!-- marker -->')).toEqual([{ id: made.id, body: '<!-- marker --> second' }]);
  const { id } = repo.comment(number, 'ada', '/audit');
  await forge.react(id, 'eyes');
  expect(
    repo
      .comments(number)
      .at(-1)
      ?.reactions.map(({ content }) => content),
  ).toEqual(['eyes']);
});

test('what people may do', async () => {
  const { repo, forge } = await scene();
  for (const role of ['read', 'triage', 'write', 'maintain', 'admin'] as const) {
    repo.setRole('ada', role);
    expect(await forge.roleOf('ada')).toBe(role);
  }
  expect(['none', 'read']).toContain(await forge.roleOf('stranger'));
});

describe('trouble', () => {
  const PULL = 'GET /repos/{}/{}/pulls/{}';

  async function withPull(options: HubOptions = {}, patience = 10_000) {
    const all = await scene(options, patience);
    const head = all.repo.commit({ files: { 'rust/a.rs': '// a\n' } });
    return { ...all, head, ...all.repo.openPullRequest({ head }) };
  }

  test.each(['502', 'reset', 'timeout'] as const)('a read survives two of %s', async (kind) => {
    const { forge, number } = await withPull({}, kind === 'timeout' ? 700 : 10_000);
    hub.fail({ route: PULL, kind, times: 2 });
    expect((await forge.pullRequest(number)).number).toBe(number);
    expect(hub.count(PULL)).toBe(3);
  });

  test('texts survive it too', async () => {
    const { forge, head } = await withPull();
    hub.fail({ route: 'POST /graphql', kind: '502', times: 2 });
    expect(await forge.readAt([{ revision: head, path: 'rust/a.rs' }])).toEqual([{ kind: 'text', text: '// a\n' }]);
  });

  test('limits are told with their end', async () => {
    const { forge, number, client } = await withPull();
    const now = client.clock.now();
    hub.fail({ route: PULL, kind: 'secondary-limit', retryAfter: 90 });
    const secondary = await errorOf(forge.pullRequest(number));
    expect([secondary.trouble, secondary.at]).toEqual(['later', now + 90_000]);
    expect((await errorOf(forge.comment(number, 'x'))).at).toBe(now + 90_000);
    expect(hub.count('POST /repos/{}/{}/issues/{}/comments')).toBe(0);
    await client.clock.sleep(90_000);
    hub.fail({ route: PULL, kind: 'primary-limit' });
    const primary = await errorOf(forge.pullRequest(number));
    expect(primary.trouble).toBe('later');
    expect(primary.at).toBeGreaterThanOrEqual(client.clock.now() + 60_000);
  });

  test('tokens that ran out are changed once for all', async () => {
    const { forge, number, head } = await withPull();
    await forge.pullRequest(number);
    hub.expireTokens();
    await Promise.all([forge.pullRequest(number), forge.filesOfCommit(head), forge.tree(head).list('.rs', 'rust')]);
    hub.expireTokens();
    await forge.comment(number, 'hello');
    expect(renewals).toBe(3);
    hub.fail({ route: PULL, kind: 'token-expired', times: 2 });
    expect((await errorOf(forge.pullRequest(number))).trouble).toBe('refused');
  });

  test('an App that is no longer there', async () => {
    const { forge, number, repo } = await withPull();
    await forge.pullRequest(number);
    hub.remove(repo);
    expect((await errorOf(forge.pullRequest(number))).trouble).toBe('gone');
    expect((await errorOf(forge.comment(number, 'x'))).trouble).toBe('gone');
    expect((await errorOf(forge.tree(repo.tip()).list('.rs'))).trouble).toBe('gone');
  });
});

test('lost deliveries are sent again: of a pull request the newest, and each comment', async () => {
  const { repo, app } = await scene();
  const before = repo.commit({ files: { 'rust/a.rs': '// a\n' } });
  const { number } = repo.openPullRequest({ head: before });
  repo.push(number, repo.commit({ parents: [before], files: { 'rust/a.rs': '// b\n' } }));
  repo.comment(number, 'ada', '/audit');
  repo.comment(number, 'ada', '/audit again');
  await hub.deliverAll({ isLost: () => true });
  const isHandled = (event: string) => ['pull_request', 'issue_comment'].includes(event);
  const swept = await redeliverFailed(app, { since: 0, isHandled });
  expect(swept).toMatchObject({ redelivered: 3, left: 0 });
  expect(hub.count('POST /app/hook/deliveries/{}/attempts')).toBe(3);
  expect(swept.mark).toBe(Math.max(...hub.deliveries.map(({ at }) => Math.floor(at / 1000) * 1000)));
});
