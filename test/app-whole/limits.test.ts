/** GitHub's limits at their edges: what is cut is said, and what could not be read never looks passed. */
import { BLOCK, type Files, type Opened, useApp } from './support.ts';

/** In bytes: of a summary or text of a check run; in characters: of a comment. */
const LONGEST = { output: 65_535, comment: 65_536 };

/** What each gate makes of a review that misses something, and of one that has an error. */
const INCOMPLETE = [
  ['advisory', 'neutral'],
  ['enforce', 'action_required'],
  ['strict', 'failure'],
] as const;

function blocks(count: number, word = 'read'): string {
  return Array.from({ length: count }, (_, at) => BLOCK.replace('read', `${word}_${at}`)).join('\n');
}

/** So many C files in one folder, and what else there is. */
function many(count: number, more: Files = {}): Files {
  return { ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`fs/c${at}.c`, `int c${at};\n`])), ...more };
}

describe('as GitHub has them', () => {
  const bed = useApp('linux/limits');

  async function shown({ head, number }: Opened) {
    await bed.done(number);
    const run = bed.repo.runs(head).at(-1);
    if (run === undefined) throw new Error('no run');
    return run;
  }
  const summaries = (head: string) =>
    bed.hub.requests
      .filter(({ route, body }) => /check-runs/.test(route) && JSON.stringify(body).includes(head.slice(0, 12)))
      .map(({ body }) => (body['output'] as { readonly annotations?: readonly unknown[] })?.annotations?.length ?? 0)
      // a review that takes longer than a second is shown as in progress first
      .filter((count) => count > 0);

  test('61 annotations go out as 50 and 11', async () => {
    const opened = await bed.open({ 'drivers/a.rs': blocks(60) });
    const run = await shown(opened);
    expect(run.annotations).toHaveLength(61);
    expect(summaries(opened.head)).toEqual([50, 11]);
  });

  test('251 findings: the 200 worst are annotations, and the summary counts the others', async () => {
    const run = await shown(await bed.open({ 'drivers/a.rs': blocks(250) }));
    expect(run.annotations).toHaveLength(200);
    expect(new Set(run.annotations.map(({ annotation_level }) => annotation_level))).toEqual(new Set(['failure']));
    expect(run.summary).toContain('51 more findings are not annotated');
  });

  test('thousands of findings: summary, text and comment fit, and say what they leave out', async () => {
    const opened = await bed.open({ 'drivers/a.rs': blocks(3000, `ring_${'ß'.repeat(80)}`) });
    const run = await shown(opened);
    const body = bed.repo.comments(opened.number)[0]?.body ?? '';
    expect(Buffer.byteLength(run.summary ?? '')).toBeLessThanOrEqual(LONGEST.output);
    expect(Buffer.byteLength(run.text ?? '')).toBeLessThanOrEqual(LONGEST.output);
    expect(body.length).toBeLessThanOrEqual(LONGEST.comment);
    expect(run.title).toContain('3,000 errors');
    expect(run.text).toMatch(/[\d,]+ more entries are not shown/);
    expect(body).toContain('2,990 more in the full report');
  });

  test('3,001 files, the Rust one behind those that GitHub lists: found by the trees', async () => {
    const run = await shown(await bed.open(many(3000, { 'zz/last.rs': BLOCK }), 'gate: enforce\n'));
    expect(run).toMatchObject({ conclusion: 'failure', title: '1 error in 1 of 1 Rust file' });
  });

  test('a merge group with more files than a comparison lists is read by its trees', async () => {
    const { head, number } = await bed.open(many(310, { 'zz/last.rs': BLOCK }), 'gate: enforce\n');
    await bed.done(number);
    bed.repo.commit({ files: { 'fs/moved.c': 'int moved;\n' }, branch: 'main' });
    const { group } = bed.repo.enqueue(number);
    await bed.hub.deliverAll();
    expect(head).not.toBe(group.head);
    expect(await bed.concluded(group.head)).toMatchObject({ conclusion: 'failure' });
  });

  test('251 commits, one more than GitHub lists: what all of them do is judged', async () => {
    let head = bed.base('gate: enforce\n');
    for (let at = 0; at < 250; at += 1)
      head = bed.repo.commit({ files: { 'fs/a.c': `int a${at};\n` }, parents: [head] });
    head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [head] });
    const { number } = bed.repo.openPullRequest({ head });
    await bed.hub.deliverAll();
    expect(await shown({ head, number })).toMatchObject({ conclusion: 'failure' });
  });

  test('no diff is asked for, so none is refused for its size', async () => {
    const before = bed.hub.requests.length;
    const lines = Array.from({ length: 20_001 }, (_, at) => `// ${at}`).join('\n');
    const run = await shown(await bed.open({ 'drivers/a.rs': `${lines}\n${BLOCK}` }));
    expect(run.annotations.map(({ start_line }) => start_line)).toContain(20_003);
    expect(bed.hub.requests.slice(before).filter(({ status }) => status === 406)).toEqual([]);
  });

  test('a text that GraphQL cuts is read whole', async () => {
    const comment = `// ${'x'.repeat(600_000)}\n`;
    const run = await shown(await bed.open({ 'drivers/a.rs': `${comment}${BLOCK}` }));
    expect(run.annotations.map(({ start_line }) => start_line)).toContain(3);
    expect(run.title).not.toContain('INCOMPLETE');
  });

  test.each(INCOMPLETE)('a file too large to read, gate %s: named, and %s', async (gate, conclusion) => {
    const large = `// ${'x'.repeat(2_200_000)}\n`;
    const run = await shown(await bed.open({ 'drivers/large.rs': large }, `gate: ${gate}\n`));
    expect(run).toMatchObject({ conclusion, title: expect.stringMatching(/^INCOMPLETE/) });
    expect(`${run.summary}${run.text}`).toMatch(/drivers\/large\.rs.*larger than 2 MB/);
  });

  test('a Rust file that Git holds for binary is read like any other', async () => {
    const bytes = Buffer.concat([Buffer.from([0x2f, 0x2f, 0, 0xff, 0x0a]), Buffer.from(BLOCK)]);
    const run = await shown(await bed.open({ 'drivers/b.rs': bytes }, 'gate: enforce\n'));
    expect(run).toMatchObject({ conclusion: 'failure', title: '1 error in 1 of 1 Rust file' });
  });

  test('binary files beside Rust concern nobody', async () => {
    const run = await shown(await bed.open({ 'logo.png': Buffer.from([137, 80, 78, 71, 0, 255]) }, 'gate: strict\n'));
    expect(run).toMatchObject({ conclusion: 'success' });
  });
});

describe('with smaller ones', () => {
  const bed = useApp('linux/smaller', { limits: { pullFiles: 3, treeEntries: 8, patchBytes: 0, graphqlText: 20 } });

  test('no patches, cut texts, few entries in a tree: the review is whole', async () => {
    const { head, number } = await bed.open(many(4, { 'zz/last.rs': BLOCK }), 'gate: enforce\n');
    await bed.done(number);
    const [run] = bed.repo.runs(head);
    expect(run).toMatchObject({ conclusion: 'failure', title: '1 error in 1 of 1 Rust file' });
  });

  /** A base whose code includes `drivers/b.inc`, and a pull request that changes only that and more files than are listed. */
  async function withInclusion(change: Files): Promise<Opened> {
    const base = bed.repo.commit({
      files: {
        '.github/kernel-rust-audit.yml': 'gate: enforce\n',
        'rust/kernel/lib.rs': '//! The kernel crate.\n',
        'drivers/a.rs': 'include!("b.inc");\n',
        'drivers/b.inc': 'fn b() {}\n',
      },
    });
    const head = bed.repo.commit({ files: many(5, change), parents: [base] });
    const { number } = bed.repo.openPullRequest({ head, author: 'ada' });
    await bed.hub.deliverAll();
    await bed.done(number);
    return { number, head };
  }

  test.each<[string, Files]>([
    ['that the base includes', { 'drivers/b.inc': BLOCK }],
    ['that comes with its inclusion', { 'drivers/c.rs': 'include!("c.inc");\n', 'drivers/c.inc': BLOCK }],
  ])('a list that is cut, and a file of another name %s: read as Rust', async (_, change) => {
    const { number, head } = await withInclusion(change);
    expect(bed.repo.runs(head)[0]).toMatchObject({ conclusion: 'failure' });
    const { group } = bed.repo.enqueue(number);
    await bed.hub.deliverAll();
    expect(await bed.concluded(group.head)).toMatchObject({ conclusion: 'failure' });
  });

  test('a list that is cut, and a link in the place of a folder: named', async () => {
    const link = { mode: '120000' as const, text: '../scripts' };
    const { head } = await withInclusion({ 'drivers/imp': link, 'drivers/c.rs': 'mod imp;\n' });
    expect(bed.repo.runs(head)[0]).toMatchObject({ conclusion: 'action_required' });
  });

  test.each(INCOMPLETE)('neither list nor trees are whole, gate %s: said, and %s', async (gate, conclusion) => {
    const { head, number } = await bed.open(many(9, { 'zz/last.rs': BLOCK }), `gate: ${gate}\n`);
    await bed.done(number);
    const [run] = bed.repo.runs(head);
    expect(run).toMatchObject({ conclusion, title: expect.stringMatching(/^INCOMPLETE/) });
    expect(`${run?.summary}${run?.text}`).toContain('GitHub listed 3 of 10 files');
  });
});
