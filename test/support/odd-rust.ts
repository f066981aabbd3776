/**
 * Rust by chance, nested, with what the parser's grammar misreads, and how many `unsafe` of which kind were written. Every
 * piece is Rust that a stable compiler takes.
 */
import fc from 'fast-check';

/** What a keyword was written as. */
export type Written = 'block' | 'fn' | 'impl' | 'trait' | 'extern' | 'attribute' | 'type' | 'static' | 'matcher';

export interface OddRust {
  readonly text: string;
  /** One for each keyword, in any order. */
  readonly written: readonly Written[];
}

const plain = (text: string): OddRust => ({ text, written: [] });

/** Fills the holes `@` of a frame with other pieces, in order; `own` are the frame's keywords. */
function filled(frame: string, pieces: readonly OddRust[], own: readonly Written[] = []): OddRust {
  const parts = frame.split('@');
  const text = parts
    .map((part, index) => part + (index < parts.length - 1 ? (pieces[index]?.text ?? 'a') : ''))
    .join('');
  return { text, written: [...own, ...pieces.slice(0, parts.length - 1).flatMap(({ written }) => written)] };
}

type Frame = string | readonly [frame: string, ...own: Written[]];

function framed(frames: readonly Frame[], hole: fc.Arbitrary<OddRust>): fc.Arbitrary<OddRust> {
  return fc.oneof(
    ...frames.map((frame) => {
      const [text, ...own] = typeof frame === 'string' ? ([frame] as const) : frame;
      const holes = text.split('@').length - 1;
      return fc.tuple(...Array.from({ length: holes }, () => hole)).map((pieces) => filled(text, pieces, own));
    }),
  );
}

const LEAVES = ['a', '1', '"unsafe { x }"', "'u'", 'r#"unsafe"#', 'b"\\""', 'raw', '&raw', '&raw.0', '&raw[..]', '-1'];

/** Expressions that may have a block in them. */
const EXPRESSIONS: readonly Frame[] = [
  ['unsafe { @ }', 'block'],
  ['unsafe /* SAFETY: a */ { @; @ }', 'block'],
  ["'a: { @ }"],
  ["'r#a: loop { break @ }"],
  'f(@, @)',
  '(@)',
  '[@, @]',
  '{ @ }',
  'if @ { @ } else { @ }',
  'match @ { Some(raw) => @, | None => @ }',
  'match f(|a: u8, b: u8,| a + b) { 1 => @, _ => @ }',
  '|a, b,| @',
  'move |&raw| { @ }',
  '&raw const a + @',
  '&raw::A == @',
  'g(&raw, @)',
  'R::<-1>::new(@)',
  'f::<{ -1 }>(@)',
  '@ as u8',
  '@?.b().await',
  'S { raw: @, ..@ }',
  'async move { @ }',
  'const { @ }',
  'vec![@; 2]',
  'str!(@)',
  'u8!(@)',
  'm!(@)',
  'loop { if let Some(raw) = @ && true { break @ } }',
  'return @',
  '1..=@',
  ['(@, None::<unsafe extern "C" fn(*mut u8)>)', 'type'],
];

const STATEMENTS: readonly Frame[] = [
  'let raw = @;',
  'let _b: &[u8] = &raw[..@];',
  'let Some(raw) = @ else { return @ };',
  '(a, raw) = @;',
  '@;',
  '// SAFETY: a\n@;',
  'for &raw in @ { @; }',
  'while let Some(&raw) = @ { @; }',
  '#[allow(unused)] { @ }',
  'const N: R<-20, 19> = @;',
  'let f = |\n  a: u8,\n| @;',
  'macro_rules! u8 { () => { @ }; }',
  ['macro_rules! k { (unsafe { $a:expr }) => { $a }; }', 'matcher'],
];

/** Items with statements in them. */
const ITEMS: readonly Frame[] = [
  'fn f(raw: u8) { @ @ }',
  ['pub unsafe fn f<T>(p: T) where T: { @ }', 'fn'],
  ['pub unsafe extern r"C" fn f(x: R<-1>) -> R<-2> { @ }', 'fn'],
  ['unsafe extern /* c */ "C" fn f() { @ }', 'fn'],
  ['unsafe impl Send for R<-1> {}', 'impl'],
  ['unsafe impl<T> Sync for X<T> where T: {}', 'impl'],
  ["unsafe impl Ut for dyn 'static + Tr {}", 'impl'],
  ['pub unsafe trait Big: Into<R<-1>> { unsafe fn m(&self); fn n() { @ } }', 'trait', 'fn'],
  ['unsafe /* a */ extern "C" { pub safe fn a(); pub unsafe fn b(); unsafe static C: u8; }', 'extern', 'fn', 'static'],
  ['unsafe\nextern\n{ fn c(); }', 'extern'],
  ['#[unsafe(no_mangle)] fn f() { @ }', 'attribute'],
  ['#[cfg_attr(all(), unsafe(no_mangle))] fn f() { @ }', 'attribute'],
  ['struct S { a: unsafe fn(u8), b: Option<unsafe extern "C" fn()> }', 'type', 'type'],
  'impl R<-1> { pub fn g(&self) { @ } }',
  'mod raw { pub const A: u8 = { @ 1 }; }',
  'macro_rules! m { ($a:expr) => { $a }; }',
  'macro_rules! str { ($($t:tt)*) => { $($t)* }; }',
  '/// # Safety\n///\n/// ```\n/// unsafe { a }\n/// ```\nfn f() { @ }',
  'static A: u8 = { @ 1 };',
];

/** Files of some items. */
export function oddRust(): fc.Arbitrary<OddRust> {
  const { expression } = fc.letrec<{ expression: OddRust }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'rust' },
      fc.constantFrom(...LEAVES).map(plain),
      framed(EXPRESSIONS, tie('expression')),
    ),
  }));
  const item = framed(ITEMS, framed(STATEMENTS, expression));
  return fc.array(item, { maxLength: 4 }).map((items) => ({
    text: items.map(({ text }) => text).join('\n'),
    written: items.flatMap(({ written }) => written),
  }));
}
