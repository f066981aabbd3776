/** From patches to texts: what the index lines name is checked, what does not fit is read from its hunks, and nothing is passed over. */
import { createHash } from 'node:crypto';
import type { BlobSource, SourceFile } from '../../../src/app/ports/source-tree.ts';
import { NO_CACHE } from '../../../src/app/ports/source-tree.ts';
import { prepareSeries, type Sources } from '../../../src/app/review/prepare-series.ts';
import { reviewPrepared } from '../../../src/app/review/review-series.ts';
import { renderReviewMail } from '../../../src/report/mail/mail-reply.ts';
import { reviewVerdict } from '../../../src/report/select/verdict.ts';
import { DEFAULT_POLICY } from '../../../src/review/policy.ts';
import { failureText, isFailure } from '../../../src/text/failure.ts';
import { seriesOf } from '../../patch/support.ts';
import { type Files, memoryTree } from '../../support/memory-tree.ts';
import { writeMail, writePatch } from '../../support/write-patch.ts';

const RING = 'drivers/ring/ring.rs';
const QUEUE = 'drivers/ring/queue.rs';
const pad = (name: string, count = 12) =>
  Array.from({ length: count }, (_, index) => `// ${name} ${index + 1}\n`).join('');
const SOUND = `${pad('top')}fn head(ring: *const u32) -> u32 {\n    // SAFETY: \`ring\` points to a live ring.\n    unsafe { *ring }\n}\n${pad('end')}`;
const FAULT = SOUND.replace(/ *\/\/ SAFETY.*\n/, '');
const OTHER = SOUND.replace('head', 'tail');
const ADDED = OTHER.replace('}\n', '}\n\nfn next(ring: *const u32) -> u32 {\n    unsafe { *ring.add(1) }\n}\n');

const treeOf = (files: Files, more: Partial<Sources> = {}): Sources => ({
  tree: memoryTree(files),
  blobs: null,
  basis: 'tree',
  isBinding: true,
  ...more,
});

const id = (text: string, algorithm = 'sha1') =>
  createHash(algorithm)
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');

/** A diff of one file with an index line. */
function named(before: string, after: string, oldId = id(before), newId = id(after), path = RING): string {
  const diff = writePatch({ [path]: before }, { [path]: after });
  return diff.replace('\n--- ', `\nindex ${oldId}..${newId} 100644\n--- `);
}

async function reviewed(patch: string, sources: Sources | null) {
  const series = await seriesOf(patch);
  const prepared = await prepareSeries(series, sources);
  if (isFailure(prepared)) return { said: [failureText(prepared)], prepared: undefined, mail: '' };
  const means = { policy: DEFAULT_POLICY, cache: NO_CACHE };
  const review = await reviewPrepared(prepared, sources, { base: null, head: null }, means);
  const faults = review.findings.filter(({ rule }) => rule !== 'new-unsafe');
  const said = faults.map(({ rule, path, line }) => `${path}:${line} ${rule}`);
  return { said, review, prepared, mail: renderReviewMail(review, series, { positions: prepared.positions }) };
}

describe('the result is the one that the index line names', () => {
  test.each([
    ['in full', 40, 'sha1'],
    ['abbreviated', 7, 'sha1'],
    ['of SHA-256 in full', 64, 'sha256'],
    ['of SHA-256 and abbreviated', 12, 'sha256'],
  ])('%s', async (_, digits, algorithm) => {
    const [before, after] = [SOUND, FAULT].map((text) => id(text, algorithm).slice(0, digits));
    const patch = named(SOUND, FAULT, before, after);
    expect((await reviewed(patch, treeOf({ [RING]: SOUND }))).said).toEqual([`${RING}:14 undocumented-unsafe`]);
    const edited = named(SOUND, FAULT.replace('*ring }', '*ring.add(9) }'), before, after);
    const [words] = (await reviewed(edited, treeOf({ [RING]: SOUND }))).said;
    expect(words).toMatch(
      /^drivers\/ring\/ring\.rs: the result of the patch does not match its `index` line \(blob [0-9a-f]+\); get the patch again/,
    );
  });

  test('a new file whose text differs from its blob id gets a note: all of it is in the patch, so nothing is at a wrong place', async () => {
    const patch = (newId: string) =>
      writePatch({}, { [RING]: FAULT }).replace('\n--- ', `\nindex 0000000..${newId}\n--- `);
    const [right, wrong] = [
      await reviewed(patch(id(FAULT).slice(0, 12)), null),
      await reviewed(patch('1234567'), null),
    ];
    expect([right.said, wrong.said]).toEqual(Array(2).fill([`${RING}:14 undocumented-unsafe`]));
    expect([right.prepared?.notes, wrong.prepared?.notes]).toEqual([
      [],
      [expect.stringMatching(/ring\.rs: the result of the patch does not match its `index` line/)],
    ]);
  });

  test('a blank that a mail program put there is named', async () => {
    const patch = named(SOUND, FAULT).replace('-    // SAFETY', '+    let\u00a0a = 1;\n-    // SAFETY');
    const hunk = patch.replace(
      /@@ -(\d+),(\d+) \+(\d+),(\d+) @@/,
      (_, a, b, c, d) => `@@ -${a},${b} +${c},${Number(d) + 1} @@`,
    );
    const [words] = (await reviewed(hunk, treeOf({ [RING]: SOUND }))).said;
    expect(words).toMatch(/`index` line .*: an added line contains U\+00A0, which is not valid in Rust/);
  });

  test('but not where the text before is another one than the patch names: there another result is right', async () => {
    const tree = treeOf({ [RING]: `// new\n${SOUND}` });
    expect((await reviewed(named(SOUND, FAULT), tree)).said).toEqual([`${RING}:15 undocumented-unsafe`]);
  });

  test('nor where bytes were no UTF-8, which the text does not hold any longer', async () => {
    const after = FAULT.replace('end 3', 'end \uFFFD');
    const patch = named(SOUND, after, id(SOUND), 'bbbbbbb');
    expect((await reviewed(patch, treeOf({ [RING]: SOUND }))).said).toEqual([`${RING}:14 undocumented-unsafe`]);
    const fresh = writePatch({}, { [RING]: after }).replace('\n--- ', '\nindex 0000000..bbbbbbb\n--- ');
    expect((await reviewed(fresh, null)).said).toEqual([`${RING}:14 undocumented-unsafe`]);
  });

  test('of what is applied already, it is the text that is there', async () => {
    const { said, prepared } = await reviewed(named(SOUND, FAULT), treeOf({ [RING]: FAULT }));
    expect([said, prepared?.notes[0]]).toEqual([
      [`${RING}:14 undocumented-unsafe`],
      expect.stringContaining('is already applied'),
    ]);
  });

  test('in a series each patch stands on what the one before left', async () => {
    const more = FAULT.replace('top 3', 'top three');
    const mails = [writeMail('one', named(SOUND, FAULT)), writeMail('two', named(FAULT, more))];
    const mbox = mails.map((mail) => `From a Mon Sep 17 00:00:00 2001\n${mail}\n`).join('');
    expect((await reviewed(mbox, treeOf({ [RING]: SOUND }))).said).toEqual([`${RING}:14 undocumented-unsafe`]);
  });

  test('a patch of a series changes what the patches before it left, whatever blob it names', async () => {
    const quiet = SOUND.replace('top 3', 'top three');
    const blobs: BlobSource = {
      readBlobs: async (ids) =>
        new Map(
          ids.map((each): [string, SourceFile] => [
            each,
            each === id(SOUND) ? { kind: 'text', text: SOUND } : { kind: 'absent' },
          ]),
        ),
    };
    const mails = [writeMail('one', named(SOUND, FAULT)), writeMail('two', named(SOUND, quiet))];
    const mbox = mails.map((mail) => `From a Mon Sep 17 00:00:00 2001\n${mail}\n`).join('');
    const sources = treeOf({ [RING]: SOUND }, { blobs });
    expect((await reviewed(mbox, sources)).said).toEqual([`${RING}:14 undocumented-unsafe`]);
  });
});

describe('what does not fit is read from its hunks', () => {
  const both = writePatch({ [RING]: SOUND, [QUEUE]: OTHER }, { [RING]: FAULT, [QUEUE]: ADDED });
  const tree = treeOf({ [RING]: SOUND, [QUEUE]: OTHER.replaceAll('*ring', '*queue') });

  test('file by file, and the review says so', async () => {
    const { said, review } = await reviewed(both, tree);
    expect(said).toEqual([`${QUEUE}:18 undocumented-unsafe`, `${RING}:14 undocumented-unsafe`]);
    expect(review).toMatchObject({
      basis: 'hunks',
      complete: true,
      unread: [
        {
          path: QUEUE,
          partial: true,
          reason: expect.stringMatching(/^only its hunks were read, since the hunk for line/),
        },
      ],
      notes: [expect.stringContaining('does not apply cleanly to 1 of its 2 files')],
    });
    expect(reviewVerdict(review as NonNullable<typeof review>).kind).toBe('error');
  });

  test('a hunk that was made to fit nowhere hides nothing', async () => {
    const lying = both.replaceAll(' // end', ' // END');
    const { said } = await reviewed(lying, treeOf({ [RING]: SOUND, [QUEUE]: OTHER }));
    expect(said[0]).toContain('does not apply');
    const half =
      writePatch({ [RING]: SOUND }, { [RING]: FAULT }) +
      writePatch({ [QUEUE]: OTHER }, { [QUEUE]: ADDED }).replaceAll(' // end', ' // END');
    expect((await reviewed(half, treeOf({ [RING]: SOUND, [QUEUE]: OTHER }))).said).toEqual([
      `${QUEUE}:18 undocumented-unsafe`,
      `${RING}:14 undocumented-unsafe`,
    ]);
  });

  test('where one hunk of the only file fits', async () => {
    const before = SOUND + OTHER;
    const hunks = writePatch({ [RING]: SOUND }, { [RING]: FAULT });
    const second = writePatch({ [RING]: before }, { [RING]: SOUND + ADDED });
    const patch = hunks + second.slice(second.indexOf('@@')).replaceAll(' // end', ' // END');
    const { said, review } = await reviewed(patch, treeOf({ [RING]: before }));
    expect([said.length, review?.basis]).toEqual([2, 'hunks']);
  });

  test('files that are missing, and new ones in whose place another stands, too', async () => {
    const fresh = writePatch({}, { [QUEUE]: FAULT });
    const { said, review } = await reviewed(
      fresh + writePatch({ [RING]: SOUND }, { [RING]: FAULT }),
      treeOf({ [RING]: SOUND, [QUEUE]: 'fn x() {}\n' }),
    );
    expect(said).toEqual([`${QUEUE}:14 undocumented-unsafe`, `${RING}:14 undocumented-unsafe`]);
    expect(review?.unread.map(({ path }) => path)).toEqual([QUEUE]);
    expect((await reviewed(both, treeOf({ [RING]: SOUND }))).review?.unread[0]?.reason).toContain(
      'since the file is missing',
    );
  });

  test('but a patch of which nothing fits is refused', async () => {
    const { said } = await reviewed(both, treeOf({}));
    expect(said).toEqual([`${QUEUE}: is missing; pass the tree that the patch was made for`]);
  });
});

describe('the abstraction index is that of the tree, however a file is read', () => {
  const CLK = `//! Clocks.\n\n/// A clock.\npub struct Clk(*mut bindings::clk);\n\nimpl Clk {\n    /// Enables the clock.\n    pub fn enable(&self) -> Result {\n        // SAFETY: By the type invariants the pointer is valid.\n        to_result(unsafe { bindings::clk_enable(self.0) })\n    }\n}\n`;
  const KERNEL = { 'rust/kernel/lib.rs': 'pub mod clk;\n', 'rust/kernel/clk.rs': CLK };
  const START =
    'fn start(ring: &Ring) -> i32 {\n    // SAFETY: `ring.clk` is the clock that the probe got and holds.\n    unsafe { bindings::clk_enable(ring.clk) }\n}\n';
  const driver = `use kernel::bindings;\n${pad('top')}`;
  const patch = writePatch({ [RING]: driver }, { [RING]: driver + START });
  const bypass = [`${RING}:16 bindings-bypass`];
  const message = '`bindings::clk_enable` bypasses `kernel::clk::Clk`';

  test.each<[string, Files, Partial<Sources>]>([
    ['as a whole', { ...KERNEL, [RING]: driver }, {}],
    [
      'from its hunks, where the tree has another text',
      { ...KERNEL, [RING]: `${driver}// more\n` },
      { isBinding: false },
    ],
    ['from its hunks, where the tree has no such file', KERNEL, { isBinding: false }],
  ])('%s', async (_, files, more) => {
    const { said, review } = await reviewed(patch, treeOf(files, more));
    expect(said).toEqual(bypass);
    expect(review?.findings.map((finding) => finding.message)).toContain(message);
  });

  test('and in a patch of which only a part fits', async () => {
    const both = patch + writePatch({ [QUEUE]: SOUND }, { [QUEUE]: FAULT });
    const tree = treeOf({ ...KERNEL, [RING]: `${driver}// more\n`, [QUEUE]: SOUND });
    expect((await reviewed(both, tree)).said).toContain(bypass[0]);
  });
});

describe('a reply quotes the patch as the patch counts', () => {
  const before = `${pad('one')}fn a(ring: *mut u32) -> u32 {\n    0\n}\n${pad('two')}pub fn b() -> u32 {\n    1\n}\n${pad('three')}`;
  const first = writePatch({ [RING]: before }, { [RING]: before.replace('    0\n', '    unsafe { *ring }\n') });
  const second = writePatch({ [RING]: before }, { [RING]: before.replace('    1\n', '    2\n') });
  const patch = first + second.slice(second.indexOf('@@'));

  test('where the hunk was applied at an offset', async () => {
    const { said, mail } = await reviewed(patch, treeOf({ [RING]: pad('new', 17) + before }));
    expect(said).toEqual([`${RING}:31 undocumented-unsafe`]);
    expect(mail).toContain('> @@ -11,7 +11,7 @@\n');
    expect(mail).toMatch(/> \+ {4}unsafe \{ \*ring \}\n(?:>.*\n)+\n?\[error, undocumented-unsafe\]/);
    expect(mail).not.toContain('pub fn b');
  });

  test('where it has no context, and where the finding stands outside of all hunks', async () => {
    const zero = `--- a/${RING}\n+++ b/${RING}\n@@ -14 +13,0 @@ fn head() {\n-    // SAFETY: \`ring\` points to a live ring.\n`;
    const { said, mail } = await reviewed(zero, treeOf({ [RING]: SOUND }));
    expect(said).toEqual([`${RING}:14 undocumented-unsafe`]);
    expect(mail).toContain(`\n${RING}:14\n[error, undocumented-unsafe]`);
  });
});
