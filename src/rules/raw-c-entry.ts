/** Rule: what C calls, and what is called in C, goes through bindings and `#[export]`. */
import { attributesIn } from '../rust/attributes.ts';
import { externKeywords } from '../rust/extern-blocks.ts';
import type { Tokens } from '../rust/lexer.ts';
import { isInMatcher } from '../rust/macros.ts';
import { isTestCode, isTestFile } from '../rust/test-code.ts';
import { itemAround } from '../rust/token-queries.ts';
import { defineRule, type FileView, GENERAL_INFORMATION, type Hit } from './rule.ts';

export const rawCEntry = defineRule({
  id: 'raw-c-entry',
  summary: 'extern block, `no_mangle` or `export_name`',
  why: 'Hand-written signatures match C only until the C side changes: neither the compiler nor the linker compares them. Bindings are generated from the headers, and `#[export]` checks a function against its declaration in a header.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'warning', abstraction: 'info', ffi: 'info' },
  otherSeverities: { leaf: ['info'] },
  when: 'A warning for an extern block in leaf code. Exports to C are notes: `#[export]`, the approved form, and `no_mangle` and `export_name`, which most drivers use. Not reported in tests: `#[cfg(test)]`, `#[kunit_tests]` and test files. In a patch, reported only when new.',
  examples: {
    bad: `extern "C" {
    fn ring_kick(ring: *mut c_void);
}`,
    good: `// in rust/bindings/bindings_helper.h: #include <linux/ring.h>
kernel::bindings::ring_kick(ring)`,
  },
  lints: [],
  practice:
    'In Linux 7.3.4, leaf code exports 15 symbols by `no_mangle` or `export_name` and 2 by `#[export]`, and has 4 extern blocks, all in one driver.',
  misses: ['Symbols exported by a macro in another file.', 'A declaration added to an existing extern block.'],
  differs: [],

  *check(view) {
    if (isTestFile(view.path)) return;
    const { tokens } = view.file;
    for (const hit of [...externHits(view), ...attributeHits(view)]) {
      const at = tokens.from(hit.at.start);
      if (isTestCode(tokens, at) || isInMatcher(tokens, at)) continue;
      // a piece of a file does not show whether tests are around
      yield view.isExcerpt ? { ...hit, severity: 'info' } : hit;
    }
  },
});

function* externHits({ file: { tokens, sites } }: FileView): Iterable<Hit> {
  const own = new Map(sites.flatMap((site) => (site.kind === 'extern' ? [[site.keyword.start, site]] : [])));
  for (const at of externKeywords(tokens)) {
    const first = tokens.is(tokens.previous(at), 'unsafe') ? tokens.previous(at) : at;
    const site = own.get(tokens.start(first));
    yield {
      at: { start: tokens.start(at), end: tokens.end(endOfAbi(tokens, at)) },
      ...(site === undefined ? { item: itemAround(tokens, at) } : { site }),
      key: 'extern',
      message: 'the extern block declares C functions by hand',
      help: 'add the header that declares them to rust/bindings/bindings_helper.h and use the generated bindings',
    };
  }
}

/** The token of `"C"` behind `extern`; `extern` itself where there is none, or it is on another line. */
function endOfAbi(tokens: Tokens, at: number): number {
  const next = tokens.next(at);
  const isAbi = tokens.at(next).startsWith('"') && !tokens.text.slice(tokens.end(at), tokens.end(next)).includes('\n');
  return isAbi ? next : at;
}

const ATTRIBUTES = ['no_mangle', 'export_name', 'export'];

function* attributeHits({ file: { tokens } }: FileView): Iterable<Hit> {
  const words = ATTRIBUTES.flatMap((name) => tokens.allOf(name)).sort((a, b) => a - b);
  for (const at of words) {
    const hash = hashOf(tokens, at);
    const name = tokens.at(at);
    if (hash === -1 || (name === 'export' && !tokens.is(tokens.next(at), ']'))) continue;
    const opening = tokens.is(hash + 1, '!') ? hash + 2 : hash + 1;
    // under a `cfg_attr` that never holds
    if (attributesIn(tokens, opening).length === 0) continue;
    const isApproved = name === 'export';
    yield {
      at: { start: tokens.start(hash), end: tokens.end(tokens.partner(opening)) },
      item: itemAround(tokens, hash),
      key: `${name} ${itemName(tokens, tokens.partner(opening) + 1)}`,
      message: isApproved ? '`#[export]` lets C call this function' : `\`${name}\` exports a symbol to C`,
      help: isApproved
        ? 'keep its declaration in a header that bindings_helper.h includes'
        : 'use `#[export]`, which checks the function against its C declaration',
      severity: 'info',
    };
  }
}

/** `unsafe(...)` and `cfg_attr(...)` nest no deeper than this. */
const DEEPEST = 8;

/** The `#` of the attribute that a word is the name of, be it within `unsafe(...)` or `cfg_attr(...)`; -1 elsewhere. */
function hashOf(tokens: Tokens, word: number): number {
  // `#[macros::export]`
  let before = tokens.previous(word);
  while (tokens.is(before, ':') && tokens.is(before - 1, ':')) before = tokens.previous(tokens.previous(before - 1));
  if (!tokens.is(before, '[') && !tokens.is(before, '(') && !tokens.is(before, ',')) return -1;
  let opening = tokens.enclosing(word);
  for (let depth = 0; tokens.is(opening, '('); depth += 1) {
    const name = tokens.previous(opening);
    if (depth === DEEPEST || (!tokens.is(name, 'unsafe') && !tokens.is(name, 'cfg_attr'))) return -1;
    opening = tokens.enclosing(opening);
  }
  const hash = tokens.previous(opening);
  if (!tokens.is(opening, '[') || tokens.partner(opening) === -1) return -1;
  if (tokens.is(hash, '#')) return hash;
  return tokens.is(hash, '!') && tokens.is(hash - 1, '#') ? hash - 1 : -1;
}

/** The name behind `fn` or `static`, which distinguishes two exports of one file. */
function itemName(tokens: Tokens, from: number): string {
  for (let at = from, steps = 0; at < tokens.count && steps < 64; at = tokens.next(at), steps += 1) {
    if (tokens.is(at, 'fn') || tokens.is(at, 'static')) return tokens.at(tokens.next(at));
  }
  return '';
}
