/** Code that a rule speaks of is read however its author puts blanks and comments between the tokens. */
import fc from 'fast-check';
import { lex } from '../../src/rust/lexer.ts';
import { matters } from '../../src/rust/prefilter.ts';

const SPOKEN_OF = [
  'unsafe { f() }',
  'unsafe impl Send for A {}',
  'static mut A: u8 = 0;',
  'asm!("nop");',
  'global_asm!("nop");',
  '#[export]',
  '#[no_mangle]',
  'extern "C" {}',
  'ffi::c_int',
  'use kernel::ffi::{c_int};',
  'use kernel::ffi::*;',
  'use kernel::ffi as c;',
  '#[allow(warnings)]',
  '#![expect(clippy::all)]',
  'bindings::f()',
];
const BLANKS = ['', ' ', '\n', '/* a */', '// a\n', ' /* a */ ', '\t\n', '\u0085', '\u200e'];

test('blanks and comments between tokens hide nothing', () => {
  const blank = fc.constantFrom(...BLANKS);
  const written = fc.constantFrom(...SPOKEN_OF).chain((code) => {
    const tokens = lex(code);
    const texts = Array.from({ length: tokens.count }, (_, at) => tokens.at(at)).filter((text) => text.trim() !== '');
    const between = fc.array(blank, { minLength: texts.length, maxLength: texts.length });
    return between.map((blanks) => texts.map((text, at) => joined(text, texts[at + 1], blanks[at] ?? '')).join(''));
  });
  fc.assert(fc.property(written, matters), { numRuns: 2000 });
});

/** Two words stay two, and `::` stays one. */
function joined(text: string, next: string | undefined, blank: string): string {
  if (text === ':' && next === ':') return text;
  return /\w$/.test(text) && blank === '' && /^\w/.test(next ?? '') ? `${text} ` : text + blank;
}

test('code of which no rule speaks is not read', () => {
  expect(matters('//! Rings.\nfn start(ring: &Ring) -> u32 {\n    ring.id() // static\n}\n')).toBe(false);
});
