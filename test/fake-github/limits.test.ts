/** GitHub's limits, each at its edge. */
import { afterEach, expect, test } from '@jest/globals';
import {
  type FakeGitHub,
  type FakeRepository,
  type HubOptions,
  mentionsOf,
  startFakeGitHub,
} from '../support/fake-github/index.ts';
import { octokitOf } from '../support/fake-github/octokit.ts';

let hub: FakeGitHub;
let repo: FakeRepository;
afterEach(() => hub.close());

async function start(options: HubOptions = {}): Promise<void> {
  hub = await startFakeGitHub(options);
  repo = hub.repository('linux/kernel');
  repo.commit({ files: { 'a.rs': 'fn a() {}\n' } });
}

async function ask(method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(`${hub.url}/repos/linux/kernel/${path}`, {
    method,
    headers: { authorization: `token ${hub.token()}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') && text !== '';
  return { status: answer.status, text, data: isJson ? JSON.parse(text) : null, link: answer.headers.get('link') };
}

const annotation = { path: 'a.rs', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'm' };
const button = { label: 'l'.repeat(20), description: 'd'.repeat(40), identifier: 'i'.repeat(20) };

/** Fields of a check run: those at the limit are taken, those beyond are not. */
const RUNS: readonly (readonly [what: string, isTaken: boolean, fields: object])[] = [
  ['50 annotations', true, { output: { title: 't', summary: 's', annotations: Array(50).fill(annotation) } }],
  ['51 annotations', false, { output: { title: 't', summary: 's', annotations: Array(51).fill(annotation) } }],
  ['a long summary', true, { output: { title: 't', summary: 's'.repeat(65_535) } }],
  ['a longer summary', false, { output: { title: 't', summary: 's'.repeat(65_536) } }],
  ['a summary of many bytes', false, { output: { title: 't', summary: 'ß'.repeat(40_000) } }],
  ['a longer text', false, { output: { title: 't', summary: 's', text: 't'.repeat(65_536) } }],
  ['3 buttons', true, { actions: [button, button, button] }],
  ['4 buttons', false, { actions: [button, button, button, button] }],
  ['a long label', false, { actions: [{ ...button, label: 'l'.repeat(21) }] }],
  ['a long description', false, { actions: [{ ...button, description: 'd'.repeat(41) }] }],
  ['a long identifier', false, { actions: [{ ...button, identifier: 'i'.repeat(21) }] }],
  ['completed without a conclusion', false, { status: 'completed' }],
  ['a conclusion of GitHub itself', false, { status: 'completed', conclusion: 'stale' }],
  ['a conclusion that does not exist', false, { conclusion: 'passed' }],
  ['a status of Actions', false, { status: 'waiting' }],
  ['a commit that does not exist', false, { head_sha: '1'.repeat(40) }],
  ...(
    [
      ['columns of one line', true, { start_column: 2, end_column: 4 }],
      ['columns of several lines', false, { end_line: 2, start_column: 2, end_column: 4 }],
      ['lines in the wrong order', false, { start_line: 3, end_line: 2 }],
      ['a message of 64 KB', true, { message: 'm'.repeat(65_536) }],
      ['a longer message', false, { message: 'm'.repeat(65_537) }],
      ['longer details', false, { raw_details: 'm'.repeat(65_537) }],
      ['a title of 255 characters', true, { title: 't'.repeat(255) }],
      ['a longer title', false, { title: 't'.repeat(256) }],
      ['an unknown level', false, { annotation_level: 'error' }],
    ] as const
  ).map(
    ([what, isTaken, more]) =>
      [what, isTaken, { output: { title: 't', summary: 's', annotations: [{ ...annotation, ...more }] } }] as const,
  ),
];

test.each(RUNS)('a check run with %s: %p', async (_, isTaken, fields) => {
  await start();
  const { status } = await ask('POST', 'check-runs', { name: 'n', head_sha: repo.tip(), ...fields });
  expect(status).toBe(isTaken ? 201 : 422);
  expect([repo.runs().length, hub.violations.length]).toEqual(isTaken ? [1, 0] : [0, 1]);
});

test('a change of a run appends annotations, and only its App may change it', async () => {
  await start();
  const output = { title: 't', summary: 's', annotations: Array(50).fill(annotation) };
  const { data } = await ask('POST', 'check-runs', { name: 'n', head_sha: repo.tip(), output });
  const changed = await ask('PATCH', `check-runs/${data.id}`, { output });
  expect(changed.data.output.annotations_count).toBe(100);
  const { id } = repo.foreignRun(repo.tip(), 'n');
  expect((await ask('PATCH', `check-runs/${id}`, { output })).status).toBe(403);
});

test('`latest` may not show a run that has not ended', async () => {
  await start();
  const head = repo.tip();
  const { data: old } = await ask('POST', 'check-runs', { name: 'n', head_sha: head, conclusion: 'success' });
  const { data: fresh } = await ask('POST', 'check-runs', { name: 'n', head_sha: head, status: 'in_progress' });
  repo.foreignRun(head, 'n');
  const idsOf = async (query: string) => {
    const { data } = await ask('GET', `commits/${head}/check-runs?app_id=${hub.appId}&${query}`);
    return data.check_runs.map(({ id }: { id: number }) => id);
  };
  expect(await idsOf('filter=latest')).toEqual([old.id]);
  expect(await idsOf('filter=all')).toEqual([fresh.id, old.id]);
});

test('of the runs of a name the oldest are forgotten', async () => {
  await start({ limits: { sameNameRuns: 3 } });
  const make = async () => (await ask('POST', 'check-runs', { name: 'n', head_sha: repo.tip() })).data.id;
  const ids = [await make(), await make(), await make(), await make()];
  expect(repo.runs().map(({ id }) => id)).toEqual(ids.slice(1));
});

test('a comment has at most 65,536 characters', async () => {
  await start();
  const { number } = repo.openPullRequest({ head: repo.commit({ files: { b: '1' } }) });
  const say = async (body: string) => (await ask('POST', `issues/${number}/comments`, { body })).status;
  expect(await say('c'.repeat(65_536))).toBe(201);
  expect(await say('c'.repeat(65_537))).toBe(422);
});

test('whom a comment calls up is noted: names outside of code', async () => {
  await start();
  const { number } = repo.openPullRequest({ head: repo.commit({ files: { b: '1' } }) });
  await ask('POST', `issues/${number}/comments`, { body: 'Thanks &#64;maria, `@tom`, a@b.org' });
  repo.comment(number, 'tom', '@ada');
  expect(hub.mentions.map(({ login }) => login)).toEqual(['maria']);
  expect(mentionsOf('<details>\n@one <code>@two</code> <!-- @three --> &commat;four\n</details>')).toEqual([
    'one',
    'four',
  ]);
  expect(mentionsOf('```\n@one\n```\n\n    @two\n\n@org/team @\u200bthree [@five](x) x@six')).toEqual(['org/team']);
});

test('a pull request lists 3000 files and 250 commits, and patches for the first of a page', async () => {
  await start({ limits: { pullFiles: 105, pullCommits: 3, patchesAPage: 70 } });
  const base = repo.tip();
  const files = Object.fromEntries(Array.from({ length: 110 }, (_, index) => [`f${index}`, `${index}\n`]));
  let head = repo.commit({ parents: [base], files, message: 'first' });
  for (let count = 0; count < 4; count++) head = repo.commit({ parents: [head], files: { g: `${count}` } });
  const { number } = repo.openPullRequest({ head });
  const octokit = octokitOf(hub);
  const pull = { owner: 'linux', repo: 'kernel', pull_number: number };
  const place = { ...pull, per_page: 100 };
  const listed = await octokit.paginate(octokit.rest.pulls.listFiles, place);
  expect(listed.length).toBe(105);
  expect(listed.filter(({ patch }) => patch !== undefined).length).toBe(75);
  const commits = await octokit.paginate(octokit.rest.pulls.listCommits, place);
  expect([commits.length, commits[0]?.commit.message]).toEqual([3, 'first']);
  const { data } = await octokit.rest.pulls.get(pull);
  expect([data.changed_files, data.commits]).toEqual([111, 5]);
});

test('large and binary files come without a patch', async () => {
  await start({ limits: { patchBytes: 50 } });
  const files = { large: 'line\n'.repeat(20), binary: new Uint8Array([1, 0, 2]), small: 's\n' };
  const { number } = repo.openPullRequest({ head: repo.commit({ files }) });
  const { data } = await ask('GET', `pulls/${number}/files`);
  const shown = data.map((file: { filename: string; patch?: string }) => [file.filename, file.patch !== undefined]);
  expect(shown).toEqual([
    ['binary', false],
    ['large', false],
    ['small', true],
  ]);
});

test('the files of a commit come in pages up to a limit, a comparison ends at 300', async () => {
  await start({ limits: { commitFilesAPage: 4, commitFiles: 10, compareFiles: 5 } });
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`f${index}`, `${index}\n`]));
  const head = repo.commit({ files });
  const first = await ask('GET', `commits/${head}`);
  expect([first.data.files.length, first.data.stats.additions]).toEqual([4, 12]);
  expect(first.link).toContain('page=3>; rel="last"');
  expect((await ask('GET', `commits/${head}?page=3`)).data.files.length).toBe(2);
  const compared = await ask('GET', `compare/main...${head}`);
  expect([compared.data.files.length, compared.data.merge_base_commit.sha]).toEqual([5, repo.tip()]);
  const diff = { accept: 'application/vnd.github.v3.diff' };
  const refused = await ask('GET', `compare/main...${head}`, undefined, diff);
  expect([refused.status, refused.data.errors[0].code]).toEqual([406, 'too_large']);
  const small = repo.commit({ files: { 'a.rs': 'fn b() {}\n' } });
  expect((await ask('GET', `commits/${small}`, undefined, diff)).text).toContain('\n-fn a() {}\n+fn b() {}\n');
});

test('what has nothing in common cannot be compared', async () => {
  await start();
  const head = repo.commit({ parents: [], files: { b: '1' } });
  const { status, data } = await ask('GET', `compare/main...${head}`);
  expect([status, data.message]).toEqual([404, `No common ancestor between main and ${head}.`]);
});

test('a tree is cut at a number of entries and of bytes, and says so', async () => {
  await start({ limits: { treeEntries: 3, treeBytes: 2000 } });
  const head = repo.commit({ files: { 'x/1': '1', 'x/2': '2', 'x/y/3': '3', [`long/${'n'.repeat(1900)}`]: '' } });
  const whole = await ask('GET', `git/trees/${head}?recursive=1`);
  expect(whole.data.truncated).toBe(true);
  const part = await ask('GET', `git/trees/${head}%3Ax%2Fy?recursive=1`);
  expect([part.data.truncated, part.data.tree.map(({ path }: { path: string }) => path)]).toEqual([false, ['3']]);
  expect((await ask('GET', `git/trees/${head}:long`)).data.truncated).toBe(true);
  expect((await ask('GET', `git/trees/${head}:nothing`)).status).toBe(404);
});

test('a file beyond a megabyte comes raw or as a blob', async () => {
  await start({ limits: { contents: 10 } });
  const text = 'longer than that\n';
  const head = repo.commit({ files: { 'x/large': text } });
  const { data } = await ask('GET', `contents/x/large?ref=${head}`);
  expect([data.encoding, data.content]).toEqual(['none', '']);
  const raw = { accept: 'application/vnd.github.raw+json' };
  expect((await ask('GET', `contents/x/large?ref=${head}`, undefined, raw)).text).toBe(text);
  expect((await ask('GET', `git/blobs/${data.sha}`, undefined, raw)).text).toBe(text);
  const blob = await ask('GET', `git/blobs/${data.sha}`);
  expect(Buffer.from(blob.data.content, 'base64').toString()).toBe(text);
});

test('the commits of a fork are read in the repository itself, and no pull request is named for them', async () => {
  await start();
  const fork = repo.fork('alice');
  const head = fork.commit({ files: { b: '1' } });
  const { number } = repo.openPullRequest({ head, from: fork });
  expect((await ask('GET', `contents/b?ref=${head}`)).status).toBe(200);
  expect((await ask('GET', `commits/${head}/pulls`)).data).toEqual([]);
  const { data } = await ask('POST', 'check-runs', { name: 'n', head_sha: head });
  expect(data.pull_requests).toEqual([]);
  expect(hub.outbox.filter(({ name }) => name === 'check_suite')).toEqual([]);
  expect((await ask('GET', `pulls/${number}`)).data.head.repo.full_name).toBe('alice/kernel');
});
