/** Applying: offsets, refusals, ends of files, and what is applied already. */
import { applyFilePatch } from '../../src/patch/apply.ts';
import type { FilePatch } from '../../src/patch/patch.ts';
import { reverseFilePatch } from '../../src/patch/reverse.ts';
import { hunkTexts } from '../../src/patch/sides.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';
import { changedLines, fileOf, filesOf, RING_DIFF } from './support.ts';

const RING = `struct Ring {
    head: u32,
}

impl Ring {
    fn head(&self) -> u32 {
        unsafe { HEAD.read() }
    }
}
`;

function ringPatch(hunks: string): Promise<FilePatch> {
  return fileOf(`--- a/ring.rs\n+++ b/ring.rs\n${hunks}`);
}

const SAFETY =
  '@@ -6,3 +6,4 @@\n     fn head(&self) -> u32 {\n+        // SAFETY: x.\n         unsafe { HEAD.read() }\n     }\n';

function textOf(result: ReturnType<typeof applyFilePatch>): string | null {
  if (result.kind === 'applied') return result.after;
  throw new Error(result.kind === 'failure' ? failureText(result) : result.kind);
}

function refusal(result: ReturnType<typeof applyFilePatch>): string {
  return isFailure(result) ? failureText(result) : result.kind;
}

describe('a hunk applies', () => {
  test('where it says', async () => {
    const result = applyFilePatch(await ringPatch(SAFETY), RING);
    expect(result).toEqual({
      kind: 'applied',
      after: RING.replace('        unsafe', '        // SAFETY: x.\n        unsafe'),
      positions: [{ oldStart: 6, newStart: 6 }],
    });
  });

  test('elsewhere, at the nearest place, and says where', async () => {
    const patch = await ringPatch(SAFETY);
    const before = '// one\n'.repeat(7) + RING;
    expect(applyFilePatch(patch, before)).toMatchObject({
      kind: 'applied',
      positions: [{ oldStart: 13, newStart: 13 }],
    });
    const body = RING.split('\n').slice(5, 8).join('\n');
    const twice = `${body}\n//\n//\n//\n//\n//\n${body}\n//\n`;
    expect(applyFilePatch(patch, twice)).toMatchObject({ positions: [{ oldStart: 9 }] });
    expect(applyFilePatch(patch, twice.replace('//\n', '//\n//\n//\n//\n'))).toMatchObject({
      positions: [{ oldStart: 1 }],
    });
  });

  test('behind others that shifted it', async () => {
    const patch = await ringPatch(
      `@@ -1,3 +1,4 @@\n struct Ring {\n+    tail: u32,\n     head: u32,\n }\n${SAFETY.replace('+6,4', '+7,4')}`,
    );
    const before = `// one\n${RING}`;
    expect(refusal(applyFilePatch(patch, before))).toMatch(/line 1/);
    const result = applyFilePatch(patch, RING.replace('}\n\n', '}\n\n//\n//\n'));
    expect(result).toMatchObject({
      positions: [
        { oldStart: 1, newStart: 1 },
        { oldStart: 8, newStart: 9 },
      ],
    });
  });

  test('looked for from its new line on, since earlier hunks are applied then', async () => {
    const patch = await ringPatch('@@ -1 +1,4 @@\n+1\n+2\n+3\n a\n@@ -4,2 +7,3 @@\n x\n+y\n z\n');
    expect(applyFilePatch(patch, 'a\nx\nz\nx\nz\n')).toMatchObject({ after: '1\n2\n3\na\nx\nz\nx\ny\nz\n' });
  });

  test('before an earlier one, as `git apply` allows; positions follow', async () => {
    const hunk = (line: number, name: string) =>
      `@@ -${line},3 +${line},4 @@\n ${name}1\n+${name}\n ${name}2\n ${name}3\n`;
    const patch = await ringPatch(hunk(4, 'b') + hunk(9, 'a'));
    const result = applyFilePatch(patch, 'x\na1\na2\na3\nx\nb1\nb2\nb3\nx\n');
    expect(result).toEqual({
      kind: 'applied',
      after: 'x\na1\na\na2\na3\nx\nb1\nb\nb2\nb3\nx\n',
      positions: [
        { oldStart: 6, newStart: 7 },
        { oldStart: 2, newStart: 2 },
      ],
    });
  });
});

describe('a hunk is refused', () => {
  test('with file, hunk and the lines that differ', async () => {
    const result = applyFilePatch(await ringPatch(SAFETY), RING.replace('unsafe', 'unsaf'));
    expect(refusal(result)).toBe(
      'ring.rs: the hunk for line 6 (x.patch:3) does not apply: ' +
        'line 7 is `        unsaf { HEAD.read() }`, not `        unsafe { HEAD.read() }`; ' +
        'pass the tree that the patch was made for',
    );
  });

  test('with long lines cut to where they differ', async () => {
    const long = `const A: &str = "${'x'.repeat(200)}`;
    const patch = await ringPatch(`@@ -1 +1 @@\n-${long}y";\n+b\n`);
    expect(refusal(applyFilePatch(patch, `${long}z";\n`))).toContain(
      'line 1 is `...xxxxxxxxxxxxxxxxxxxxz";`, not `...x',
    );
  });

  test('where the file is too short', async () => {
    const patch = await ringPatch(SAFETY);
    expect(refusal(applyFilePatch(patch, 'a\n'))).toContain('is expected, but the file ends before line 2');
  });

  test.each([
    ['tabs that became blanks', '\tlet a;\n', '        let a;'],
    ['blanks that went', 'let a; \n', 'let a;'],
    ['another line end', 'let a;\n', 'let a;\r'],
  ])('by the true reason where white space alone differs: %s', async (_, inTree, inPatch) => {
    const patch = await ringPatch(`@@ -1,2 +1,3 @@\n ${inPatch}\n+b\n c\n`);
    expect(refusal(applyFilePatch(patch, `${inTree}c\n`))).toMatch(
      /line 1 differs only in white space .*; get the original patch/,
    );
  });

  test('with fuzz: a differing line of context', async () => {
    expect(refusal(applyFilePatch(await ringPatch(SAFETY), RING.replace('    }\n}', '    } //\n}')))).toContain(
      'line 8',
    );
  });

  test('away from the start where it begins at line 1', async () => {
    const patch = await ringPatch('@@ -1,2 +1,3 @@\n+a\n b\n c\n');
    expect(textOf(applyFilePatch(patch, 'b\nc\n'))).toBe('a\nb\nc\n');
    expect(refusal(applyFilePatch(patch, 'x\nb\nc\n'))).toContain('line 1 is `x`');
  });

  test('away from the end where nothing stands behind its changes', async () => {
    const patch = await ringPatch('@@ -2,2 +2,3 @@\n b\n c\n+d\n');
    expect(textOf(applyFilePatch(patch, 'x\nx\nx\nb\nc\n'))).toBe('x\nx\nx\nb\nc\nd\n');
    expect(refusal(applyFilePatch(patch, 'a\nb\nc\nx\n'))).toContain('it must match at the end of the file');
  });

  test('over lines of another hunk', async () => {
    const patch = await ringPatch('@@ -2,2 +2,2 @@\n-b\n+x\n c\n@@ -3,2 +3,2 @@\n c\n-d\n+y\n');
    expect(refusal(applyFilePatch(patch, 'a\nb\nc\nd\n'))).toContain('another hunk changes the same lines');
  });

  test('where looking for it takes too long', async () => {
    const lines = ' x\n'.repeat(4000);
    const patch = await ringPatch(
      `@@ -9,4001 +9,4001 @@\n${lines}-y\n+z\n@@ -9,2 +9,2 @@\n-a\n+b\n x\n`
        .replace('-y\n+z\n', '-y\n+z\n x\n')
        .replace('4001 +9,4001', '4002 +9,4002'),
    );
    expect(refusal(applyFilePatch(patch, 'x\n'.repeat(50000)))).toContain('takes too long');
  });
});

describe('the end of a file', () => {
  const patch = (lines: string) => ringPatch(`@@ -1,2 +1,2 @@\n a\n${lines}`);

  test('without a newline is kept, taken and given', async () => {
    const none = '\\ No newline at end of file\n';
    expect(textOf(applyFilePatch(await patch(`-b\n${none}+c\n${none}`), 'a\nb'))).toBe('a\nc');
    expect(textOf(applyFilePatch(await patch(`-b\n${none}+c\n`), 'a\nb'))).toBe('a\nc\n');
    expect(textOf(applyFilePatch(await patch(`-b\n+c\n${none}`), 'a\nb\n'))).toBe('a\nc');
    expect(textOf(applyFilePatch(await patch(`-b\n${none}+b\n`), 'a\nb'))).toBe('a\nb\n');
  });

  test('is part of the last line', async () => {
    expect(refusal(applyFilePatch(await patch('-b\n+c\n'), 'a\nb'))).toContain('is `b` without a newline, not `b`');
    const none = await patch('-b\n\\ No newline at end of file\n+c\n');
    expect(refusal(applyFilePatch(none, 'a\nb\n'))).toContain('is `b`, not `b` without a newline');
  });

  test('is no other separator than `\\n`', async () => {
    const text = 'a\rb\u2028c\u0085d\n';
    expect(textOf(applyFilePatch(await ringPatch(`@@ -1 +1,2 @@\n ${text}+e\n`), text))).toBe(`${text}e\n`);
  });
});

describe('whole files', () => {
  const added = fileOf('diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1,2 @@\n+a\n+b\n');
  const deleted = added.then(reverseFilePatch);

  test('are made and deleted', async () => {
    expect(applyFilePatch(await added, null)).toMatchObject({ after: 'a\nb\n', positions: [{ newStart: 1 }] });
    expect(applyFilePatch(await deleted, 'a\nb\n')).toMatchObject({ kind: 'applied', after: null });
    const empty = await fileOf('diff --git a/n b/n\nnew file mode 100644\nindex 0000000..e69de29\n');
    expect(applyFilePatch(empty, null)).toMatchObject({ after: '' });
    expect(applyFilePatch(reverseFilePatch(empty), '')).toMatchObject({ after: null });
  });

  test('are refused where they exist, are missing, or hold more', async () => {
    expect(refusal(applyFilePatch(await added, 'c\n'))).toMatch(/^n: exists already/);
    expect(refusal(applyFilePatch(await added, ''))).toMatch(/^n: exists already/);
    expect(refusal(applyFilePatch(await ringPatch(SAFETY), null))).toMatch(/^ring\.rs: is missing/);
    expect(refusal(applyFilePatch(await deleted, 'a\nb\nc\n'))).toContain('deletes the file but not all its lines');
    const lossy = await fileOf('diff --git a/n b/n\ndeleted file mode 100644\nindex e69de29..0000000\n');
    expect(refusal(applyFilePatch(lossy, 'a\n'))).toContain('deletes the file but not all its lines');
  });

  test('are renamed and copied, with and without changes', async () => {
    for (const word of ['rename', 'copy']) {
      const header = `diff --git a/o b/n\nsimilarity index 90%\n${word} from o\n${word} to n\n`;
      const [pure, changed] = await filesOf(`${header}${header}--- a/o\n+++ b/n\n@@ -1 +1 @@\n-a\n+b\n`);
      expect(textOf(applyFilePatch(pure as FilePatch, 'a\n'))).toBe('a\n');
      expect(textOf(applyFilePatch(changed as FilePatch, 'a\n'))).toBe('b\n');
      expect(refusal(applyFilePatch(pure as FilePatch, 'a\n', 'x\n'))).toMatch(/^n: exists already/);
      expect(refusal(applyFilePatch(pure as FilePatch, null))).toMatch(/^o: is missing/);
    }
  });

  test('keep their text when only the mode changes', async () => {
    const file = await fileOf('diff --git a/x b/x\nold mode 100644\nnew mode 100755\n');
    expect(textOf(applyFilePatch(file, 'a\n'))).toBe('a\n');
  });

  test('that are binary are refused', async () => {
    const file = await fileOf('diff --git a/x b/x\nindex 1111111..2222222 100644\nBinary files a/x and b/x differ\n');
    expect(refusal(applyFilePatch(file, 'a'))).toMatch(/^x: is a binary patch/);
  });
});

describe('what is applied already is named', () => {
  test.each([
    ['a change', RING_DIFF],
    ['a new file', 'diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+a\n'],
    ['a deleted file', 'diff --git a/n b/n\ndeleted file mode 100644\n--- a/n\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n'],
  ])('%s', async (_, text) => {
    const file = await fileOf(text);
    const before = `${'//\n'.repeat(9)}${hunkTexts(file)[0]?.before.text}//\n`;
    const first = applyFilePatch(file, file.change === 'modify' ? before : file.before && 'a\n');
    expect(applyFilePatch(file, textOf(first))).toEqual({ kind: 'already-applied' });
  });

  test('a rename and a copy, by what lies at the new path', async () => {
    const header = (word: string) => `diff --git a/o b/n\nsimilarity index 90%\n${word} from o\n${word} to n\n`;
    const hunk = '--- a/o\n+++ b/n\n@@ -1 +1 @@\n-a\n+b\n';
    expect(applyFilePatch(await fileOf(header('rename') + hunk), null, 'b\n')).toEqual({ kind: 'already-applied' });
    expect(applyFilePatch(await fileOf(header('copy') + hunk), 'a\n', 'b\n')).toEqual({ kind: 'already-applied' });
    expect(refusal(applyFilePatch(await fileOf(header('copy') + hunk), 'x\n', 'b\n'))).toContain('exists already');
    expect(refusal(applyFilePatch(await fileOf(header('rename') + hunk), null, 'x\n'))).toContain('is missing');
  });

  test('but not what is applied in part', async () => {
    const patch = await ringPatch('@@ -1,2 +1,2 @@\n-a\n+b\n c\n@@ -3,2 +3,2 @@\n-d\n+e\n f\n');
    expect(refusal(applyFilePatch(patch, 'b\nc\nd\nf\n'))).toContain('does not apply');
    expect(applyFilePatch(patch, 'b\nc\ne\nf\n')).toEqual({ kind: 'already-applied' });
  });
});

describe('the sides of a patch', () => {
  const text = '@@ -2,3 +2,3 @@\n a\n-b\n+c\n d\n@@ -8,2 +8,3 @@\n e\n+f\n g\n';

  test('are texts with their first lines', async () => {
    expect(hunkTexts(await ringPatch(text))).toEqual([
      { before: { firstLine: 2, text: 'a\nb\nd\n' }, after: { firstLine: 2, text: 'a\nc\nd\n' } },
      { before: { firstLine: 8, text: 'e\ng\n' }, after: { firstLine: 8, text: 'e\nf\ng\n' } },
    ]);
  });

  test('have lines of their own, as said or as applied', async () => {
    const patch = await ringPatch(text);
    expect(changedLines(patch)).toEqual({ added: new Set([3, 9]), deleted: new Set([3]) });
    const applied = applyFilePatch(patch, 'x\nx\na\nb\nd\nx\ne\ng\n');
    const positions = applied.kind === 'applied' ? applied.positions : [];
    expect(changedLines(patch, positions)).toEqual({ added: new Set([4, 8]), deleted: new Set([4]) });
  });

  test('swap', async () => {
    const ring = await fileOf(RING_DIFF);
    expect(reverseFilePatch(ring)).toMatchObject({ oldBlob: '2222222', hunks: [{ oldLines: 4, newLines: 3 }] });
    expect(reverseFilePatch(reverseFilePatch(ring))).toEqual(ring);
    const modes = await fileOf('diff --git a/x b/x\nold mode 100644\nnew mode 100755\n');
    expect(reverseFilePatch(modes)).toMatchObject({ oldMode: '100755', newMode: '100644' });
  });
});
