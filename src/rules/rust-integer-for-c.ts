/** Rule: a function that C calls has C's types. */
import { signatureOf } from '../rust/signature.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

/** Rust's signed integers, for which C's prototypes have others; `u32` and its like are types of the kernel's C as well. */
const FOR: Readonly<Record<string, string>> = { i8: 'c_schar', i16: 'c_short', i32: 'c_int', i64: 'c_longlong' };

export const rustIntegerForC = defineRule({
  id: 'rust-integer-for-c',
  summary: 'signed Rust integer in the signature of an `extern "C"` function',
  why: "The C prototype says `int`, and nothing checks that the callback's signature matches it on every architecture. `c_int` states the intent, and the compiler then reports the places where the types differ.",
  reference: CODING_GUIDELINES,
  severity: everywhere('info'),
  when: 'In a patch, reported only when the function is new or newly matches.',
  examples: {
    bad: `unsafe extern "C" fn handle_irq(irq: i32, data: *mut c_void) -> u32 {`,
    good: `unsafe extern "C" fn handle_irq(irq: c_int, data: *mut c_void) -> c_uint {`,
  },
  lints: [],
  misses: [
    "Unsigned integers, `usize` and `isize`, because the kernel's C code has types of these sizes.",
    'Types behind an alias.',
  ],
  differs: [],

  *check({ file: { tokens, items } }) {
    for (const item of items) {
      if (item.kind !== 'fn' || item.body === -1) continue;
      const { start, end, isOfC } = signatureOf(tokens, item);
      if (!isOfC) continue;
      for (let at = start; at < end; at = tokens.next(at)) {
        const wanted = FOR[tokens.at(at)];
        if (wanted === undefined || tokens.is(tokens.next(at), ':')) continue;
        yield {
          at: { start: tokens.start(at), end: tokens.end(at) },
          item,
          key: item.name,
          message: `\`${item.name}\`, which C calls, has \`${tokens.at(at)}\` in its signature`,
          help: `use the type of the C prototype, usually \`${wanted}\``,
        };
        break;
      }
    }
  },
});
