/** A block that has its comment no longer: the message says what happened to it. */
import { reviewChange } from '../support/review-files.ts';

const RING = 'drivers/ring/ring.rs';
const COMMENT = '    // SAFETY: `ring` points to a ring that is live for as long as the\n    // queue holds it.\n';
const file = (body: string, more = '') =>
  `pub fn head(ring: *const Ring) -> u32 {\n    trace();\n${body}}\n\npub fn tail(ring: *const Ring) -> u32 {\n${more}    0\n}\n`;
const BLOCK = '    unsafe { (*ring).head }\n';

async function said(after: string, before = file(COMMENT + BLOCK)): Promise<readonly string[]> {
  const { findings } = await reviewChange({ [RING]: before }, { [RING]: after });
  return findings
    .filter(({ rule }) => rule === 'undocumented-unsafe')
    .map(({ message }) => message.split(': ').at(-1) ?? '');
}

test.each([
  ['code was put between them', file(`${COMMENT}    log();\n${BLOCK}`), 'other code now separates them'],
  [
    'the block was moved down',
    file(`${COMMENT}    let a = 1;\n    let b = 2;\n${BLOCK}`),
    'other code now separates them',
  ],
  ['the comment was put below', file(`${BLOCK}${COMMENT}    log();\n`), 'the comment is now elsewhere'],
  ['the comment went to another function', file(BLOCK, COMMENT), 'the comment is now elsewhere'],
  ['the comment was deleted', file(BLOCK), 'the comment was deleted, but the code remains'],
  [
    'the comment became an ordinary one',
    file(COMMENT.replace('SAFETY: ', '') + BLOCK),
    'the comment no longer starts with `SAFETY:`',
  ],
  [
    'the comment lost its colon',
    file(COMMENT.replace('SAFETY: ', 'SAFETY ') + BLOCK),
    'the comment no longer starts with `SAFETY:`',
  ],
  [
    'another block came between',
    file(`${COMMENT}    unsafe { (*ring).lock() };\n${BLOCK}`),
    'the comment now belongs to another block',
  ],
  [
    'the comment was deleted, and an ordinary one says something else',
    file(`    // \`ring\` points to a ring.\n${BLOCK}`),
    'the comment was deleted, but the code remains',
  ],
  [
    'the comment was deleted and the block changed',
    file(BLOCK.replace('.head', '.head.next')),
    'the comment was deleted, and the code changed',
  ],
])('%s', async (_, after, words) => {
  expect(await said(after)).toEqual([words]);
});

test('a comment of the same words that belongs to another block is not the one that went', async () => {
  const before = file(`${COMMENT}${BLOCK.replace('}\n', '};\n')}    log();\n${COMMENT}${BLOCK}`);
  const at = before.lastIndexOf(COMMENT);
  const after = before.slice(0, at) + before.slice(at + COMMENT.length);
  expect(await said(after, before)).toEqual(['the comment was deleted, but the code remains']);
});

test('the comment went to another file', async () => {
  const { findings } = await reviewChange(
    { [RING]: file(COMMENT + BLOCK), 'drivers/ring/tail.rs': 'fn tail() {}\n' },
    { [RING]: file(BLOCK), 'drivers/ring/tail.rs': `fn tail() {\n${COMMENT}    log();\n}\n` },
  );
  expect(findings.find(({ rule }) => rule === 'undocumented-unsafe')?.message).toBe(
    'unsafe block lost its `// SAFETY:` comment: the comment is now in drivers/ring/tail.rs',
  );
});
