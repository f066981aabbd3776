/** Rule: a function that C calls has C's types. */
import { signatureOf } from '../rust/signature.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

/** Rust's signed integers, for which C's prototypes have others; `u32` and its like are types of the kernel's C as well. */
const FOR: Readonly<Record<string, string>> = { i8: 'c_schar', i16: 'c_short', i32: 'c_int', i64: 'c_longlong' };

export const rustIntegerForC = defineRule({
  id: 'rust-integer-for-c',
  summary: 'signed integer of Rust in the signature of an `extern "C"` function',
  why: "C's prototype says `int`, and nothing checks that the callback's signature is the same on every architecture. `c_int` says what is meant, and a cast where both differ is then seen by the compiler.",
  reference: CODING_GUIDELINES,
  severity: everywhere('info'),
  when: 'In a review it reports only a function that is new or that the patch made so.',
  examples: {
    bad: `unsafe extern "C" fn handle_irq(irq: i32, data: *mut c_void) -> u32 {`,
    good: `unsafe extern "C" fn handle_irq(irq: c_int, data: *mut c_void) -> c_uint {`,
  },
  lints: [],
  misses: [
    "Unsigned integers, `usize` and `isize`: the kernel's C has types of these sizes.",
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
          message: `\`${tokens.at(at)}\` in the signature of \`${item.name}\`, which C calls`,
          help: `write the type that C's prototype has, most often \`${wanted}\``,
        };
        break;
      }
    }
  },
});
