/** Reviews as a user runs them: formats, exit status, every kind of input, the same findings from each. */
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatsOf } from '../../src/report/formats.ts';
import { git, ROOT, run, scratchForEach } from './program.ts';

const SERIES = 'examples/ring-driver/series';
const TREE = 'examples/ring-driver/tree';
const EXAMPLE = ['review', SERIES, '--tree', TREE];

const place = scratchForEach();

interface Json {
  readonly basis: string;
  readonly base: string | null;
  readonly complete: boolean;
  readonly patches: readonly { readonly id: string; readonly findings: readonly Json['findings'][number][] }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly path: string;
    readonly line: number;
    readonly fingerprint: string;
  }[];
}

function json(args: readonly string[], surroundings = {}): Json {
  return JSON.parse(run([...args, '--format', 'json'], surroundings).out) as Json;
}

const places = ({ findings }: Json) => findings.map(({ rule, path, line }) => `${path}:${line} ${rule}`);

/** A repository whose first commit is the example's tree, with the series applied. */
function repository(): string {
  const repo = join(place.folder, 'repo');
  cpSync(join(ROOT, TREE), repo, { recursive: true });
  git(repo, 'init', '-q');
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'A tree');
  git(repo, 'tag', 'base');
  const patches = readdirSync(join(ROOT, SERIES))
    .sort()
    .map((name) => join(ROOT, SERIES, name));
  git(repo, 'am', '-q', ...patches);
  return repo;
}

test('the example shows the faults that reviewers meet', () => {
  const { status, out, err } = run(EXAMPLE);
  expect([status, err]).toEqual([1, '']);
  expect(out).toContain('patch 3/4: drivers: ring: read the status register');
  expect(out).toContain('error: unsafe block has no `// SAFETY:` comment [undocumented-unsafe]');
  expect(out).toContain('fixed in patch 4/4');
  expect(out).toContain('the block now calls `ring_free` instead of `ring_pause`');
  expect(out).toContain('`bindings::ring_kick` bypasses `kernel::ring::Ring`');
  expect(out).toContain('help: use `kernel::ring::Ring::kick`');
});

test('exit status follows --fail-on and --per-commit', () => {
  expect(run([...EXAMPLE, '--fail-on', 'never']).status).toBe(0);
  const first = ['review', join(SERIES, '0002-rust-ring-free-the-ring-when-it-is-stopped.patch'), '--tree', TREE];
  expect(run([...first]).status).toBe(0);
  expect(run([...first, '--fail-on', 'warning']).status).toBe(1);
  const resolved = readdirSync(join(ROOT, SERIES))
    .filter((name) => !name.startsWith('0003'))
    .map((name) => join(SERIES, name));
  expect(run(['review', ...resolved.slice(0, 1), '--tree', TREE]).status).toBe(1);
  expect(run(['review', SERIES, '--tree', TREE, '--per-commit', 'report', '--fail-on', 'error']).status).toBe(1);
});

test('what is suppressed is in no exit status', () => {
  const config = join(place.folder, 'settings.yml');
  const all = json(EXAMPLE);
  const found = [...all.findings, ...all.patches.flatMap(({ findings }) => findings)];
  const entries = new Set(
    found.map(({ fingerprint }) => `  - { fingerprint: "${fingerprint}", reason: "as agreed" }\n`),
  );
  writeFileSync(config, `suppress:\n${[...entries].join('')}`);
  const suppressed = [...EXAMPLE, '--config', config, '--fail-on', 'info'];
  expect([run([...EXAMPLE, '--fail-on', 'info']).status, run(suppressed).status]).toEqual([1, 0]);
  expect(json(suppressed).findings).toHaveLength(all.findings.length);
});

test('the same series gives the same findings from a folder, an mbox, standard input, a maildir, and a range', () => {
  const expected = places(json(EXAMPLE));
  expect(expected.length).toBeGreaterThan(4);
  const names = readdirSync(join(ROOT, SERIES)).sort();
  const mbox = names.map((name) => readFileSync(join(ROOT, SERIES, name), 'utf8')).join('\n');
  expect(places(json(['review', '-', '--tree', TREE], { input: mbox }))).toEqual(expected);
  const maildir = join(place.folder, 'maildir');
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, name), { recursive: true });
  for (const [index, name] of names.entries())
    copyFileSync(join(ROOT, SERIES, name), join(maildir, 'cur', `${9 - index}.mail`));
  expect(places(json(['review', maildir, '--tree', TREE]))).toEqual(expected);
  const repo = repository();
  const range = json(['review', 'base..HEAD', '--repo', repo]);
  expect(places(range)).toEqual(expected);
  expect([range.basis, range.base]).toEqual(['repository', git(repo, 'rev-parse', 'base').trim()]);
  expect(range.patches.map(({ id }) => id)).toEqual(
    git(repo, 'rev-list', '--reverse', 'base..HEAD').trim().split('\n'),
  );
});

test('blobs of the index lines are found in the repository around, whatever is checked out', () => {
  const repo = repository();
  git(repo, 'checkout', '-q', '--orphan', 'empty');
  git(repo, 'rm', '-rqf', '.');
  writeFileSync(join(repo, 'nothing'), '');
  git(repo, 'add', 'nothing');
  git(repo, 'commit', '-qm', 'Nothing');
  const found = json(['review', join(ROOT, SERIES)], { cwd: repo });
  // a safe way, which `new-unsafe` names, is looked for in the tree that is checked out
  const others = (review: ReturnType<typeof json>) => places(review).filter((place) => !place.endsWith('new-unsafe'));
  expect([found.basis, others(found)]).toEqual(['repository', others(json(EXAMPLE))]);
});

test('without a tree only the hunks are read, and the review says so', () => {
  const found = json(['review', join(ROOT, SERIES)], { cwd: place.folder });
  expect([found.basis, found.complete]).toEqual(['hunks', true]);
  expect(places(found)).toContain('drivers/ring/driver.rs:25 placeholder-safety-comment');
  expect(run(['review', join(ROOT, SERIES)], { cwd: place.folder }).out).toContain(
    'only the diff hunks were available',
  );
});

test('uncommitted and staged changes', () => {
  const repo = repository();
  const driver = join(repo, 'drivers/ring/driver.rs');
  const text = readFileSync(driver, 'utf8');
  writeFileSync(driver, text.replace('// SAFETY: TODO\n', '\n'));
  git(repo, 'add', '-A');
  writeFileSync(driver, text.replace('// SAFETY: TODO\n', '\n').replace(/\s*\/\/ SAFETY: By the safety.*\n/, '\n'));
  expect(places(json(['review', '--staged', '--repo', repo]))).toEqual([
    'drivers/ring/driver.rs:28 undocumented-unsafe',
  ]);
  expect(places(json(['review'], { cwd: repo }))).toHaveLength(2);
});

test('nothing to do is a success: a clean work tree, nothing staged, a commit without files, a range without commits', () => {
  const repo = repository();
  for (const call of [['review'], ['review', '--staged']]) {
    expect(run([...call, '--format', 'terse'], { cwd: repo })).toEqual({ status: 0, out: '', err: '' });
    expect(run(call, { cwd: repo }).out).toContain('nothing to audit');
  }
  git(repo, 'commit', '-q', '--allow-empty', '-m', 'Nothing');
  expect(run(['review', 'HEAD', '--format', 'terse'], { cwd: repo })).toEqual({ status: 0, out: '', err: '' });
  expect(run(['review', 'HEAD~1..HEAD'], { cwd: repo }).out).toContain('nothing to audit');
  expect(run(['review', 'HEAD..HEAD~1', '--format', 'terse'], { cwd: repo })).toEqual({ status: 0, out: '', err: '' });
  expect(run(['review', 'HEAD..HEAD~1'], { cwd: repo }).out).toContain(
    'note: the range has no commits: put the older side first',
  );
  expect(run(['review', '-'], { cwd: repo, input: '' }).status).toBe(2);
});

test('a patch without Rust is clean, and says that there was nothing to audit', () => {
  const patch = '--- a/README\n+++ b/README\n@@ -1 +1 @@\n-a\n+b\n';
  const { status, out } = run(['review', '-'], { input: patch, cwd: place.folder });
  expect([status, out]).toEqual([0, expect.stringContaining('nothing to audit')]);
  expect(run(['review', '-', '--format', 'terse'], { input: patch, cwd: place.folder })).toEqual({
    status: 0,
    out: '',
    err: '',
  });
});

test('a patch that is applied already is recognised and named', () => {
  const repo = repository();
  const { out, status } = run([
    'review',
    join(ROOT, SERIES, '0004-drivers-ring-document-the-unsafe-code.patch'),
    '--tree',
    repo,
  ]);
  expect(out).toContain('is already applied');
  expect(status).toBe(0);
});

test('a new file that is there already is recognised as well', () => {
  const repo = repository();
  mkdirSync(join(repo, 'drivers/new'));
  writeFileSync(join(repo, 'drivers/new/ring.rs'), 'fn f(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n');
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'Add a driver');
  const patch = git(repo, 'format-patch', '--stdout', '-1', 'HEAD');
  const { out, status } = run(['review', '-', '--tree', repo], { input: patch });
  expect([status, out]).toEqual([1, expect.stringContaining('is already applied')]);
  expect(out).toContain('undocumented-unsafe');
});

test('terse is the form of checkpatch, with nothing on standard error', () => {
  const { out, err } = run([...EXAMPLE, '--format', 'terse']);
  expect(err).toBe('');
  expect(run([...EXAMPLE, '--format', 'terse', '--progress', 'always'])).toMatchObject({ out, err: '' });
  expect(
    out
      .trimEnd()
      .split('\n')
      .every((line) => /^[\w./-]+:\d+: (?:ERROR|WARNING): [a-z-]+: \S/.test(line)),
  ).toBe(true);
  expect(out).toContain('drivers/ring/driver.rs:20: ERROR: undocumented-unsafe: unsafe block has no');
  expect(out).toContain('bypasses `kernel::ring::Ring`; use `kernel::ring::Ring::kick` (commit ad29549a5ed5)\n');
});

test.each(formatsOf('review'))(
  '%s: the same call gives the same bytes, and a pipe that closes ends it quietly',
  (format) => {
    const call = [...EXAMPLE, '--format', format];
    expect(run(call)).toEqual(run(call));
  },
);

test('settings of the tree hold: severity, ignored files, suppressed findings', () => {
  const tree = join(place.folder, 'tree');
  cpSync(join(ROOT, TREE), tree, { recursive: true });
  mkdirSync(join(tree, '.github'));
  const settings = join(tree, '.github/kernel-rust-audit.yml');
  writeFileSync(settings, 'ignore: ["drivers/**", "rust/**"]\n');
  expect(run(['review', SERIES, '--tree', tree]).status).toBe(0);
  writeFileSync(settings, 'rules:\n  undocumented-unsafe: { severity: warning, allow: ["drivers/ring/**"] }\n');
  const found = run(['review', SERIES, '--tree', tree, '--format', 'terse']).out;
  expect(found).not.toContain('undocumented-unsafe');
  writeFileSync(settings, 'ignored: []\n');
  const { status, err } = run(['review', SERIES, '--tree', tree]);
  expect([status, err]).toEqual([2, expect.stringContaining('.github/kernel-rust-audit.yml:1:1')]);
});

test('as a check of b4: one patch on standard input, findings as lines, a clean patch silent', () => {
  const repo = repository();
  for (const commit of git(repo, 'rev-list', '--reverse', 'base..HEAD').trim().split('\n')) {
    const patch = git(repo, 'format-patch', '--stdout', '-1', commit);
    const { status, out, err } = run(['review', '--format', 'terse', '-'], { input: patch, cwd: repo });
    expect(err).toBe('');
    expect(status === 0 || out !== '').toBe(true);
  }
});

test('a repository that is named and cannot be opened is what the error is about', () => {
  const missing = join(place.folder, 'missing');
  const none = run(['review', '--repo', missing]);
  expect([none.status, none.err]).toEqual([2, expect.stringContaining(`${missing}: no such folder`)]);
  const plain = run(['review', '--repo', place.folder]);
  expect([plain.status, plain.err]).toEqual([2, expect.stringMatching(/not a git repository/)]);
  expect(plain.err).toContain(place.folder);
});

test('untracked Rust files are named where uncommitted changes are reviewed, and `git add -N` brings them in', () => {
  const repo = join(place.folder, 'untracked');
  mkdirSync(repo);
  git(repo, 'init', '-q');
  writeFileSync(join(repo, '.gitignore'), 'ignored.rs\n');
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'A tree');
  for (const name of ['a.rs', 'b.rs', 'c.rs', 'd.rs', 'e.c', 'ignored.rs'])
    writeFileSync(join(repo, name), 'static mut A: u8 = 0;\n');
  const noted = run(['review'], { cwd: repo });
  expect(noted.status).toBe(0);
  expect(noted.out.replace(/\s+/g, ' ')).toContain(
    '4 untracked Rust files were not reviewed: a.rs, b.rs, c.rs and 1 more; `git add -N FILE` adds a file to the review',
  );
  expect(run(['review', '--staged'], { cwd: repo }).out).not.toContain('untracked');
  git(repo, 'add', '-N', 'a.rs', 'b.rs', 'c.rs');
  const { out } = run(['review'], { cwd: repo });
  expect(out).toContain('a.rs:1');
  expect(out.replace(/\s+/g, ' ')).toContain('1 untracked Rust file was not reviewed: d.rs;');
});
