/** Rust that the grammar lacks: read whole, with what is around it. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRust } from '../../src/rust/file.ts';
import { lex, type Tokens } from '../../src/rust/lexer.ts';
import { parseable } from '../../src/rust/rewrite-for-grammar.ts';

/** Statements of a function; each `unsafe` in them begins a site. */
const STATEMENTS = String.raw`
let raw = 3; check(&raw); check(&raw[0], &mut raw.head, &raw::SIZE, &raw()); if &raw == &3 {}
for &raw in &rings {} rings.iter().for_each(|&raw| {}); match ring { &raw => {} } if let &raw = ring {}
let p = &raw const (*ring).raw; let q = &raw mut *unsafe { get() }; check(&raw const p, &&raw mut q);
let gen = 1; check(&gen, gen.x, gen()); if full == gen { unsafe { wake() } } match gen { _ => 1 };
let union = 2; union = 3; if head == union { unsafe { wake() } } let default = 1; if default { unsafe { wake() } }
let auto = 1; let safe = auto.safe(); check(safe);
let sum = |a: u8, b: u8,| a + b; each(|a, b,| a, |c,| c, || 1, |_,| ());
let sum = |\n    a: &dyn Of<A = B, C = D>,\n    S { head, tail, }: S,\n| a | b;
match pick(|a: u8, b: u8,| a + b) { Some(3) => unsafe { read() }, _ => unsafe { read_next() } }
match state { | Idle => 1, | Busy | Full => unsafe { read() }, } match state { | Idle(_, _,) => a | b, | Full => 2, _ => unsafe { read() } }
let f = |x: fn(u8, u8,) -> u8,| -> u8 { unsafe { read() } };
let n: Range<-1, 1> = Range::<-1, 1>; limit::<-1>(); let x = <Range<-2> as Of>::get(-1, 2); let m = (a, -1, b < -1, [c, -1]);
str!(&str, u8); let x = u8!(); let y = char::<&str, Error<&str>>('=')(input); let z = bool(1); match n { u8 @ 3 => {} _ => {} }
let c = '\u{1F_600}'; let s = "\u{1F_600}\u{e9}";
let f = const || 1; let g = const move |x| x; let h = for<'a> |x: &'a u8| -> &'a u8 { unsafe { read() } };
let f: for<'a, 'b: 'a> fn(&'a u8) = g; let x: Box<dyn 'a + Ring> = y; let x: &dyn ?Sized = y; let x: &dyn for<'a> Fn(&'a u8) = y;
let x: impl Iterator<Item = u8> + use<> = y; let x: Map<N = 3, M = -1, K = { 1 }> = y; set(a = 3, b = { 2 });
Ring { .. } = ring; Ring { head, .. } = ring; (head, .., tail) = pair; Ring { head: _, .. } = unsafe { read() };
let Ring { #[cfg(CONFIG_A)] head: 1, tail } = ring; let Ring { #[allow(unused_variables)] tail } = ring;
match ring { Some(Ring { #[cfg(CONFIG_A)] head, #[cfg(CONFIG_B)] tail: 1, #[cfg(CONFIG_C)] .. }) if full => unsafe { read() }, _ => {} }
match ring { Pair { 0: head, 1: _, .. } => unsafe { read() }, _ => {} } let p = Pair { 0: 1, 1: { unsafe { read() } } };
let t = (#[cfg(CONFIG_A)] 1, #[cfg(CONFIG_B)] 2); let x = #[cfg(CONFIG_A)] #[cfg(CONFIG_B)] 1; return #[cfg(CONFIG_A)] 1;
let f = |#[cfg(CONFIG_A)] x: u8, #[cfg(CONFIG_B)] y| x; head += #[cfg(CONFIG_A)] 1; (#[cfg(CONFIG_A)] ring.start());
let x = Vec::<>::new(); let f: Fn::(u8) -> u8 = g; let x: &'a unsafe<'b> Ring = y;
`;

/** Items that begin, and hold, sites. */
const ITEMS = String.raw`
unsafe impl Send for Range<-1> {}
unsafe impl Ring for dyn 'static + Of {}
pub unsafe fn one<'a>(x: &'a (dyn 'a + Of), y: &raw) {}
pub unsafe extern r"C" fn two(x: *mut u8) {}
pub unsafe extern /* of C */ "C" fn three(x: *mut u8) {}
pub unsafe fn four(x: Range<-1>) -> Range<-2> { unsafe { read() } }
pub unsafe trait Big: Into<Range<-1>> { unsafe fn get(&self); }
impl Range<-1> { pub unsafe fn five(&self) {} pub fn six(&self) { unsafe { read() } } }
unsafe /* ours */ extern "C" { pub safe fn strlen(x: *const u8) -> usize; }
unsafe extern /* of C */ "C" { pub /* a */ safe /* b */ fn abs(x: i32) -> i32; }
unsafe extern r#"C"# { pub safe fn labs(x: i64) -> i64; safe static ZERO: u8; }
unsafe\nextern\n{ pub unsafe fn atoi(x: *const u8) -> i32; }
pub unsafe fn seven<T>(x: T) where T: { unsafe { read() } }
unsafe impl<T> Send for Ring<T> where T: {}
pub unsafe trait Of<T> where T: { unsafe fn eight(&self); fn nine(&self) { unsafe { read() } } }
pub struct Pair<T> where T: { head: T } pub struct Last<T> where T:; struct Check where Error: Send + Sync;
fn ten<T>() where T::get(..): Send, for<> T: Sized, 'a:, fn(T) -> u8: Of, T: Of + , { unsafe { read() } }
fn eleven() where [u8; unsafe { SIZE }]: Sized, Map<{ 1 > 2 }>: Of { unsafe { read() } }
trait Kinds { type A: Of<B = C> = Self::B; type D<'a> where Self: 'a = u8; unsafe fn get(); }
struct A<>; struct B<'a:>; struct C<'a: 'b + >; struct D<T:, U: Of + ,>; struct E<T: = u8>(T); fn f<>() { unsafe { read() } }
trait Empty: { fn get() { unsafe { read() } } } unsafe trait Sum: Of + {}
trait Z<T = u8> = Of<T>; pub trait Calls = Fn() + Send + 'static where u8: Of; fn last() { unsafe { read() } }
const fn twelve<T: ~const Of + [const] Of>(x: impl [const] Of, y: impl const Of) { unsafe { read() } }
impl<T> const Of for Ring<T> { fn get() { unsafe { read() } } } impl const Of for Range { }
const impl Of for Range { fn get() { unsafe { read() } } } const unsafe impl Of for Ring {}
const trait Constant {} unsafe auto trait Auto {} pub auto trait Plain {} pub unsafe auto trait Public {}
default impl Of for Ring {} default unsafe impl Of for Range {}
impl Of for Ring { default type A = u8; default const B: u8 = 1; default unsafe fn get() { unsafe { read() } } }
fn thirteen(f: impl async Fn(u8), #[cfg(CONFIG_A)] #[cfg(CONFIG_B)] x: u8) { unsafe { read() } }
fn gen() -> gen { unsafe { read() } } fn union() -> union { unsafe { read() } } impl Of for gen {} impl safe for union {} fn raw() {}
macro_rules! marks { ($mode:ident, $) => { 1 }; (~) => { 2 }; ($x:expr) => { unsafe { $x + ${'$'}{index()} } }; }
macro_rules ! spaced { () => { unsafe { read() } } }
enum Size { A = <usize as Of>::SIZE, B = 0, C = -1, D = { 2 }, E = unsafe { read() } }
mod u8 { pub fn str() { unsafe { read() } } } use self::u8::str;
`;

/** A whole text, as if all of it went to the parser. */
const rewritten = (tokens: Tokens) => parseable(tokens, [{ start: 0, end: tokens.text.length, first: 0 }]);

/** Both lists, a case a line; `\n` in a case is a line break. */
const cases = (list: string) =>
  list
    .trim()
    .split('\n')
    .map((line) => line.replaceAll('\\n', '\n'));

/** What is read of a text: whether it is whole, the sites, and the last function. */
function look(text: string) {
  const { unread, sites, items, tokens } = readRust(text);
  const keywords = sites.filter(({ keyword }) => text.startsWith('unsafe', keyword.start)).length;
  return { unread, types: tokens.allOf('unsafe').length - keywords, last: items.at(-1)?.path };
}

const WHOLE = { unread: [], types: 0, last: 'last_one' };
const LAST = '\nunsafe fn last_one() { unsafe { read() } }\n';

test.each(cases(STATEMENTS))('%s', (code) => {
  const types = code.includes('unsafe<') ? 1 : 0;
  expect(look(`fn first(p: *mut u8) {\n    ${code}\n    unsafe { *p = 1 };\n}${LAST}`)).toEqual({ ...WHOLE, types });
});

test.each(cases(ITEMS))('%s', (code) => {
  expect(look(`fn first() { unsafe { read() } }\n${code}${LAST}`)).toEqual(WHOLE);
});

test('fields that are unsafe are no sites, and their struct is read', () => {
  const { unread, sites, items } = readRust(
    'struct Ring { pub unsafe head: u8, unsafe tail: u8, #[a] unsafe size: u8, stop: unsafe fn() }\nstruct Pair(unsafe u8, pub unsafe u8);',
  );
  expect([unread, sites, items.map(({ path }) => path)]).toEqual([[], [], ['Ring', 'Pair']]);
});

test('words in strings, comments and the names of others stay as they are', () => {
  const text = `
// unsafe extern "C" { safe fn a(); } &raw
fn f() {
    let s = "unsafe extern \\"C\\" { safe static } &raw |a,| <-1>";
    let t = r#"unsafe static X where T: {"#; /* |a,| */
    let r#raw = drawn + safety + unsafe_code + genuine;
}`;
  expect(rewritten(lex(text))).toBe(text);
});

test('a `{` that a `where` clause only seems to hold does not end it', () => {
  const text = 'fn f<T>() where T: Of<A = Map<u8>>, U: Fn() -> u8 { unsafe {} }';
  expect(rewritten(lex(text))).toBe(`fn f<T>() ${' '.repeat(text.indexOf('{') - 11)} { unsafe {} }`);
});

test('a clause with code in it stays, and comments stay in whatever goes', () => {
  const code = 'fn f() where [u8; unsafe { SIZE }]: Sized {}';
  expect(rewritten(lex(code))).toBe(code);
  expect(rewritten(lex('fn f() where T: /* why */ Of {}'))).toBe('fn f()          /* why */    {}');
});

test('characters that are blanks to Rust alone become plain ones between tokens', () => {
  expect(rewritten(lex('let\u2028a = "\u200e"; // \u0085'))).toBe('let a = "\u200e"; // \u0085');
});

const PIECES = (
  'raw & mut const safe unsafe extern "C" r"C" fn static where T : , ; { } ( ) [ ] < > | || - 1 = .. # #[a] ! m!( macro_rules! ' +
  'union gen default auto trait impl for dyn \'a + ? async move u8 str ~ use type $ @ x "\\u{1_0}" // /*c*/ => :: -> pub(crate)'
)
  .split(' ')
  .concat('\n', '\r\n', '// safe fn\n', '\u2028');
const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join(' '));

test('whatever is rewritten keeps its length, its line breaks, its comments and its brackets', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const tokens = lex(text);
      const changed = rewritten(tokens);
      const isKept = (at: number) => changed[tokens.start(at)] === tokens.at(at);
      expect(changed.length).toBe(text.length);
      expect(changed.replace(/[^\r\n]/g, '')).toBe(text.replace(/[^\r\n]/g, ''));
      for (let at = 0; at < tokens.count; at += 1) {
        if (tokens.isComment(at)) expect(changed.slice(tokens.start(at), tokens.end(at))).toBe(tokens.at(at));
        const partner = tokens.partner(at);
        if (partner !== -1) expect(isKept(partner)).toBe(isKept(at));
      }
    }),
    { numRuns: 2000 },
  );
});

test('what was rewritten is not rewritten again', () => {
  for (const code of [...cases(STATEMENTS), ...cases(ITEMS)]) {
    const once = rewritten(lex(code));
    expect(rewritten(lex(once))).toBe(once);
  }
});

test.each([
  '&raw ',
  '|a,| ',
  '|a, ',
  'where T: ',
  'where T: (',
  "for<'a, ",
  'type T: A ',
  'trait A: B ',
  '#[a] ',
  '(#[a] ',
  'S { #[a] x, ',
  '<N = 3, ',
  '/**/ < ',
  'macro_rules! a ',
  "'\\u{1_",
])('a million characters of `%s` are rewritten in a time that grows with them', (piece) => {
  const text = piece.repeat(1e6 / piece.length);
  expect(rewritten(lex(text)).length).toBe(text.length);
});
