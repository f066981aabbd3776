/** Pieces of files: read as the whole file wherever they show the statement, and silent about what they do not show. */
import { readExcerpt } from '../../src/rust/excerpt.ts';
import { readRust } from '../../src/rust/file.ts';
import type { Site } from '../../src/rust/site.ts';
import { linesOf } from '../support/write-patch.ts';

/** Statements over several lines, each with its comment above the first of them and its `unsafe` further down. */
const STATEMENTS: Readonly<Record<string, string>> = {
  let: 'let head =\n    unsafe { ring.head() };',
  'let with a call': 'let head = from_err_ptr(\n    ring.id(),\n    unsafe { ring.head() },\n);',
  'let with a question mark': 'let head =\n    from_err_ptr(unsafe { ring.head() })?;',
  assignment: 'self.head =\n    unsafe { ring.head() };',
  'assignment below its own line': 'self\n    .slots[0] = unsafe { ring.head() };',
  call: 'ring.start(\n    unsafe { ring.head() },\n    0,\n);',
  return: 'return Ok(\n    unsafe { ring.head() },\n);',
  'method chain': 'ring\n    .slots()\n    .start(unsafe { ring.head() });',
  'match arm': 'match kind {\n    Kind::Head => start(\n        unsafe { ring.head() },\n    ),\n    _ => {}\n}',
  'struct field': 'let slot = Slot {\n    index: 0,\n    head: unsafe { ring.head() },\n};',
  closure: 'ring.each(|slot| {\n    let head =\n        unsafe { slot.head() };\n    start(head);\n});',
  'macro argument': 'pr_info!(\n    "{}",\n    unsafe { ring.head() }\n);',
  'attribute between': '#[cfg(CONFIG_RING)]\nlet head =\n    unsafe { ring.head() };',
  'const in a body': 'const HEAD: u32 =\n    unsafe { head() };',
  'let with else': 'let Some(head) =\n    (unsafe { ring.head() }) else {\n    return;\n};',
};

function inFunction(statement: string, comment: string): string {
  const body = `    let kind = ring.kind();\n    let id = 4;\n    start(id);\n${indented(comment + statement)}\n    stop(id);\n    log(id);\n    let end = 5;\n`;
  return `//! Rings.\n\nimpl Ring {\n    /// Starts it.\n${indented(`fn start(&self) {\n${body}}\n\nfn stop(&self) {\n    halt(self);\n}`)}\n}\n`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

const verdict = ({ justification, cutOff }: Site) => ({ text: justification?.text, cutOff });

/** Every piece of a text from a line above `first` to one below `last`, both counted from 0. */
function* piecesAround(text: string, first: number, last: number): Generator<readonly [string, number]> {
  const lines = linesOf(text);
  for (let from = Math.max(1, first - 12); from < first; from += 1)
    for (let end = last + 1; end <= lines.length; end += 1) yield [lines.slice(from, end).join(''), from + 1];
}

describe.each(Object.entries(STATEMENTS))('%s', (_, statement) => {
  test.each([
    ['documented', '// SAFETY: The ring is live.\n'],
    ['not documented', ''],
  ])('%s: every piece that shows it says what the whole file says', (_, comment) => {
    const text = inFunction(statement, comment);
    const whole = readRust(text).sites.map(verdict);
    const first = linesOf(text.slice(0, text.indexOf(`start(id);`))).length;
    const last = linesOf(text.slice(0, text.indexOf('stop(id)'))).length;
    for (const [piece, line] of piecesAround(text, first, last))
      expect([piece, readExcerpt(piece, line).sites.map(verdict)]).toEqual([piece, whole]);
  });

  test('no piece says that it is not documented where the whole file does not', () => {
    const text = inFunction(statement, '// SAFETY: The ring is live.\n');
    const isDocumented = readRust(text).sites.every(({ justification }) => justification !== undefined);
    const lines = linesOf(text);
    for (let from = 0; from < lines.length; from += 1) {
      for (let end = from + 1; end <= lines.length; end += 1) {
        const piece = lines.slice(from, end).join('');
        const open = readExcerpt(piece, from + 1).sites.filter(
          (site) => !site.cutOff && site.justification === undefined,
        );
        expect([piece, isDocumented ? open : []]).toEqual([piece, []]);
      }
    }
  });
});

const MACROS = `macro_rules! ring_deref {
    (unsafe { $device:ident, $from:ty => $to:ty }) => {
        impl Deref for $device<$from> {}
    };
    (unsafe { $device:ident }) => {
        macro_rules! ring_inner {
            (unsafe { $name:ident }) => { 0 };
            [unsafe { $name:ident } $other:ty] => { 1 };
        }
    };
}
`;

test('what a macro accepts is no site, wherever the piece is cut', () => {
  const lines = linesOf(MACROS);
  for (let from = 0; from < lines.length; from += 1) {
    for (let end = from + 1; end <= lines.length; end += 1) {
      const piece = lines.slice(from, end).join('');
      // behind the bracket the arrow may be cut off
      expect([piece, readExcerpt(piece, from + 5).sites]).toEqual([piece, []]);
    }
  }
});

const CUT = 'let slots = ring.slots();\n// SAFETY: The ring is live.\nlet head = unsafe { ring.head() };\n';

test.each([
  ['a block comment', ` * of an older ring, it's "said\n */\n${CUT}`],
  [
    'a string',
    `that is "long",\n    \\\n    and ends here", id);\n${CUT}`.replace('that is "long",', 'that is long, \\'),
  ],
  ['a block comment with code', `   unsafe { old() };\n */\n${CUT}`],
  ['a raw string', `that is "long"\n"#, id);\n${CUT}`],
  ['documentation', `/// that goes on.\nfn head() {\n${CUT}`],
  ['a where clause', `    T: Ring,\n    S: Slot,\n{\n${CUT}`],
  ['parameters', `    id: u32,\n) -> Result {\n${CUT}`],
  ['the head of an if', `    && id > 0\n{\n${CUT}`],
  ['the arms of a match', `    }\n    Kind::Tail => {\n${CUT}`],
  ['fields', `    slot: Slot,\n}\n\nfn head() {\n${CUT}`],
  ['a chain', `    .map(|slot| slot.id())\n    .sum();\n${CUT}`],
  ['a macro’s arguments', `    slot: Slot,\n});\n${CUT}`],
])('a piece that begins in %s', (_, piece) => {
  expect(readExcerpt(piece, 40).sites.map(verdict)).toEqual([{ text: 'The ring is live.', cutOff: false }]);
  const bare = piece.replace('// SAFETY: The ring is live.\n', '');
  expect(readExcerpt(bare, 40).sites.map(verdict)).toEqual([{ text: undefined, cutOff: false }]);
});

test.each([
  ['the line', 'unsafe { ring.head() };\n'],
  ['a comment', '// before it goes.\nunsafe { ring.head() };\n'],
  ['a block comment', '   before it goes. */\nunsafe { ring.head() };\n'],
  ['an attribute', '#[cfg(CONFIG_RING)]\nunsafe { ring.head() };\n'],
  ['a statement', '    ring.id(),\n    unsafe { ring.head() },\n);\n'],
  ['a statement of which nothing closes', '    ring.id(),\n    unsafe { ring.head() },\n'],
  ['a value', 'match slot(\n    ring,\n    unsafe { ring.head() },\n) {\n    _ => {}\n}\n'],
  ['arguments around a closure', '    |slot| {\n        let id = 4;\n        unsafe { slot.head() }\n    },\n);\n'],
  ['documentation', '/// that goes on.\npub unsafe fn head() {}\n'],
  ['an example in documentation', '/// ```\n/// ring();\n/// ```\nunsafe impl Send for Ring {}\n'],
  ['a trait’s impl', 'fn id() {}\n\nunsafe fn head() {}\n'],
])('what may be justified above the first line is cut off: %s', (_, piece) => {
  expect(readExcerpt(piece, 40).sites.map(({ cutOff }) => cutOff)).toEqual([true]);
});

test('the arms of a match that opens above begin anew', () => {
  const arms = '    Kind::Head => id,\n    Kind::Tail => start(\n        unsafe { ring.head() },\n    ),\n}\n';
  expect(readExcerpt(arms, 40).sites.map(({ cutOff }) => cutOff)).toEqual([false]);
});

test('above the first line of a file there is nothing', () => {
  expect(readExcerpt('unsafe { ring.head() };\n', 1).sites.map(({ cutOff }) => cutOff)).toEqual([false]);
});

test('a comment that may stand below the last line, and one that may go on there', () => {
  const above = 'let id = 4;\nlet slots = 5;\n';
  expect(readExcerpt(`${above}let head = unsafe {\n`, 40).sites.map(({ cutOff }) => cutOff)).toEqual([true]);
  expect(readExcerpt(`${above}let head = unsafe {\n    ring.head()\n`, 40).sites.map(({ cutOff }) => cutOff)).toEqual([
    false,
  ]);
  const [begun] = readExcerpt(`${above}let head = unsafe {\n    // SAFETY:\n`, 40).sites;
  expect(begun).toMatchObject({ cutOff: true, justification: { text: '' } });
});

test('a justification that the hunk takes away is known to be gone', () => {
  const run = '// one\n// two\n// three\n';
  const before = readExcerpt(`${run}// SAFETY: The ring is live.\nunsafe { ring.head() };\n`, 40);
  const gone = `${run}unsafe { ring.head() };\n`;
  expect(readExcerpt(gone, 40).sites.map(({ cutOff }) => cutOff)).toEqual([true]);
  expect(readExcerpt(gone, 40, before).sites.map(({ cutOff }) => cutOff)).toEqual([false]);
  const moved = `// SAFETY: The ring is live.\nstart();\n${gone}`;
  expect(readExcerpt(moved, 40, before).sites.at(-1)).toMatchObject({ cutOff: false });
});

test('lines are those of the file, however far down it is said to begin', () => {
  const { lines, piece, sites } = readExcerpt('let id = 4;\nlet head = unsafe { ring.head() };\n', 999_999_000);
  expect(lines.lineOf(sites[0]?.keyword.start ?? 0)).toBe(999_999_001);
  expect(lines.positionOf(sites[0]?.keyword.start ?? 0).column).toBe(12);
  expect(lines.lineOf(piece?.start ?? 0)).toBe(999_999_000);
});

test.each([
  ['/*/ a */', ''],
  ['/*/ a', 'that ends below'],
  ['/* /*/ */ a', 'that ends below'],
])('a piece that ends in the comment %s %s', (comment) => {
  const { sites } = readExcerpt(`unsafe { a() }\n${comment}`, 7);
  expect(sites.map(({ kind }) => kind)).toEqual(['block']);
});

test.each([
  'extern "C" {',
  'extern /* a */ "C" {',
  'extern r"C" {',
  'extern r#"C"# {',
  'extern // a\n    "C" {',
  'extern {',
])('an extern block is a site however its head is written: %j', (head) => {
  const { sites } = readExcerpt(`fn a() {}\n\n${head}\n    fn halt();\n}\n`, 10);
  expect(sites.map(({ kind }) => kind)).toEqual(['extern']);
});
