/** Calls that are wrong: one line says what, where, and how to fix it; nothing is written; exit status 2. */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, scratch } from './program.ts';

const SERIES = 'examples/ring-driver/series';
const TREE = 'examples/ring-driver/tree';

test.each([
  [['--quiet'], 'no command given'],
  [['frobnicate'], 'unknown command `frobnicate`'],
  [['reviw'], 'unknown command `reviw`, did you mean `review`'],
  [['version'], 'unknown command `version`, did you mean `--version`'],
  [['comp'], 'unknown command `comp`, did you mean `completion`'],
  [['rev'], 'unknown command `rev`, did you mean `review`'],
  [['re'], 'unknown command `re`; try one of review, audit'],
  [['explain', 'un'], 'unknown rule `un`; '],
  [['review', '--color'], 'unknown option `--color`; see'],
  [['review', '--no-post'], 'unknown option `--no-post`; see'],
  [['review', '--colour'], 'unknown option `--colour`; see'],
  [['review', '--fail-on', 'warn', SERIES], '--fail-on cannot be `warn`, did you mean `warning`'],
  [['explain', 'undocumented'], 'did you mean `undocumented-unsafe`'],
  [['README.md'], 'to review it, write kernel-rust-audit review README.md'],
  [['help', 'adit'], 'unknown command `adit`, did you mean `audit`'],
  [['help', 'audit', 'review'], '`help` takes one command'],
  [['review', '--frobnicate'], 'unknown option `--frobnicate`'],
  [['review', '--fail_on', 'error'], 'unknown option `--fail_on`, did you mean `--fail-on`'],
  [['review', '--staggd'], 'unknown option `--staggd`, did you mean `--staged`; see kernel-rust-audit review --help'],
  [['review', '-v'], 'unknown option `-v`, did you mean `-V`'],
  [['review', '--format', 'jsn', SERIES], '--format cannot be `jsn`, did you mean `json`'],
  [['review', '--quiet=yes'], '--quiet takes no value'],
  [['review', '--tree', '--quiet'], '--tree is followed by the option `--quiet`, not by its value'],
  [['review', '--format', 'pdf', SERIES], '--format cannot be `pdf`'],
  [['audit', '--format', 'mail'], '--format cannot be `mail`'],
  [['audit', '--staged'], '--staged is an option of review, not of audit'],
  [['review', '--tree'], '--tree needs a value; write it as --tree DIR'],
  [['review', 'no-such-thing'], 'no-such-thing: no such file'],
  [['review', '--tree', 'no-such-tree', SERIES], 'no-such-tree: no such folder'],
  [['review', '--repo', 'no-such-repo', SERIES], 'no-such-repo: no such folder'],
  [['review', 'README.md', '--tree', TREE], 'README.md'],
  [['review', SERIES, 'v1..v2'], 'v1..v2: no such file'],
  [['review', '--staged', SERIES], '--staged: cannot be combined with INPUT'],
  [['audit', 'no-such-folder'], 'no-such-folder: no such file or folder'],
  [['audit', 'README.md'], 'README.md: is not a Rust file; pass a tree, a folder or a Rust file'],
  [['audit', '--rev', 'HEAD', 'README.md'], 'README.md: is not a Rust file'],
  [['audit', '--rev', 'HEAD', 'no-such-folder'], 'no-such-folder: the revision has no such file or folder'],
  [['audit', '--rev', 'HEAD', '--repo', '.', '/'], '/: is not in the repository'],
  [['audit', '--rev', 'no-such-revision'], 'no-such-revision'],
  [['audit', '--baseline', 'README.md', TREE], 'README.md: is not JSON'],
  [['review', '--config', 'no-such.yml', SERIES, '--tree', TREE], 'no-such.yml: cannot be read (ENOENT)'],
  [['explain'], 'needs one rule'],
  [['explain', 'undocumented-unsaf'], 'did you mean `undocumented-unsafe`'],
  [['rules', 'all'], 'it takes no argument'],
  [['completion'], 'it takes one shell; pass one of bash, zsh, fish'],
  [['completion', 'bsh'], 'did you mean `bash`'],
])('%j', (args, words) => {
  const { status, out, err } = run(args);
  expect(err).toContain(words);
  expect(err.split('\n')).toHaveLength(2);
  expect([status, out]).toEqual([2, '']);
});

test('hostile words of a call stay on one line', () => {
  const { status, err } = run(['review', 'a\nb\u001b[31m..c']);
  expect(status).toBe(2);
  expect(err.split('\n')).toHaveLength(2);
  expect(err).not.toContain('\u001b');
});

test('an empty patch, a text without a patch and a damaged patch are refused by name', () => {
  const { folder, remove } = scratch();
  try {
    const file = join(folder, 'a.patch');
    writeFileSync(file, '');
    expect(run(['review', file]).err).toContain('a.patch');
    expect(run(['review', '-'], { input: '' }).err).toContain('standard input');
    expect(run(['review', '-'], { input: 'Hello.\n' })).toMatchObject({ status: 2, out: '' });
    const cut = '--- a/drivers/x.rs\n+++ b/drivers/x.rs\n@@ -1,3 +1,3 @@\n a\n-b\n';
    expect(run(['review', '-'], { input: cut })).toMatchObject({ status: 2, out: '' });
    expect(run(['review', '-'], { input: cut }).err).toMatch(/standard input:\d+/);
  } finally {
    remove();
  }
});

test('a patch that does not apply is an error with file and hunk', () => {
  const patch = '--- a/drivers/ring/driver.rs\n+++ b/drivers/ring/driver.rs\n@@ -5,1 +5,1 @@\n-not there\n+new\n';
  const { status, out, err } = run(['review', '-', '--tree', TREE], { input: patch });
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain('drivers/ring/driver.rs: the hunk for line 5 (standard input:3) does not apply');
});

test('a loop of links is a file that cannot be read', () => {
  const { folder, remove } = scratch();
  try {
    const loop = join(folder, 'loop.rs');
    symlinkSync(loop, loop);
    expect(run(['review', loop])).toMatchObject({ status: 2, err: expect.stringContaining('cannot be read (ELOOP)') });
    expect(run(['audit', loop])).toMatchObject({ status: 3, out: expect.stringContaining('loop') });
  } finally {
    remove();
  }
});

test('an output that cannot be written leaves nothing behind', () => {
  const { folder, remove } = scratch();
  try {
    mkdirSync(join(folder, 'taken'));
    const { status, err } = run(['rules', '--no-color']);
    expect([status, err]).toEqual([0, '']);
    const refused = run(['review', join(ROOT, SERIES), '--tree', join(ROOT, TREE), '--output', join(folder, 'taken')]);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(readdirSync(folder)).toEqual(['taken']);
    const file = join(folder, 'report.json');
    const written = run([
      'review',
      join(ROOT, SERIES),
      '--tree',
      join(ROOT, TREE),
      '--format',
      'json',
      '--output',
      file,
    ]);
    expect([written.status, written.out, existsSync(file)]).toEqual([1, '', true]);
  } finally {
    remove();
  }
});
