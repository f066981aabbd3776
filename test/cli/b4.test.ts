/** As b4 and `git send-email` use the program: one mail at a time, in the top folder of a repository. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAsB4, type Entry } from '../support/b4-checks.ts';
import { CALL, PROGRAM } from '../support/built-program.ts';
import { git, ROOT, run, scratch } from './program.ts';

const SERIES = join(ROOT, 'examples/ring-driver/series');
const TREE = join(ROOT, 'examples/ring-driver/tree');
/** As the README documents it. */
const COMMAND = /^git config --add b4\.prep-perpatch-check-cmd '(.*)'$/m.exec(
  readFileSync(join(ROOT, 'README.md'), 'utf8'),
)?.[1] as string;

let place: ReturnType<typeof scratch>;
let repo: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  place = scratch();
  repo = join(place.folder, 'repo');
  cpSync(TREE, repo, { recursive: true });
  git(repo, 'init', '-q');
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'A tree');
  git(repo, 'tag', 'base');
  // the command is found by its name, as b4 starts it
  const bin = join(place.folder, 'bin');
  mkdirSync(bin);
  const program = join(bin, 'kernel-rust-audit');
  writeFileSync(program, `#!/bin/sh\nexec ${[PROGRAM, ...CALL].map((word) => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(program, 0o755);
  env = { PATH: `${bin}:${process.env['PATH']}`, KRA_CACHE: 'off' };
});
afterEach(() => place.remove());

const check = (mail: string): readonly Entry[] => checkAsB4(COMMAND, mail, repo, env);

const PASSED = [{ flag: 'success', words: 'passed all checks' }];

/** The commits since `base` as mails. */
const mails = (): readonly string[] =>
  git(repo, 'rev-list', '--reverse', 'base..topic')
    .trim()
    .split('\n')
    .map((commit) => git(repo, 'format-patch', '--stdout', '-1', commit));

function commit(files: Readonly<Record<string, string>>, subject = 'A change'): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(repo, path), text);
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', subject);
}

function withSeries(): void {
  git(repo, 'checkout', '-qb', 'topic');
  git(
    repo,
    'am',
    '-q',
    ...readdirSync(SERIES)
      .sort()
      .map((name) => join(SERIES, name)),
  );
}

/** Without its index lines a patch names no text. */
const withoutBlobs = (mail: string): string => mail.replace(/^index .*\n/gm, '');

const words = (entries: readonly Entry[]): readonly string[] =>
  entries.filter(({ flag }) => flag !== 'success').map((entry) => entry.words);

test('patch by patch the errors and warnings of the whole series, be the series checked out or not', () => {
  withSeries();
  const whole = run(['review', '--format', 'terse', '-'], { cwd: repo, input: mails().join('') }).out;
  // of several patches each line names its own
  const expected = whole
    .replaceAll(/ \(commit [0-9a-f]{12}\)$/gm, '')
    .trimEnd()
    .split('\n')
    .toSorted();
  expect(expected.length).toBeGreaterThan(5);
  expect(
    mails()
      .flatMap((mail) => words(check(mail)))
      .toSorted(),
  ).toEqual(expected);
  git(repo, 'checkout', '-q', 'base');
  expect(
    mails()
      .flatMap((mail) => words(check(mail)))
      .toSorted(),
  ).toEqual(expected);
});

test('the abstractions are those of HEAD, also for a file that only blobs show', () => {
  git(repo, 'checkout', '-qb', 'topic');
  const direct =
    'pub fn f(ring: *mut bindings::ring) {\n    // SAFETY: `ring` is valid.\n    unsafe { bindings::ring_pause(ring) };\n}\n';
  commit({ 'drivers/ring/pause.rs': 'use kernel::bindings;\n\n// The pause.\n' }, 'A file');
  commit({ 'drivers/ring/pause.rs': `use kernel::bindings;\n\n// The pause.\n${direct}` }, 'The pause');
  const [, second = ''] = mails();
  const bypass = /bindings-bypass: `bindings::ring_pause` bypasses `kernel::ring::Ring`/;
  expect(words(check(second)).join('\n')).toMatch(bypass);
  git(repo, 'checkout', '-q', 'base');
  expect(words(check(second)).join('\n')).toMatch(bypass);
  expect(words(check(withoutBlobs(second))).join('\n')).toMatch(bypass);
});

test('a clean patch, a patch without Rust and a cover letter pass in silence', () => {
  git(repo, 'checkout', '-qb', 'topic');
  commit({ 'drivers/ring/more.rs': '// More.\nfn more() {}\n' }, 'More');
  commit({ 'drivers/ring/README': 'Text.\n' }, 'Text');
  const cover = 'From: Ada <ada@ring.invalid>\nSubject: [PATCH 0/2] Ring\nMessage-ID: <0@ring.invalid>\n\nThe ring.\n';
  for (const mail of [...mails(), cover]) expect(check(mail)).toEqual(PASSED);
});

test('hunks alone: silence where they show all, one line where they do not', () => {
  withSeries();
  const [, , , last = ''] = mails();
  git(repo, 'checkout', '-q', 'base');
  const found = check(withoutBlobs(last));
  const told = found.filter(({ words }) => words.includes('read in part'));
  expect(told).toEqual([{ flag: 'warning', words: expect.stringMatching(/only its hunks were read.*1 more file/) }]);
  const plain =
    '--- a/drivers/ring/driver.rs\n+++ b/drivers/ring/driver.rs\n@@ -3,2 +3,3 @@\n // not there\n+// More.\n // nor this\n';
  expect(check(plain)).toEqual(PASSED);
});

test.each([
  ['in a block that begins above', '         let q = p;\n-        *p\n+        *p.add(4)\n     }\n }', 1],
  [
    'in a block that begins above, without its end',
    '         let q = p;\n-        *p\n+        *p.add(4)\n         ;',
    1,
  ],
  ['of a closure', '         let f = || {\n-        *p\n+        *p.add(4)\n         };', 1],
  [
    'of a function that is shown, without its end',
    '     pub(crate) const fn f(p: u8) -> u8 {\n-        p\n+        p + 4\n         ;',
    0,
  ],
  ['that are a method', '     }\n+    #[inline]\n+    fn more(&self) {}\n-    fn less(&self) {}\n }', 0],
  ['of uses', '+use kernel::{a, b};\n-use kernel::{a};\n ', 0],
  ['of comments', '         let q = p;\n-        // one\n+        // two\n     }', 0],
])('changed lines %s, read from hunks alone', (_, lines, expected) => {
  const size = lines.split('\n').filter((line) => !line.startsWith('+')).length;
  const news = lines.split('\n').filter((line) => !line.startsWith('-')).length;
  const patch = `--- a/drivers/ring/driver.rs\n+++ b/drivers/ring/driver.rs\n@@ -33,${size} +33,${news} @@\n${lines}\n`;
  for (const cwd of [repo, place.folder]) {
    const { out, err, status } = run(['review', '--format', 'terse', '-'], { cwd, input: patch });
    expect([
      status,
      err,
      out.match(/^drivers\/ring\/driver\.rs: WARNING: .*only its hunks were read/gm)?.length ?? 0,
    ]).toEqual([0, '', expected]);
    if (expected === 0) expect(out).toBe('');
  }
});

test('a hunk that does not fit at a blank line is named in words', () => {
  commit({ 'drivers/ring/blank.rs': 'fn a() {}\n\nfn b() {}\n' });
  const patch =
    '--- a/drivers/ring/blank.rs\n+++ b/drivers/ring/blank.rs\n@@ -1,3 +1,4 @@\n fn a() {}\n let unsafe_one = 1;\n+// more\n fn b() {}\n';
  const entry = check(patch).find(({ words }) => words.includes('only its hunks'));
  expect(entry?.words).toMatch(
    /WARNING: read in part: only its hunks were read, since the hunk .* line 2 is blank, not `/,
  );
  expect(entry?.words).not.toMatch(/``|in part\)/);
});

test('what is incomplete has a line, and no unexplained status', () => {
  const binary =
    'diff --git a/drivers/ring/driver.rs b/drivers/ring/driver.rs\nindex 1111111..2222222 100644\nBinary files a/drivers/ring/driver.rs and b/drivers/ring/driver.rs differ\n';
  expect(check(binary)).toEqual([
    { flag: 'warning', words: expect.stringContaining('drivers/ring/driver.rs: WARNING: not read') },
  ]);
});

test('no mail writes an error of its own, by whatever names and texts', () => {
  const names = [
    'drivers/ERROR: a.rs',
    'drivers/-: ERROR: fake.rs',
    'drivers/a\\nERROR: b.rs',
    'drivers/\\033[31mERROR:.rs',
  ];
  for (const name of names) {
    const patch = `Subject: [PATCH] ERROR: ERROR:\n\n-: ERROR: in words\n---\ndiff --git "a/${name}" "b/${name}"\nnew file mode 100644\n--- /dev/null\n+++ "b/${name}"\n@@ -0,0 +1,2 @@\n+// SAFETY: ERROR: none\n+static mut A: u8 = 0;\n`;
    const entries = check(patch);
    expect(entries.map(({ flag }) => flag)).not.toContain('fail');
    expect(entries.length).toBeGreaterThan(0);
    expect(words(entries).join('\n')).not.toMatch(/\p{Cc}(?<!\n)/u);
  }
});

test('the same mail gets the same answer', () => {
  withSeries();
  for (const mail of mails()) expect(check(mail)).toEqual(check(mail));
});

test('sendemail-validate: each file of a series, the cover letter among them; errors stop it, warnings do not', () => {
  withSeries();
  const out = join(place.folder, 'out');
  git(repo, 'format-patch', '-q', '--cover-letter', '-o', out, 'base..topic');
  const hook = join(ROOT, 'examples/hooks/sendemail-validate');
  const results = readdirSync(out)
    .sort()
    .map((name) => {
      // git gives a second file with the headers
      const { status, stdout, stderr } = spawnSync(hook, [join(out, name), join(out, name)], {
        cwd: repo,
        encoding: 'utf8',
        env: { ...env, GIT_DIR: join(repo, '.git'), GIT_SENDEMAIL_FILE_COUNTER: '1' },
      });
      return {
        status,
        stderr,
        errors: stdout.match(/ERROR:/g)?.length ?? 0,
        warnings: stdout.match(/WARNING:/g)?.length ?? 0,
      };
    });
  expect(results).toEqual([
    { status: 0, stderr: '', errors: 0, warnings: 0 },
    { status: 1, stderr: '', errors: 1, warnings: 0 },
    { status: 0, stderr: '', errors: 0, warnings: 1 },
    { status: 1, stderr: '', errors: 3, warnings: 1 },
    { status: 0, stderr: '', errors: 0, warnings: 2 },
  ]);
});
