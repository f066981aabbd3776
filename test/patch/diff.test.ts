/** Diffs by themselves: files, hunks, and the guards around the parser. */
import { failureOf, fileOf, filesOf, RING_DIFF, read, signed } from './support.ts';

const HEAD = '--- a/ring.rs\n+++ b/ring.rs\n';

describe('a file in a diff', () => {
  test('has its paths, modes, blobs and hunks', async () => {
    expect(await fileOf(RING_DIFF)).toEqual({
      before: 'drivers/gpu/ring.rs',
      after: 'drivers/gpu/ring.rs',
      change: 'modify',
      binary: false,
      oldMode: '100644',
      newMode: '100644',
      oldBlob: '1111111',
      newBlob: '2222222',
      hunks: [
        {
          oldStart: 10,
          oldLines: 3,
          newStart: 10,
          newLines: 4,
          section: 'impl Ring {',
          place: 'x.patch:5',
          lines: [
            { kind: 'context', text: '    fn head(&self) -> u32 {', noNewline: false },
            {
              kind: 'add',
              text: '        // SAFETY: `self.registers` is mapped for as long as `self` lives.',
              noNewline: false,
            },
            { kind: 'context', text: '        unsafe { self.registers.read(HEAD) }', noNewline: false },
            { kind: 'context', text: '    }', noNewline: false },
          ],
        },
      ],
    });
  });

  test('is new, with or without lines', async () => {
    const [full, empty] = await filesOf(`diff --git a/lib.rs b/lib.rs
new file mode 100755
index 0000000..1234567
--- /dev/null
+++ b/lib.rs
@@ -0,0 +1 @@
+mod ring;
diff --git a/empty file.rs b/empty file.rs
new file mode 100644
index 0000000..e69de29
`);
    expect(full).toMatchObject({ before: null, after: 'lib.rs', change: 'add', oldMode: null, newMode: '100755' });
    expect(full).toMatchObject({ oldBlob: null, newBlob: '1234567' });
    expect(empty).toMatchObject({ before: null, after: 'empty file.rs', change: 'add', hunks: [] });
  });

  test('is deleted, with or without lines', async () => {
    const [full, empty] = await filesOf(`diff --git a/lib.rs b/lib.rs
deleted file mode 100644
index 1234567..0000000
--- a/lib.rs
+++ /dev/null
@@ -1 +0,0 @@
-mod ring;
diff --git a/b.rs b/b.rs
deleted file mode 100644
index e69de29..0000000
`);
    expect(full).toMatchObject({ before: 'lib.rs', after: null, change: 'delete', oldMode: '100644', newMode: null });
    expect(empty).toMatchObject({ before: 'b.rs', after: null, change: 'delete' });
  });

  test('is renamed or copied, with and without hunks', async () => {
    const files = await filesOf(`diff --git a/a.rs b/b.rs
similarity index 100%
rename from a.rs
rename to b.rs
diff --git a/ring.rs b/ring buffer.rs
similarity index 90%
rename from ring.rs
rename to ring buffer.rs
index 1111111..2222222 100644
--- a/ring.rs
+++ b/ring buffer.rs\t
@@ -1 +1 @@
-a
+b
diff --git a/ring.rs b/ring2.rs
similarity index 100%
copy from ring.rs
copy to ring2.rs
`);
    expect(files.map(({ before, after, change, hunks }) => [before, after, change, hunks.length])).toEqual([
      ['a.rs', 'b.rs', 'rename', 0],
      ['ring.rs', 'ring buffer.rs', 'rename', 1],
      ['ring.rs', 'ring2.rs', 'copy', 0],
    ]);
  });

  test('is binary, as a patch or by name only', async () => {
    const files = await filesOf(`diff --git a/a.bin b/a.bin
index 1111111..2222222 100644
GIT binary patch
literal 3
Kc${'`'}$kMvi

delta 5
McmZQzU|

diff --git a/b.bin b/b.bin
index 1111111..2222222 100644
Binary files a/b.bin and b/b.bin differ
${RING_DIFF}`);
    expect(files.map(({ after, binary, hunks }) => [after, binary, hunks.length])).toEqual([
      ['a.bin', true, 0],
      ['b.bin', true, 0],
      ['drivers/gpu/ring.rs', false, 1],
    ]);
  });

  test('is a submodule', async () => {
    const file = await fileOf(`diff --git a/sub b/sub
index 1111111..2222222 160000
--- a/sub
+++ b/sub
@@ -1 +1 @@
-Subproject commit 1111111111111111111111111111111111111111
+Subproject commit 2222222222222222222222222222222222222222
`);
    expect(file).toMatchObject({ before: 'sub', oldMode: '160000', newMode: '160000' });
  });

  test('may come from a diff that is not git’s', async () => {
    const files = await filesOf(`Only in b: notes
diff -urN a/ring.rs b/ring.rs
--- a/ring.rs\t2026-11-02 10:00:00.000000000 +0100
+++ b/ring.rs\t2026-11-02 10:01:00.000000000 +0100
@@ -1 +1 @@
-a
+b
--- a/with spaces.rs   2026-11-02 10:00:00
+++ b/with spaces.rs   2026-11-02 10:01:00
@@ -1 +1 @@
-a
+b
--- a/new.rs\t1970-01-01 01:00:00.000000000 +0100
+++ b/new.rs\t2026-11-02 10:01:00.000000000 +0100
@@ -0,0 +1 @@
+b
--- a/old.rs.orig
+++ b/old.rs
@@ -1 +1 @@
-a
+b
--- a/old.rs
+++ b/old.rs.new
@@ -1 +1 @@
-a
+b
`);
    expect(files.map(({ before, after }) => [before, after])).toEqual([
      ['ring.rs', 'ring.rs'],
      ['with spaces.rs', 'with spaces.rs'],
      [null, 'new.rs'],
      ['old.rs', 'old.rs'],
      ['old.rs', 'old.rs'],
    ]);
  });
});

describe('hunks', () => {
  test('count one line where none is said', async () => {
    const file = await fileOf(`${HEAD}@@ -3 +3,2 @@\n-a\n+b\n+c\n`);
    expect(file.hunks[0]).toMatchObject({ oldStart: 3, oldLines: 1, newStart: 3, newLines: 2, section: '' });
  });

  test('keep lines that look like headers, signatures or mails', async () => {
    const lines = [
      '--- a/x',
      '+++ b/x',
      '-- ',
      ' diff --git a/y b/y',
      '+From a@b Thu Jan  1 00:00:00 1970',
      '-@@ -1 +1 @@',
    ];
    const file = await fileOf(`${HEAD}@@ -1,5 +1,3 @@\n${lines.join('\n')}\n-last\n`);
    expect(signed(file)).toEqual([...lines, '-last']);
  });

  test('keep carriage returns in their lines', async () => {
    const file = await fileOf(`${HEAD}@@ -1,2 +1,2 @@\n fn a() {}\r\n-let a = 1;\r\n+let a = 2;\r\n`);
    expect(signed(file)).toEqual([' fn a() {}\r', '-let a = 1;\r', '+let a = 2;\r']);
  });

  test('keep separators of other alphabets in their lines', async () => {
    const file = await fileOf(`${HEAD}@@ -1 +1 @@ fn \u2028\n-a\u2028b\u0085\f\n+a\u2029b\v\n`);
    expect(signed(file)).toEqual(['-a\u2028b\u0085\f', '+a\u2029b\v']);
  });

  test('take an empty line for an empty line of context', async () => {
    const file = await fileOf(`${HEAD}@@ -1,3 +1,3 @@\n-a\n+b\n\n c\n`);
    expect(signed(file)).toEqual(['-a', '+b', ' ', ' c']);
  });
});

describe('guards around the parser', () => {
  test('a `\\ No newline` row is no line', async () => {
    const text = `${HEAD}@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n`;
    expect(signed(await fileOf(text))).toEqual([' a', '-b\\', '+c\\']);
  });

  test('a `\\ No newline` row in another language is none either', async () => {
    const text = `${HEAD}@@ -1,2 +1,2 @@\n a\n-b\n+c\n\\ Kein Zeilenumbruch am Dateiende.\n`;
    expect(signed(await fileOf(text))).toEqual([' a', '-b', '+c\\']);
  });

  test('lines behind the one without a newline are refused', async () => {
    const text = `${HEAD}@@ -1 +1,2 @@\n-a\n+b\n\\ No newline at end of file\n+c\n`;
    expect(await failureOf(text)).toMatch(/^x\.patch:7: a line follows the one marked as having no newline/);
  });

  test('a hunk that was cut off is refused', async () => {
    expect(await failureOf(`${HEAD}@@ -1,3 +1,4 @@\n a\n+b\n c\n`)).toBe(
      'x.patch:3: the hunk header promises 3 old and 4 new lines, but the hunk has 2 and 3; ' +
        'get the patch again: it was cut off, wrapped by a mail client or edited by hand',
    );
  });

  test('a hunk with a wrapped line is refused', async () => {
    expect(await failureOf(`${HEAD}@@ -1,2 +1,3 @@\n a\n+    let x =\nring.head();\n c\n`)).toMatch(
      /^x\.patch:3: the hunk/,
    );
  });

  test('a hunk with more lines than it says is refused', async () => {
    expect(await failureOf(`${HEAD}@@ -1 +1,2 @@\n a\n+b\n+c\n`)).toMatch(/^x\.patch:6: the hunk has more lines/);
    expect(await failureOf(`${HEAD}@@ -1 +1,2 @@\n a\n+b\n c\n`)).toMatch(/^x\.patch:6: the hunk has more lines/);
  });

  test('a hunk without a change is refused', async () => {
    expect(await failureOf(`${HEAD}@@ -1,2 +1,2 @@\n a\n b\n`)).toMatch(/^x\.patch:3: the hunk changes nothing/);
    expect(await failureOf(`${HEAD}@@ -0,0 +0,0 @@\n`)).toMatch(/^x\.patch:3: the hunk changes nothing/);
  });

  test('a hunk whose head cannot be read is refused', async () => {
    expect(await failureOf(`${HEAD}@@ -1,a +1 @@\n-a\n+b\n`)).toMatch(/^x\.patch:3: .*is not a valid hunk header/);
    expect(await failureOf(`${HEAD}@@ -99999999999 +1 @@\n-a\n+b\n`)).toMatch(
      /^x\.patch:3: .*is not a valid hunk header/,
    );
    expect(await failureOf(`${HEAD}@@ -1 +99999999999 @@\n-a\n+b\n`)).toMatch(
      /^x\.patch:3: .*is not a valid hunk header/,
    );
  });

  test('a hunk has no file header above it is refused', async () => {
    expect(await failureOf('@@ -1 +1 @@\n-a\n+b\n')).toMatch(/^x\.patch:1: a hunk has no file header/);
  });

  test('a header without what has to follow is refused', async () => {
    const header = 'diff --git a/a.rs b/a.rs\n';
    expect(await failureOf(header)).toMatch(/^x\.patch:1: no hunk follows/);
    expect(await failureOf(`${header}index 1111111..2222222 100644\n`)).toMatch(/no hunk follows/);
    expect(await failureOf(`${header}index 1111111..2222222 100644\n--- a/a.rs\n`)).toMatch(/has no `\+\+\+ `/);
    expect(await failureOf(`${header}index 1111111..2222222\n--- a/a.rs\n+++ b/a.rs\n`)).toMatch(/no hunk follows/);
    expect(await failureOf(`${header}old mode 100644\nnew mode 100755\n--- a/a.rs\n+++ b/a.rs\n`)).toMatch(
      /no hunk follows/,
    );
    expect(await failureOf(`${header}new file mode 100644\nindex 0000000..2222222\n`)).toMatch(/no hunk follows/);
    expect(await failureOf(`${header}old mode 100644\nnew mode 100755\nindex 1111111..2222222\n`)).toMatch(
      /no hunk follows/,
    );
    expect(await failureOf(`${header}index 1111111..2222222 100644\nGIT binary patch\nliteral 9\n`)).toMatch(
      /has no end/,
    );
  });

  test('a combined diff is refused', async () => {
    const body = 'index 1111111,2222222..3333333\n--- a/a.rs\n+++ b/a.rs\n@@@ -1,1 -1,1 +1,2 @@@\n  a\n++b\n';
    expect(await failureOf(`diff --cc a.rs\n${body}`)).toMatch(/^x\.patch:1: this is the combined diff of a merge/);
    expect(await failureOf(`diff --combined a.rs\n${body}`)).toMatch(/^x\.patch:1: this is the combined/);
    expect(await failureOf(`diff --git a/a.rs b/a.rs\n${body}`)).toMatch(/^x\.patch:5: this is the combined/);
  });

  test('a new file has no old lines, a deleted one no new ones', async () => {
    const added = 'diff --git a/a b/a\nnew file mode 100644\n--- /dev/null\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\n';
    expect(await failureOf(added)).toMatch(/^x\.patch:1: `a` is new, but has old lines/);
    const deleted = 'diff --git a/a b/a\ndeleted file mode 100644\n--- a/a\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n';
    expect(await failureOf(deleted)).toMatch(/^x\.patch:1: `a` is deleted, but has new lines/);
  });

  test('the text behind `@@` is no file name and stays as it is', async () => {
    const file = await fileOf(`${HEAD}@@ -1 +1 @@ b/other.rs a/b b/c\n-a\n+b\n`);
    expect([file.after, file.hunks[0]?.section]).toEqual(['ring.rs', 'b/other.rs a/b b/c']);
  });

  test('a mode change takes nothing from the file behind it', async () => {
    const modes = 'diff --git a/m b/m\nold mode 100644\nnew mode 100755\n';
    const files = await filesOf(RING_DIFF + modes + RING_DIFF.replaceAll('ring', 'queue'));
    expect(files.map(({ after, newMode, hunks }) => [after, newMode, hunks.length])).toEqual([
      ['drivers/gpu/ring.rs', '100644', 1],
      ['m', '100755', 0],
      ['drivers/gpu/queue.rs', '100644', 1],
    ]);
  });
});

describe('inputs without a patch', () => {
  test.each([
    ['', 'x.patch: is empty'],
    [' \n\t\r\n', 'x.patch: is empty'],
    ['fn main() {}\n', 'x.patch: contains no patch'],
    ['--- a list\n+++ of things\n', 'x.patch: contains no patch'],
  ])('%j is refused', async (text, expected) => {
    expect(await failureOf(text)).toMatch(expected);
  });

  test('compressed and UTF-16 files are named as such', async () => {
    expect(await failureOf(Uint8Array.of(0x1f, 0x8b, 8, 0))).toMatch(/is compressed/);
    expect(await failureOf(Buffer.from(`\ufeff${RING_DIFF}`, 'utf16le'))).toMatch(/UTF-16/);
  });

  test('a mark of UTF-8 at the start is passed over', async () => {
    expect((await fileOf(`\ufeff${RING_DIFF}`)).after).toBe('drivers/gpu/ring.rs');
  });

  test('no input at all is refused', async () => {
    const { readPatches } = await import('../../src/patch/series.ts');
    expect(await readPatches([])).toMatchObject({ kind: 'failure', what: 'contains no patch' });
  });
});

test('bytes that are no UTF-8 become U+FFFD, everything else stays', async () => {
  const text = Buffer.concat([Buffer.from(`${HEAD}@@ -1 +1 @@\n-caf`), Buffer.of(0xe9), Buffer.from('\n+café \t\n')]);
  expect(signed(await fileOf(text))).toEqual(['-caf\ufffd', '+café \t']);
});

test('the result is plain data', async () => {
  const series = await read(RING_DIFF);
  expect(JSON.parse(JSON.stringify(series))).toEqual(series);
});
