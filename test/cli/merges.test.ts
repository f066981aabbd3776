/** Ranges with merges: what a merge itself brings is reviewed, a clean merge stays silent, and nothing hides behind either. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git, run, scratch } from './program.ts';

let place: ReturnType<typeof scratch>;
let repo: string;
beforeEach(() => {
  place = scratch();
  repo = place.folder;
  git(repo, 'init', '-q');
});
afterEach(() => place.remove());

const X = 'drivers/ring/ring.rs';
const pad = (name: string) => Array.from({ length: 9 }, (_, index) => `// ${name} ${index}\n`).join('');
const TEXT = `${pad('a')}fn one(p: *mut u8) {\n}\n${pad('b')}fn two(p: *mut u8) {\n}\n${pad('c')}`;
const block =
  (name: string, why = '') =>
  (text: string) =>
    text.replace(`fn ${name}(p: *mut u8) {\n`, `fn ${name}(p: *mut u8) {\n${why}    unsafe { *p = 1 };\n`);
const WHY = '    // SAFETY: `p` is valid for writes.\n';

function commit(message: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repo, path)), { recursive: true });
    writeFileSync(join(repo, path), text);
  }
  git(repo, 'add', '-A');
  git(repo, 'commit', '-q', '--allow-empty', '-m', message);
  return git(repo, 'rev-parse', 'HEAD').trim();
}

/** Merges branches; `files` are what the merge makes of them, whatever the branches say. */
function merge(message: string, files: Readonly<Record<string, string>> | null, ...words: readonly string[]): string {
  git(repo, 'merge', '-q', '--no-ff', '--no-commit', ...words);
  return commit(message, files ?? {});
}

function branch(name: string, from: string): void {
  git(repo, 'checkout', '-q', '-b', name, from);
}

interface Json {
  readonly base: string | null;
  readonly head: string | null;
  readonly complete: boolean;
  readonly patches: readonly {
    readonly id: string;
    readonly subject: string;
    readonly findings: readonly Found[];
    readonly delta: object;
  }[];
  readonly findings: readonly Found[];
  readonly delta: { readonly leaf?: { readonly block?: object } };
}

interface Found {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly introducedBy: string | null;
}

function review(spec: string): Json {
  const { status, out, err } = run(['review', spec, '--repo', repo, '--format', 'json']);
  if (status === 2) throw new Error(err);
  return JSON.parse(out) as Json;
}

/** The faults of each patch by its subject, without what only counts. */
function faults({ patches }: Json): Readonly<Record<string, readonly string[]>> {
  const said = (findings: readonly Found[]) =>
    findings.filter(({ rule }) => rule !== 'new-unsafe').map(({ rule, line }) => `${line} ${rule}`);
  return Object.fromEntries(patches.map(({ subject, findings }) => [subject, said(findings)]));
}

/** Two branches from one base; the second is checked out. */
function twoBranches(
  ours: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>>,
  base = TEXT,
): void {
  commit('base', { [X]: base, 'drivers/ring/other.rs': '// other\n' });
  git(repo, 'tag', 'base');
  branch('theirs', 'base');
  commit('theirs', theirs);
  branch('ours', 'base');
  commit('ours', ours);
}

test('what a merge alone brings has its commit and subject, in a range and for itself', () => {
  twoBranches({ 'drivers/ring/other.rs': '// ours\n' }, { 'drivers/ring/more.rs': '// theirs\n' });
  const id = merge('merge theirs', { [X]: block('one')(TEXT) }, 'theirs');
  const range = review('base..HEAD');
  expect(faults(range)).toEqual({ ours: [], theirs: [], 'merge theirs': ['11 undocumented-unsafe'] });
  expect(range.findings.map(({ introducedBy }) => introducedBy)).toEqual([id, id]);
  expect([range.base, range.head]).toEqual([git(repo, 'rev-parse', 'base').trim(), id]);
  const alone = review('HEAD');
  expect([faults(alone), alone.base, alone.head]).toEqual([
    { 'merge theirs': ['11 undocumented-unsafe'] },
    git(repo, 'rev-parse', 'HEAD^').trim(),
    id,
  ]);
  expect(run(['review', 'HEAD', '--repo', repo]).status).toBe(1);
});

test('a merge is silent where both sides changed one file, and the whole holds what both did', () => {
  twoBranches({ [X]: block('one')(TEXT) }, { [X]: block('two', WHY)(TEXT) });
  merge('merge theirs', null, 'theirs');
  const range = review('base..HEAD');
  expect(faults(range)).toEqual({ ours: ['11 undocumented-unsafe'], theirs: [], 'merge theirs': [] });
  expect(range.patches.at(-1)?.delta).toEqual({ cSurface: expect.anything() });
  expect(range.delta.leaf?.block).toEqual({ added: 2, removed: 0, changed: 0, moved: 0 });
  expect(range.findings.find(({ rule }) => rule === 'undocumented-unsafe')?.introducedBy).toBe(
    git(repo, 'rev-parse', 'HEAD^').trim(),
  );
  const { status, out } = run(['review', 'HEAD', '--repo', repo]);
  expect([status, out]).toEqual([
    0,
    expect.stringContaining('only lines that differ from all its parents were reviewed'),
  ]);
});

test('a merge that takes a comment away', () => {
  const documented = block('one', WHY)(TEXT);
  twoBranches({ 'drivers/ring/other.rs': '// ours\n' }, { 'drivers/ring/more.rs': '// theirs\n' }, documented);
  merge('merge theirs', { [X]: documented.replace(WHY, '') }, 'theirs');
  expect(faults(review('base..HEAD'))['merge theirs']).toEqual(['11 undocumented-unsafe']);
});

test('also one that only one parent had', () => {
  twoBranches({ [X]: block('one', WHY)(TEXT) }, { 'drivers/ring/more.rs': '// theirs\n' });
  merge('merge theirs', { [X]: block('one')(TEXT) }, 'theirs');
  expect(faults(review('base..HEAD'))).toEqual({ ours: [], theirs: [], 'merge theirs': ['11 undocumented-unsafe'] });
});

test('what a merge brings counts for itself, whatever comes later', () => {
  twoBranches({ 'drivers/ring/other.rs': '// ours\n' }, { 'drivers/ring/more.rs': '// theirs\n' });
  merge('merge theirs', { [X]: block('one')(TEXT) }, 'theirs');
  commit('later', { [X]: TEXT });
  const range = review('base..HEAD');
  expect([faults(range)['merge theirs'], range.findings]).toEqual([['11 undocumented-unsafe'], []]);
  expect(run(['review', 'base..HEAD', '--repo', repo, '--format', 'terse']).status).toBe(1);
});

test('of several parents, and hidden behind `-s ours`', () => {
  twoBranches({ 'drivers/ring/other.rs': '// ours\n' }, { 'drivers/ring/more.rs': '// theirs\n' });
  branch('third', 'base');
  commit('third', { 'drivers/ring/third.rs': '// third\n' });
  git(repo, 'checkout', '-q', 'ours');
  merge('octopus', { [X]: block('two')(TEXT) }, 'theirs', 'third');
  expect(faults(review('HEAD'))).toEqual({ octopus: ['22 undocumented-unsafe'] });
  git(repo, 'checkout', '-q', '-b', 'again', 'ours^1');
  merge('ours only', { [X]: block('one')(TEXT) }, '-s', 'ours', 'theirs');
  expect(faults(review('base..HEAD'))['ours only']).toEqual(['11 undocumented-unsafe']);
});

test('of unrelated histories, with a root commit among them', () => {
  commit('base', { [X]: TEXT });
  git(repo, 'tag', 'base');
  git(repo, 'checkout', '-q', '--orphan', 'island');
  git(repo, 'rm', '-rqf', '.');
  commit('island', { 'drivers/island/island.rs': block('one')(TEXT) });
  git(repo, 'checkout', '-q', 'main');
  merge('merge island', { [X]: block('two')(TEXT) }, '--allow-unrelated-histories', 'island');
  const range = review('base..HEAD');
  expect(faults(range)).toEqual({ island: ['11 undocumented-unsafe'], 'merge island': ['22 undocumented-unsafe'] });
  expect(range.base).toBe(git(repo, 'rev-parse', 'base').trim());
  expect(review('island').base).toBeNull();
});

test('a file that the merge renames is no new one', () => {
  const documented = block('one', WHY)(TEXT);
  twoBranches(
    { 'drivers/ring/other.rs': '// ours\n' },
    { 'drivers/ring/more.rs': '// theirs\n' },
    block('two')(documented),
  );
  git(repo, 'merge', '-q', '--no-commit', 'theirs');
  git(repo, 'mv', X, 'drivers/ring/renamed.rs');
  commit('merge theirs', { 'drivers/ring/renamed.rs': block('two')(documented).replace(WHY, '') });
  expect(faults(review('HEAD'))).toEqual({ 'merge theirs': ['11 undocumented-unsafe'] });
});

test('a revert in a range takes away what the reverted commit brought', () => {
  commit('base', { [X]: TEXT });
  git(repo, 'tag', 'base');
  commit('fault', { [X]: block('one')(TEXT) });
  git(repo, 'revert', '--no-edit', 'HEAD');
  const range = review('base..HEAD');
  expect([faults(range), range.findings]).toEqual([{ fault: ['11 undocumented-unsafe'], 'Revert "fault"': [] }, []]);
});

test('with two bases of one file, neither branch hides what the other brought', () => {
  twoBranches({ [X]: block('one')(TEXT) }, { [X]: block('two')(TEXT) });
  merge('merge theirs', null, 'theirs');
  const { out } = run(['review', 'base..HEAD', '--repo', repo, '--per-commit', 'report', '--format', 'terse']);
  expect(out.match(/undocumented-unsafe/g)).toHaveLength(2);
});
