/** Paths: quoting, prefixes, hostile ones. */
import { failureOf, fileOf } from './support.ts';

const HUNK = '@@ -1 +1 @@\n-a\n+b\n';

function modeChange(line: string): string {
  return `diff --git ${line}\nold mode 100644\nnew mode 100755\n`;
}

function gitDiff(before: string, after: string): string {
  return `diff --git ${before} ${after}\nindex 1111111..2222222 100644\n--- ${before}\n+++ ${after}\n${HUNK}`;
}

describe('quoted paths', () => {
  test.each([
    ['"a/caf\\303\\251.rs" "b/caf\\303\\251.rs"', 'café.rs'],
    ['"a/a\\"b\\\\c.rs" "b/a\\"b\\\\c.rs"', 'a"b\\c.rs'],
    ['"a/tab\\there.rs" "b/tab\\there.rs"', 'tab\there.rs'],
    ['"a/\\a\\b\\f\\n\\r\\v.rs" "b/\\a\\b\\f\\n\\r\\v.rs"', '\x07\b\f\n\r\v.rs'],
    ['"a/é\\t.rs" "b/é\\t.rs"', 'é\t.rs'],
  ])('%s', async (line, path) => {
    expect((await fileOf(modeChange(line))).after).toBe(path);
    const [before, after] = line.split(/(?<=") (?=")/) as [string, string];
    expect((await fileOf(gitDiff(before, after))).after).toBe(path);
  });

  test.each(['"a/x" "b/x', '"a/\\q" "b/\\q"', '"a/\\39" "b/\\39"'])('%s is refused', async (line) => {
    expect(await failureOf(modeChange(line))).toMatch(/^x\.patch:1: /);
  });

  test('in renames', async () => {
    const text =
      'diff --git "a/\\303\\244.rs" b/b.rs\nsimilarity index 100%\nrename from "\\303\\244.rs"\nrename to b.rs\n';
    expect(await fileOf(text)).toMatchObject({ before: 'ä.rs', after: 'b.rs' });
  });
});

describe('a path in a `diff --git` line alone', () => {
  test.each([
    ['a/x.rs b/x.rs', 'x.rs'],
    ['a/x y.rs b/x y.rs', 'x y.rs'],
    ['a/x b/y.rs b/x b/y.rs', 'x b/y.rs'],
    ['a/x b/x b/x b/x b/x b/x', 'x b/x b/x'],
    ['a/a b/a b/a b/a', 'a b/a'],
    ['i/x.rs w/x.rs', 'x.rs'],
    ['c/x.rs i/x.rs', 'x.rs'],
    ['drivers/x.rs drivers/x.rs', 'drivers/x.rs'],
    ['drivers/x b/y.rs drivers/x b/y.rs', 'drivers/x b/y.rs'],
    ['x.rs x.rs', 'x.rs'],
    ['old/x.rs new/x.rs', 'x.rs'],
    ['a/x.rs a/x.rs', 'x.rs'],
  ])('%s', async (line, path) => {
    expect(await fileOf(modeChange(line))).toMatchObject({ before: path, after: path, newMode: '100755' });
  });

  test.each(['a/x.rs b/y.rs', 'x.rs y.rs', 'a/x.rs', ''])('%j is refused', async (line) => {
    expect(await failureOf(modeChange(line))).toMatch(/^x\.patch:1: cannot split/);
  });
});

describe('prefixes', () => {
  test.each([
    ['a/rust/x.rs', 'b/rust/x.rs', 'rust/x.rs'],
    ['i/rust/x.rs', 'w/rust/x.rs', 'rust/x.rs'],
    ['rust/x.rs', 'rust/x.rs', 'rust/x.rs'],
    ['x.rs', 'x.rs', 'x.rs'],
    ['linux.orig/rust/x.rs', 'linux/rust/x.rs', 'rust/x.rs'],
    ['./rust/x.rs', './rust/x.rs', 'rust/x.rs'],
  ])('%s %s', async (before, after, path) => {
    expect(await fileOf(gitDiff(before, after))).toMatchObject({ before: path, after: path });
    expect(await fileOf(`--- ${before}\n+++ ${after}\n${HUNK}`)).toMatchObject({ before: path, after: path });
  });

  test('of new and deleted files', async () => {
    const added = (line: string, name: string) =>
      fileOf(`diff --git ${line}\nnew file mode 100644\n--- /dev/null\n+++ ${name}\n@@ -0,0 +1 @@\n+a\n`);
    expect((await added('a/rust/x.rs b/rust/x.rs', 'b/rust/x.rs')).after).toBe('rust/x.rs');
    expect((await added('rust/x.rs rust/x.rs', 'rust/x.rs')).after).toBe('rust/x.rs');
    const plain = (name: string) => `--- ${name}\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n`;
    expect(await fileOf(plain('a/rust/x.rs'))).toMatchObject({ before: 'rust/x.rs', after: null, change: 'delete' });
    expect(await failureOf(plain('linux/rust/x.rs'))).toMatch(/cannot tell whether `linux\/rust\/x.rs` begins with/);
  });

  test('that cannot be told from folders are refused with a remedy', async () => {
    expect(await failureOf(gitDiff('x.rs', 'rust/x.rs'))).toMatch(/^x\.patch:1: cannot tell .*; make the diff again/);
  });
});

describe('headers that contradict themselves are refused', () => {
  test.each([
    ['two names', gitDiff('a/x.rs', 'b/y.rs')],
    ['a rename to elsewhere', `diff --git a/x b/y\nrename from x\nrename to y\n--- a/x\n+++ b/z\n${HUNK}`],
    ['half a rename', 'diff --git a/x b/y\nsimilarity index 100%\nrename from x\n'],
    ['new, but with a name before', `diff --git a/x b/x\nnew file mode 100644\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n`],
    [
      'another name than in `diff --git`',
      `diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/y\n@@ -0,0 +1 @@\n+a\n`,
    ],
    ['new and deleted', 'diff --git a/x b/x\nnew file mode 100644\ndeleted file mode 100644\n'],
    ['no file on both sides', `--- /dev/null\n+++ /dev/null\n${HUNK}`],
  ])('%s', async (_, text) => {
    expect(await failureOf(text)).toMatch(/^x\.patch:1: the header lines name different files/);
  });
});

describe('hostile paths are refused', () => {
  test.each([
    ['a//etc/passwd', 'is absolute'],
    ['a/../../etc/passwd', '`..`'],
    ['a/rust/../../x', '`..`'],
    ['a/./x', '`.`'],
    ['a/rust//x', 'empty'],
    ['a/.git/hooks/pre-commit', 'leads into `.git`'],
    ['a/sub/.GIT/config', 'leads into `.git`'],
    ['"a/x\\000.rs"', 'contains a NUL'],
    [`a/${'x'.repeat(5000)}`, 'is empty or too long'],
  ])('%s', async (name, reason) => {
    const other = name.replace('a/', 'b/');
    expect(await failureOf(gitDiff(name, other))).toContain(reason);
  });

  test('in renames and copies', async () => {
    const text = (word: string) => `diff --git a/x b/y\nsimilarity index 100%\n${word} from x\n${word} to ../y\n`;
    expect(await failureOf(text('rename'))).toMatch(/`\.\.` part/);
    expect(await failureOf(text('copy'))).toMatch(/`\.\.` part/);
  });

  test('a carriage return at the end of a path means damaged line ends', async () => {
    expect(await failureOf(gitDiff('a/x.rs\r', 'b/x.rs\r'))).toMatch(/carriage return/);
  });

  test('control characters do not reach messages', async () => {
    expect(await failureOf(gitDiff('a/../\x1b[2Jx', 'b/../\x1b[2Jx'))).not.toContain('\x1b');
  });
});
