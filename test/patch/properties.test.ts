/** What holds for any pair of texts: a diff between them leads from one to the other, and back. */
import fc from 'fast-check';
import { applyFilePatch } from '../../src/patch/apply.ts';
import { reverseFilePatch } from '../../src/patch/reverse.ts';
import { hunkTexts } from '../../src/patch/sides.ts';
import { isFailure } from '../../src/text/failure.ts';
import { COMMIT_LINE, changedLines, fileOf, mail, read, seriesOf } from './support.ts';

/** A stretch of a file: the same on both sides, or different. */
interface Stretch {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const line = fc.oneof(
  fc.constantFrom(
    '',
    '    }',
    '-- ',
    '--- a/x',
    '+++ b/x',
    '@@ -1 +1 @@',
    'diff --git a/y b/y',
    '\\ x',
    'a\r',
    'é\u2028',
    'unsafe {',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\n', '')),
);
const lines = (minLength: number, maxLength: number) => fc.array(line, { minLength, maxLength });
const same = lines(0, 9).map((both): Stretch => ({ before: both, after: both }));
const different = fc
  .tuple(lines(0, 4), lines(0, 4))
  .filter(([before, after]) => before.length + after.length > 0)
  .map(([before, after]): Stretch => ({ before, after }));

interface Pair {
  readonly stretches: readonly Stretch[];
  readonly newlineBefore: boolean;
  readonly newlineAfter: boolean;
}

/** Same and different stretches by turns, at least one different. */
const pair: fc.Arbitrary<Pair> = fc
  .tuple(same, fc.array(fc.tuple(different, same), { minLength: 1, maxLength: 6 }), fc.boolean(), fc.boolean())
  .map(([first, rest, newlineBefore, newlineAfter]) => {
    const stretches = [first, ...rest.flat()].filter(({ before, after }) => before.length + after.length > 0);
    const last = stretches.at(-1) as Stretch;
    return { stretches, newlineBefore, newlineAfter: last.before === last.after ? newlineBefore : newlineAfter };
  })
  .filter((each) => sideOf(each, 'before') !== '' && sideOf(each, 'after') !== '');

function sideOf({ stretches, newlineBefore, newlineAfter }: Pair, side: 'before' | 'after'): string {
  const all = stretches.flatMap((stretch) => stretch[side]);
  const hasNewline = side === 'before' ? newlineBefore : newlineAfter;
  const text = all.join('\n');
  return all.length > 0 && hasNewline ? `${text}\n` : text;
}

interface Row {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
  readonly lacksNewline: boolean;
}

function rowsOf(each: Pair): readonly Row[] {
  const signed = each.stretches.flatMap(({ before, after }): [Row['sign'], string][] => {
    if (before === after) return before.map((text) => [' ', text]);
    return [
      ...before.map((text): [Row['sign'], string] => ['-', text]),
      ...after.map((text): [Row['sign'], string] => ['+', text]),
    ];
  });
  const lastOld = each.newlineBefore ? -1 : signed.findLastIndex(([sign]) => sign !== '+');
  const lastNew = each.newlineAfter ? -1 : signed.findLastIndex(([sign]) => sign !== '-');
  return signed.flatMap(([sign, text], index): Row[] => {
    const [oldEnds, newEnds] = [index === lastOld, index === lastNew];
    const isContext = sign === ' ' && oldEnds === newEnds;
    if (isContext) return [{ sign, text, lacksNewline: oldEnds }];
    const rows: Row[] = [
      { sign: '-', text, lacksNewline: oldEnds },
      { sign: '+', text, lacksNewline: newEnds },
    ];
    return rows.filter((row) => sign === ' ' || sign === row.sign);
  });
}

/** Writes the diff of a pair with `context` lines around each change; changes whose context meets share a hunk. */
function diffOf(each: Pair, context: number): string {
  const rows = rowsOf(each);
  const isNear = rows.map((_, index) => {
    const around = rows.slice(Math.max(0, index - context), index + context + 1);
    return around.some(({ sign }) => sign !== ' ');
  });
  const parts: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (let index = 0; index < rows.length; ) {
    const end = isNear.indexOf(!isNear[index], index);
    const run = rows.slice(index, end === -1 ? rows.length : end);
    const oldCount = run.filter(({ sign }) => sign !== '+').length;
    const newCount = run.filter(({ sign }) => sign !== '-').length;
    if (isNear[index]) {
      const start = (lineNumber: number, count: number) => `${count === 0 ? lineNumber - 1 : lineNumber},${count}`;
      parts.push(`@@ -${start(oldLine, oldCount)} +${start(newLine, newCount)} @@ fn x() {\n`);
      for (const { sign, text, lacksNewline } of run) {
        parts.push(`${sign}${text}\n${lacksNewline ? '\\ No newline at end of file\n' : ''}`);
      }
    }
    oldLine += oldCount;
    newLine += newCount;
    index += run.length;
  }
  return `diff --git a/ring.rs b/ring.rs\n--- a/ring.rs\n+++ b/ring.rs\n${parts.join('')}`;
}

/** A text without a newline at its end must not end in an empty line, which would be none. */
function isWritable(each: Pair): boolean {
  const endsInLine = (side: 'before' | 'after', hasNewline: boolean) =>
    hasNewline || each.stretches.flatMap((stretch) => stretch[side]).at(-1) !== '';
  const hasStretch = each.stretches.some(({ before, after }) => before !== after);
  return hasStretch && endsInLine('before', each.newlineBefore) && endsInLine('after', each.newlineAfter);
}

const writablePair = pair.filter(isWritable);

test('a diff leads from one text to the other', async () => {
  await fc.assert(
    fc.asyncProperty(writablePair, fc.integer({ min: 1, max: 4 }), async (each, context) => {
      const file = await fileOf(diffOf(each, context));
      const applied = applyFilePatch(file, sideOf(each, 'before'));
      expect(applied).toMatchObject({ kind: 'applied', after: sideOf(each, 'after') });
    }),
    { numRuns: 500 },
  );
});

test('its reverse leads back', async () => {
  await fc.assert(
    fc.asyncProperty(writablePair, async (each) => {
      const file = await fileOf(diffOf(each, 3));
      const applied = applyFilePatch(reverseFilePatch(file), sideOf(each, 'after'));
      expect(applied).toMatchObject({ kind: 'applied', after: sideOf(each, 'before') });
      expect(reverseFilePatch(reverseFilePatch(file))).toEqual(file);
    }),
  );
});

test('where it was applied it shows its own lines on both sides', async () => {
  await fc.assert(
    fc.asyncProperty(writablePair, async (each) => {
      const file = await fileOf(diffOf(each, 3));
      const applied = applyFilePatch(file, sideOf(each, 'before'));
      if (applied.kind !== 'applied') throw new Error(applied.kind);
      const [before, after] = [sideOf(each, 'before').split('\n'), sideOf(each, 'after').split('\n')];
      for (const [index, texts] of hunkTexts(file).entries()) {
        const position = applied.positions[index] ?? { oldStart: 0, newStart: 0 };
        const shown = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
        const [shownBefore, shownAfter] = [shown(texts.before.text), shown(texts.after.text)];
        expect(before.slice(position.oldStart - 1, position.oldStart - 1 + shownBefore.length)).toEqual(shownBefore);
        expect(after.slice(position.newStart - 1, position.newStart - 1 + shownAfter.length)).toEqual(shownAfter);
      }
      const { added, deleted } = changedLines(file, applied.positions);
      const kept = before.filter((_, index) => !deleted.has(index + 1));
      expect(
        after
          .filter((_, index) => !added.has(index + 1))
          .join('\n')
          .trimEnd(),
      ).toBe(kept.join('\n').trimEnd());
    }),
  );
});

test('a mail around it changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(writablePair, async (each) => {
      const diff = diffOf(each, 3);
      const [plain, mailed] = [await fileOf(diff), await fileOf(COMMIT_LINE + mail({ diff }))];
      const withoutPlaces = (hunks: typeof plain.hunks) => hunks.map((hunk) => ({ ...hunk, place: '' }));
      expect(withoutPlaces(mailed.hunks)).toEqual(withoutPlaces(plain.hunks));
    }),
  );
});

test('cut off anywhere inside its hunks it is refused or ends with a whole hunk', async () => {
  await fc.assert(
    fc.asyncProperty(writablePair, fc.nat(), async (each, seed) => {
      const rows = diffOf(each, 3).split('\n');
      const kept = rows.slice(0, 1 + (seed % (rows.length - 1)));
      const result = await read(`${kept.join('\n')}\n`);
      if (isFailure(result)) return;
      const whole = (await seriesOf(rows.join('\n'))).patches[0]?.files[0]?.hunks ?? [];
      const hunks = result.patches[0]?.files[0]?.hunks ?? [];
      expect(hunks.map(({ place }) => place)).toEqual(whole.slice(0, hunks.length).map(({ place }) => place));
      expect(hunks.slice(0, -1)).toEqual(whole.slice(0, Math.max(0, hunks.length - 1)));
    }),
  );
});

test('no input makes it throw', async () => {
  const words = fc.constantFrom(
    ...[
      'diff --git ',
      'a/x ',
      'b/x\n',
      '--- ',
      '+++ ',
      '/dev/null\n',
      '@@ -1 +1 @@\n',
      '@@ -0,0 +1,2 @@',
      '-a\n',
      '+b\n',
      ' c\n',
    ],
    ...[
      '\n',
      '\r\n',
      '\\ No newline\n',
      'From ',
      'a@b Thu Jan  1 00:00:00 1970\n',
      'Subject: [PATCH 1/2] x\n',
      '---\n',
      '"',
      '\\',
    ],
    ...[
      'Content-Type: multipart/mixed; boundary=x\n',
      '--x\n',
      'rename from ',
      'new file mode 100644\n',
      'GIT binary patch\n',
    ],
    ...['literal 1\n', 'index 1..2\n', 'Content-Transfer-Encoding: base64\n', '=?utf-8?q?=?=', '\0', '\x80', 'commit '],
  );
  const text = fc.array(words, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''), 'latin1'));
  await fc.assert(
    fc.asyncProperty(text, async (bytes) => {
      expect(await read(bytes)).toBeDefined();
    }),
    { numRuns: 2000 },
  );
});
