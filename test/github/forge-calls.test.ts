/** What the forge asks of GitHub, and what it makes of the answers. */

import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Forge, ForgeError, type PullRequest } from '../../src/app/ports/forge.ts';
import { makeForge } from '../../src/github/forge/github-forge.ts';
import type { Annotation } from '../../src/publish/published.ts';
import { commit, git, newRepository, removeScratch } from '../git/scratch.ts';
import { json, type Seen, START, type Talk, talk } from './client-support.ts';
import { GITHUBS_OWN, type Limits, objectsOverGit } from './objects-over-git.ts';

afterEach(removeScratch);

const REPOSITORY = { owner: 'o', name: 'r', id: 12, installation: 3 };
const APP = { id: 5, slug: 'kernel-rust-audit' };
const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];

/** Answers by the path of the address; a function gets the query. */
type Answers = Readonly<Record<string, unknown | ((query: URLSearchParams, seen: Seen) => unknown)>>;

function forgeOver(answers: Answers, folder?: string, limits: Limits = GITHUBS_OWN): { forge: Forge } & Talk {
  const objects = folder === undefined ? undefined : objectsOverGit(folder, limits);
  const over = talk(async (seen) => {
    const [path = '', query = ''] = seen.line.split('?');
    const answer = answers[path];
    const found = typeof answer === 'function' ? answer(new URLSearchParams(query), seen) : answer;
    if (found instanceof Response) return found.clone();
    if (found !== undefined) return json(found);
    return (await objects?.(seen)) ?? json({ message: `Not Found: ${path}` }, 404);
  });
  return { ...over, forge: makeForge(over.client, REPOSITORY, APP) };
}

/** A list in pages, with GitHub's header. */
function paged(all: readonly unknown[], wrap: (page: readonly unknown[]) => unknown = (page) => page) {
  return (query: URLSearchParams) => {
    const [size, page] = [Number(query.get('per_page') ?? 30), Number(query.get('page') ?? 1)];
    const link = `<https://elsewhere.example/?page=${page + 1}>; rel="next", <https://elsewhere.example/?page=9>; rel="last"`;
    return json(wrap(all.slice((page - 1) * size, page * size)), 200, page * size < all.length ? { link } : {});
  };
}

function pullRequest(parts: Partial<PullRequest> = {}): PullRequest {
  return {
    number: 7,
    title: 'rust: x',
    isOpen: true,
    isMerged: false,
    isDraft: false,
    head: B,
    base: A,
    baseBranch: 'rust-next',
    author: 'ada',
    labels: [],
    changedFiles: 1,
    commits: 1,
    ...parts,
  };
}

async function troubleOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason) => reason);
  return error instanceof ForgeError ? error.trouble : `no ForgeError: ${error}`;
}

describe('pull requests', () => {
  const raw = {
    number: 7,
    title: 'rust: x',
    state: 'closed',
    merged: true,
    draft: false,
    head: { sha: B, ref: 'topic' },
    base: { sha: A, ref: 'rust-next' },
    user: null,
    labels: [{ name: 'audit:skip' }],
    changed_files: 2,
    commits: 3,
  };

  test('one, and again by its ETag', async () => {
    const { forge, seen } = forgeOver({
      'GET /repos/o/r/pulls/7': (_: unknown, { headers }: Seen) =>
        headers.has('if-none-match') ? new Response(null, { status: 304 }) : json(raw, 200, { etag: '"x"' }),
    });
    const expected = pullRequest({
      isOpen: false,
      isMerged: true,
      author: 'ghost',
      labels: ['audit:skip'],
      changedFiles: 2,
      commits: 3,
    });
    expect(await forge.pullRequest(7)).toEqual(expected);
    expect(await forge.pullRequest(7)).toEqual(expected);
    expect(seen[1]?.headers.get('if-none-match')).toBe('"x"');
  });

  test('an answer without sense is trouble of GitHub, not a pull request', async () => {
    const { forge } = forgeOver({ 'GET /repos/o/r/pulls/7': { ...raw, head: { sha: 5 } } });
    expect(await troubleOf(forge.pullRequest(7))).toBe('later');
    expect(await troubleOf(forge.pullRequest(8))).toBe('gone');
  });

  test('those of a head: open, and with this head', async () => {
    const { forge, seen } = forgeOver({
      [`GET /repos/o/r/commits/${B}/pulls`]: [
        { number: 1, state: 'closed', head: { sha: B } },
        { number: 2, state: 'open', head: { sha: C } },
        { number: 3, state: 'open', head: { sha: B } },
      ],
    });
    expect(await forge.pullRequestsOf(B)).toEqual([3]);
    expect(seen.length).toBe(1);
  });

  test('a head of a fork, that GitHub does not find by its commit, is found among the open ones', async () => {
    const { forge } = forgeOver({
      [`GET /repos/o/r/commits/${B}/pulls`]: json({ message: 'No commit found for SHA' }, 422),
      'GET /repos/o/r/pulls': paged(
        [1, 2, 3].map((number) => ({ number, head: { sha: number === 2 ? B : C }, base: { ref: 'main' } })),
      ),
    });
    expect(await forge.pullRequestsOf(B)).toEqual([2]);
  });

  test('the open ones, no more than asked for', async () => {
    const all = Array.from({ length: 250 }, (_, index) => ({ number: index, head: { sha: B }, base: { ref: 'main' } }));
    const { forge, seen } = forgeOver({ 'GET /repos/o/r/pulls': paged(all) });
    expect((await forge.openPullRequests(120)).map(({ number }) => number)).toEqual(
      all.slice(0, 120).map((each) => each.number),
    );
    expect(seen.length).toBe(2);
    expect(seen[0]?.line).toContain('state=open&sort=updated&direction=desc');
  });

  test('the merge base, asked for once; without a common ancestor there is none', async () => {
    const { forge, seen } = forgeOver({
      [`GET /repos/o/r/compare/${A}...${B}`]: { merge_base_commit: { sha: C } },
      [`GET /repos/o/r/compare/${A}...${C}`]: json({ message: `No common ancestor between ${A} and ${C}.` }, 404),
    });
    expect([await forge.mergeBase(A, B), await forge.mergeBase(A, B)]).toEqual([C, C]);
    expect(seen.length).toBe(1);
    expect(await troubleOf(forge.mergeBase(A, C))).toBe('refused');
  });
});

const file = (filename: string, status = 'modified', previous_filename?: string) => ({
  filename,
  status,
  previous_filename,
});

describe('files', () => {
  test("GitHub's words for what happened", async () => {
    const { forge } = forgeOver({
      'GET /repos/o/r/pulls/7/files': [
        file('a.rs', 'added'),
        file('b.rs', 'removed'),
        file('c.rs', 'modified'),
        file('d.rs', 'renamed', 'old/d.rs'),
        file('e.rs', 'copied', 'old/e.rs'),
        file('../f\n%2f.rs', 'changed'),
        file('g.rs', 'unchanged'),
      ],
    });
    const listed = await forge.filesOf(pullRequest({ changedFiles: 7 }));
    expect(listed.cut).toBeNull();
    expect(listed.all.map(({ change, path, previousPath }) => [change, path, previousPath])).toEqual([
      ['add', 'a.rs', null],
      ['delete', 'b.rs', null],
      ['modify', 'c.rs', null],
      ['rename', 'd.rs', 'old/d.rs'],
      ['copy', 'e.rs', 'old/e.rs'],
      ['modify', '../f\n%2f.rs', null],
    ]);
  });

  test('all pages up to three thousand, a hundred at a time', async () => {
    const all = Array.from({ length: 3000 }, (_, index) => file(`${index}.rs`));
    const { forge, seen } = forgeOver({ 'GET /repos/o/r/pulls/7/files': paged(all) });
    const listed = await forge.filesOf(pullRequest({ changedFiles: 3000 }));
    expect([listed.all.length, listed.cut, seen.length]).toEqual([3000, null, 30]);
  });

  test('a full page without a word on further ones is followed by another', async () => {
    const all = Array.from({ length: 150 }, (_, index) => file(`${index}.rs`));
    const page = (query: URLSearchParams) =>
      all.slice((Number(query.get('page')) - 1) * 100, Number(query.get('page')) * 100);
    const { forge } = forgeOver({ 'GET /repos/o/r/pulls/7/files': page });
    expect((await forge.filesOf(pullRequest({ changedFiles: 150 }))).all.length).toBe(150);
  });

  const differing = () => {
    const folder = newRepository();
    const unchanged = { 'lib/same.rs': '// same\n', 'drivers/b/same.rs': '// same\n' };
    const base = commit(folder, 'base', {
      ...unchanged,
      'rust/kernel/lib.rs': '// 1\n',
      'rust/bindings/bindings_helper.h': '// 1\n',
      'rust/helpers/a.c': '// 1\n',
      'drivers/a/gone.rs': '// gone\n',
      'drivers/a/moved.rs': '// it moves\n',
      'drivers/a/a.c': '// 1\n',
      'top.rs': '// 1\n',
      'drivers/kind.rs': 'target',
    });
    rmSync(join(folder, 'drivers/kind.rs'));
    symlinkSync('target', join(folder, 'drivers/kind.rs'));
    git(folder, 'mv', 'drivers/a/moved.rs', 'drivers/moved.rs');
    git(folder, 'rm', '--quiet', 'drivers/a/gone.rs');
    const head = commit(folder, 'head', {
      'rust/kernel/lib.rs': '// 2\n',
      'rust/bindings/bindings_helper.h': '// 2\n',
      'rust/helpers/a.c': '// 2\n',
      'drivers/a/a.c': '// 2\n',
      'drivers/new/deep/new.rs': '// new\n',
      'top.rs': '// 2\n',
    });
    return { folder, base, head };
  };
  const DIFFERENCES = [
    ['modify', 'drivers/a/a.c', null],
    ['modify', 'rust/bindings/bindings_helper.h', null],
    ['modify', 'rust/helpers/a.c', null],
    ['modify', 'rust/kernel/lib.rs', null],
    ['add', 'drivers/new/deep/new.rs', null],
    ['delete', 'drivers/a/gone.rs', null],
    ['rename', 'drivers/moved.rs', 'drivers/a/moved.rs'],
    ['modify', 'top.rs', null],
    // what was a file is a link now
    ['modify', 'drivers/kind.rs', null],
  ].sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1));

  test.each<[string, number, Limits, unknown]>([
    ['more than GitHub lists', 3001, GITHUBS_OWN, undefined],
    ['more, and trees that are cut', 3001, { ...GITHUBS_OWN, treeEntries: 2 }, undefined],
    ['fewer listed than counted', 9, GITHUBS_OWN, [file('top.rs')]],
    ['a list that GitHub cannot make', 9, GITHUBS_OWN, json({ message: 'this diff is taking too long' }, 422)],
    ['a list that ends in 500', 9, GITHUBS_OWN, json({ message: 'Server Error' }, 500)],
  ])('%s: by the trees, whatever its name', async (_, changedFiles, limits, list) => {
    const { folder, base, head } = differing();
    const answers = {
      'GET /repos/o/r/pulls/7/files': list,
      [`GET /repos/o/r/compare/${C}...${head}`]: { merge_base_commit: { sha: base } },
    };
    const { forge, seen } = forgeOver(answers, folder, limits);
    const listed = await forge.filesOf(pullRequest({ changedFiles, base: C, head }));
    expect(listed.cut).toBeNull();
    expect(listed.all.map(({ change, path, previousPath }) => [change, path, previousPath])).toEqual(DIFFERENCES);
    // what is the same on both sides is not looked into
    const same = git(folder, 'rev-parse', `${head}:lib`);
    expect(seen.filter(({ line }) => line.includes(same))).toEqual([]);
  });

  test('where the trees cannot be had either, it is said what is missing', async () => {
    const { forge } = forgeOver({ 'GET /repos/o/r/pulls/7/files': [file('top.rs'), file('b.rs')] });
    const listed = await forge.filesOf(pullRequest({ changedFiles: 9 }));
    expect(listed.all.map(({ path }) => path)).toEqual(['top.rs', 'b.rs']);
    expect(listed.cut).toContain('GitHub listed 2 of 9 files of this pull request');
  });

  test('a limit is no reason to look elsewhere', async () => {
    const { forge, seen } = forgeOver({ 'GET /repos/o/r/pulls/7/files': json({}, 429) });
    expect(await troubleOf(forge.filesOf(pullRequest()))).toBe('later');
    expect(seen.length).toBe(1);
  });

  test('of a commit, in pages; from three thousand on by the trees', async () => {
    const { folder, base, head } = differing();
    const route = (files: readonly unknown[]) => ({
      [`GET /repos/o/r/commits/${head}`]: paged(files, (page) => ({
        parents: [{ sha: base }, { sha: C }],
        files: page,
      })),
    });
    const few = forgeOver(route(Array.from({ length: 250 }, (_, index) => file(`${index}.rs`))), folder);
    const listed = await few.forge.filesOfCommit(head);
    expect([listed.all.length, listed.cut, few.seen.length]).toEqual([250, null, 3]);
    const many = forgeOver(route(Array.from({ length: 3000 }, (_, index) => file(`${index}.rs`))), folder);
    expect((await many.forge.filesOfCommit(head)).all.length).toBe(DIFFERENCES.length);
  });

  test('between two commits: by the comparison, from three hundred on by the trees', async () => {
    const { folder, base, head } = differing();
    const route = (count: number) => ({
      [`GET /repos/o/r/compare/${base}...${head}`]: {
        files: Array.from({ length: count }, (_, index) => file(`${index}.rs`)),
      },
    });
    expect((await forgeOver(route(299), folder).forge.filesBetween(base, head)).all.length).toBe(299);
    expect((await forgeOver(route(300), folder).forge.filesBetween(base, head)).all.length).toBe(DIFFERENCES.length);
  });
});

describe('commits', () => {
  const idOf = (index: number) => index.toString(16).padStart(40, '0');
  const commits = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      sha: index === count - 1 ? B : idOf(index + 1),
      parents: [{ sha: idOf(index) }],
      commit: { message: `subject ${index}\n\nbody` },
    }));

  test('up to 250 as the pull request lists them', async () => {
    const { forge, seen } = forgeOver({ 'GET /repos/o/r/pulls/7/commits': paged(commits(250)) });
    const listed = await forge.commitsOf(pullRequest({ commits: 250 }));
    expect([listed.all.length, listed.cut, seen.length]).toEqual([250, null, 3]);
    expect(listed.all[0]).toEqual({ id: idOf(1), parents: [idOf(0)], subject: 'subject 0' });
    expect(listed.all.at(-1)?.id).toBe(B);
  });

  const compared = (count: number) => ({
    [`GET /repos/o/r/compare/${A}...${B}`]: paged(commits(count), (page) => ({ commits: page })),
  });

  test('more by the comparison, in pages', async () => {
    const { forge } = forgeOver(compared(700));
    const listed = await forge.commitsOf(pullRequest({ commits: 700 }));
    expect([listed.all.length, listed.cut]).toEqual([700, null]);
  });

  test('when somebody pushed meanwhile, those of the head that is looked at', async () => {
    const others = commits(3).map((each) => ({ ...each, sha: each.sha === B ? C : each.sha }));
    const { forge } = forgeOver({ 'GET /repos/o/r/pulls/7/commits': others, ...compared(3) });
    expect((await forge.commitsOf(pullRequest({ commits: 3 }))).all.at(-1)?.id).toBe(B);
  });

  test('what is beyond all measure is cut, and said', async () => {
    const { forge } = forgeOver(compared(2500));
    const listed = await forge.commitsOf(pullRequest({ commits: 2500 }));
    expect(listed.all.length).toBe(2000);
    expect(listed.cut).toContain('2000 of 2500 commits');
  });
});

describe('check runs', () => {
  const run = (id: number, parts: object = {}) => ({
    id,
    name: 'audit',
    head_sha: B,
    external_id: `a1:${id}`,
    status: 'completed',
    conclusion: 'success',
    app: { id: 5 },
    output: { annotations_count: id },
    ...parts,
  });

  test('all of this App on a commit, the newest first', async () => {
    const runs = [
      ...Array.from({ length: 150 }, (_, index) => run(index + 1)),
      run(900, { app: { id: 6 } }),
      run(901, { app: null }),
      run(902, { name: 'other' }),
      run(903, { status: 'in_progress', conclusion: null, external_id: null, output: {} }),
      run(904, { conclusion: 'stale' }),
    ];
    const wrap = (page: readonly unknown[]) => ({ total_count: runs.length, check_runs: page });
    const { forge, seen } = forgeOver({ [`GET /repos/o/r/commits/${B}/check-runs`]: paged(runs, wrap) });
    const found = await forge.runsOn(B, 'audit');
    expect(found.map(({ id }) => id)).toEqual([904, 903, ...Array.from({ length: 150 }, (_, index) => 150 - index)]);
    expect(found.slice(0, 3)).toEqual([
      { id: 904, name: 'audit', head: B, externalId: 'a1:904', conclusion: 'cancelled', annotations: 904 },
      { id: 903, name: 'audit', head: B, externalId: '', conclusion: null, annotations: 0 },
      { id: 150, name: 'audit', head: B, externalId: 'a1:150', conclusion: 'success', annotations: 150 },
    ]);
    expect(seen[0]?.line).toContain('check_name=audit&app_id=5&filter=all');
  });

  test('of a suite, and one by its number; none that is not ours', async () => {
    const { forge } = forgeOver({
      'GET /repos/o/r/check-suites/3/check-runs': { check_runs: [run(1), run(2, { app: { id: 6 } })] },
      'GET /repos/o/r/check-runs/1': run(1),
      'GET /repos/o/r/check-runs/2': run(2, { app: { id: 6 } }),
    });
    expect((await forge.runsOfSuite(3)).map(({ id }) => id)).toEqual([1]);
    expect((await forge.runOf(1))?.externalId).toBe('a1:1');
    expect([await forge.runOf(2), await forge.runOf(3)]).toEqual([null, null]);
  });

  test('a new one runs from now on', async () => {
    const { forge, seen } = forgeOver({
      'POST /repos/o/r/check-runs': json(run(9, { status: 'in_progress', conclusion: null }), 201),
    });
    const made = await forge.createRun({
      name: 'audit',
      head: B,
      externalId: 'a1:9',
      conclusion: null,
      output: { title: 'Looking', summary: 'at it', text: null, annotations: [] },
      actions: [],
    });
    expect(made).toMatchObject({ id: 9, conclusion: null });
    expect(seen[0]?.body).toEqual({
      name: 'audit',
      head_sha: B,
      external_id: 'a1:9',
      status: 'in_progress',
      started_at: new Date(START).toISOString(),
      output: { title: 'Looking', summary: 'at it' },
      actions: [],
    });
  });

  test('a new one that is over at once says all in one call', async () => {
    const { forge, seen } = forgeOver({ 'POST /repos/o/r/check-runs': json(run(9), 201) });
    const identity = { name: 'audit', head: B, externalId: 'a1:9' };
    const output = { title: 'T', summary: 'S', text: 'X', annotations: [] };
    const actions = [{ label: 'l', description: 'd', identifier: 'i' }];
    const made = await forge.createRun({ ...identity, conclusion: 'success', output, actions });
    expect(made).toMatchObject({ id: 9, conclusion: 'success' });
    expect(seen[0]?.body).toMatchObject({
      external_id: 'a1:9',
      status: 'completed',
      conclusion: 'success',
      output: { title: 'T', summary: 'S', text: 'X' },
      actions,
    });
  });

  test('one whose answer was lost, or makes no sense, may be there', async () => {
    const output = { title: '', summary: '', text: null, annotations: [] };
    const wanted = { name: 'audit', head: B, externalId: 'a1:9', conclusion: null, output, actions: [] };
    const lost = forgeOver({ 'POST /repos/o/r/check-runs': json({ message: 'Bad Gateway' }, 502) });
    expect(await troubleOf(lost.forge.createRun(wanted))).toBe('unclear');
    expect(lost.seen.length).toBe(1);
    const senseless = forgeOver({ 'POST /repos/o/r/check-runs': json({}, 201) });
    expect(await troubleOf(senseless.forge.createRun(wanted))).toBe('unclear');
  });

  test('a change is one call, with columns only within a line', async () => {
    const { forge, seen } = forgeOver({ 'PATCH /repos/o/r/check-runs/9': run(9) });
    const annotation: Annotation = {
      path: 'a.rs',
      startLine: 3,
      endLine: 3,
      startColumn: 5,
      level: 'warning',
      title: 't',
      message: 'm',
      details: null,
    };
    const annotations = [annotation, { ...annotation, endLine: 4, details: 'd' }];
    const output = { title: 'T', summary: 'S', text: 'X', annotations };
    await forge.changeRun(9, { conclusion: null, output, actions: [] });
    const over = { ...output, text: null, annotations: [] };
    const actions = [{ label: 'l', description: 'd', identifier: 'i' }];
    await forge.changeRun(9, { conclusion: 'neutral', output: over, actions });
    const plain = { path: 'a.rs', start_line: 3, end_line: 3, annotation_level: 'warning', title: 't', message: 'm' };
    expect(seen.map(({ body }) => body)).toEqual([
      {
        status: 'in_progress',
        output: {
          title: 'T',
          summary: 'S',
          text: 'X',
          annotations: [
            { ...plain, start_column: 5, end_column: 5 },
            { ...plain, end_line: 4, raw_details: 'd' },
          ],
        },
        actions: [],
      },
      {
        status: 'completed',
        conclusion: 'neutral',
        output: { title: 'T', summary: 'S' },
        actions,
      },
    ]);
  });
});

describe('comments', () => {
  const own = { performed_via_github_app: { id: 5 }, user: { login: 'kernel-rust-audit[bot]', type: 'Bot' } };
  const stranger = { performed_via_github_app: null, user: { login: 'eve', type: 'User' } };

  test("only this App's own, that begin with the marker", async () => {
    const comments = [
      { id: 6, body: '<!-- m --> six', ...own },
      { id: 1, body: '<!-- m --> forged', ...stranger },
      { id: 2, body: '<!-- m --> another App', ...own, performed_via_github_app: { id: 6 } },
      { id: 3, body: 'quoting <!-- m -->', ...own },
      { id: 4, body: '<!-- m --> four', ...own, performed_via_github_app: null },
      { id: 5, body: '<!-- m --> a person of that name', ...stranger, user: { login: own.user.login, type: 'User' } },
      { id: 7, body: null, ...own },
    ];
    const { forge } = forgeOver({ 'GET /repos/o/r/issues/7/comments': paged(comments) });
    expect(await forge.commentsOf(7, '<!-- m -->')).toEqual([
      { id: 4, body: '<!-- m --> four' },
      { id: 6, body: '<!-- m --> six' },
    ]);
  });

  test('are looked for on all pages', async () => {
    const comments = Array.from({ length: 230 }, (_, id) => ({ id, body: 'x', ...(id === 229 ? own : stranger) }));
    const { forge } = forgeOver({ 'GET /repos/o/r/issues/7/comments': paged(comments) });
    expect(await forge.commentsOf(7, 'x')).toEqual([{ id: 229, body: 'x' }]);
  });

  test('are made three seconds apart, changed and reacted to one second apart', async () => {
    const { forge, seen, clock } = forgeOver({
      'POST /repos/o/r/issues/7/comments': json({ id: 8, body: 'hello' }, 201),
      'PATCH /repos/o/r/issues/comments/8': { id: 8, body: 'there' },
      'POST /repos/o/r/issues/comments/8/reactions': json({ id: 1 }, 201),
    });
    expect(await forge.comment(7, 'hello')).toEqual({ id: 8, body: 'hello' });
    await forge.comment(7, 'hello');
    await forge.editComment(8, 'there');
    await forge.react(8, 'eyes');
    expect(seen.map(({ body }) => body)).toEqual([
      { body: 'hello' },
      { body: 'hello' },
      { body: 'there' },
      { content: 'eyes' },
    ]);
    expect(clock.slept).toEqual([3000, 1000, 1000]);
  });
});

describe('roles', () => {
  const permission = (answer: unknown) =>
    forgeOver({ 'GET /repos/o/r/collaborators/ada/permission': answer }).forge.roleOf('ada');

  test.each([
    [{ role_name: 'triage', permission: 'read' }, 'triage'],
    [{ role_name: 'maintain', permission: 'write' }, 'maintain'],
    [{ role_name: 'security-team', permission: 'write' }, 'write'],
    [{ permission: 'admin' }, 'admin'],
    [{ role_name: 'read', permission: 'read' }, 'read'],
    [{ role_name: '', permission: 'none' }, 'none'],
    [{ role_name: 'superuser', permission: 'superuser' }, 'none'],
  ])('%j is %s', async (answer, role) => {
    expect(await permission(answer)).toBe(role);
  });

  test('nobody has rights by an error', async () => {
    expect(await permission(json({ message: 'Not Found' }, 404))).toBe('none');
    expect(await troubleOf(permission(json({ message: 'no' }, 403)))).toBe('refused');
    expect(await troubleOf(permission(json({ message: 'no' }, 500)))).toBe('later');
  });

  test('a name that is none is asked for nowhere', async () => {
    const { forge, seen } = forgeOver({});
    for (const name of ['', '..', '../../o/other', 'a b', 'a/b', '%2e%2e'])
      expect([name, await forge.roleOf(name)]).toEqual([name, 'none']);
    expect(seen).toEqual([]);
  });
});

test('what becomes part of an address is looked at before', async () => {
  const { forge, client, seen } = forgeOver({});
  expect(() => makeForge(client, { ...REPOSITORY, owner: '..' }, APP)).toThrow(TypeError);
  expect(() => makeForge(client, { ...REPOSITORY, name: 'a/b' }, APP)).toThrow(TypeError);
  await expect(forge.runsOn('../../secrets', 'audit')).rejects.toThrow(TypeError);
  await expect(forge.filesOfCommit('HEAD')).rejects.toThrow(TypeError);
  await expect(forge.readAt([{ revision: 'main', path: 'a' }])).rejects.toThrow(TypeError);
  expect(seen).toEqual([]);
});

test('a signal ends what the forge does', async () => {
  const { client, seen } = forgeOver({});
  const forge = makeForge(client, REPOSITORY, APP, { signal: AbortSignal.abort(new Error('superseded')) });
  await expect(forge.pullRequest(7)).rejects.toThrow('superseded');
  await expect(forge.comment(7, 'x')).rejects.toThrow('superseded');
  await expect(forge.tree(B).read(['a.rs'])).rejects.toThrow('superseded');
  expect(seen).toEqual([]);
});
