/** Rule: what C calls, and what is called in C, goes through bindings and `#[export]`. */

import { itemAround } from '../rust/code-words.ts';
import { preambleOfItem } from '../rust/items.ts';
import type { Tokens } from '../rust/lexer.ts';
import { itemsAround } from '../rust/macros.ts';
import type { Span } from '../text/lines.ts';
import { defineRule, type FileView, GENERAL_INFORMATION, type Hit, sitesIn } from './rule.ts';

export const rawCEntry = defineRule({
  id: 'raw-c-entry',
  summary: 'extern block, `no_mangle` or `export_name`',
  why: 'Signatures that are written by hand agree with C only for as long as nobody changes the C side: the compiler and the linker compare nothing. Bindings are generated from the headers, and `#[export]` checks a function against its declaration in a header.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'warning', abstraction: 'info', ffi: 'info' },
  when: '`#[export]` is the approved form, and information. Tests are left out. A patch is told of one that is new.',
  examples: {
    bad: `extern "C" {
    fn ring_kick(ring: *mut c_void);
}`,
    good: `// in rust/bindings/bindings_helper.h: #include <linux/ring.h>
kernel::bindings::ring_kick(ring)`,
  },
  lints: [],
  misses: ['Symbols that a macro of another file exports.'],
  differs: [],

  *check(view) {
    for (const site of sitesIn(view, 'extern')) {
      if (isTest(view.file.tokens, site.keyword.start)) continue;
      yield {
        at: externKeyword(view, site.keyword),
        site,
        key: 'extern',
        message: 'C functions are declared by hand in an extern block',
        help: 'add their header to rust/bindings/bindings_helper.h and use the generated bindings',
      };
    }
    yield* attributeHits(view.file.tokens);
  },
});

/** Of `unsafe extern "C" {` the second word. */
function externKeyword({ file: { tokens } }: FileView, keyword: Span): Span {
  const first = tokens.from(keyword.start);
  const at = tokens.is(first, 'extern') ? first : tokens.next(first);
  return { start: tokens.start(at), end: tokens.end(at) };
}

const ATTRIBUTES = ['no_mangle', 'export_name', 'export'];

function* attributeHits(tokens: Tokens): Iterable<Hit> {
  const words = ATTRIBUTES.flatMap((name) => tokens.allOf(name)).sort((a, b) => a - b);
  for (const at of words) {
    const hash = hashOf(tokens, at);
    const name = tokens.at(at);
    if (hash === -1 || (name === 'export' && !tokens.is(at + 1, ']')) || isTest(tokens, tokens.start(at))) continue;
    const opening = tokens.is(hash + 1, '!') ? hash + 2 : hash + 1;
    const isApproved = name === 'export';
    yield {
      at: { start: tokens.start(hash), end: tokens.end(tokens.partner(opening)) },
      item: itemAround(tokens, at),
      key: `${name} ${itemName(tokens, tokens.partner(opening) + 1)}`,
      message: isApproved ? '`#[export]`: C calls this function' : `a symbol is exported to C by \`${name}\``,
      help: isApproved
        ? 'keep its declaration in a header that the bindings include'
        : 'use `#[export]`, which checks the function against its declaration in C',
      ...(isApproved && { severity: 'info' as const }),
    };
  }
}

/** The `#` of the attribute that a word is the name of, be it within `unsafe(...)` or `cfg_attr(...)`; -1 elsewhere. */
function hashOf(tokens: Tokens, word: number): number {
  const before = tokens.previous(word);
  if (!tokens.is(before, '[') && !tokens.is(before, '(') && !tokens.is(before, ',')) return -1;
  let opening = tokens.enclosing(word);
  while (tokens.is(opening, '(')) {
    const name = tokens.previous(opening);
    if (!tokens.is(name, 'unsafe') && !tokens.is(name, 'cfg_attr')) return -1;
    opening = tokens.enclosing(opening);
  }
  const hash = tokens.previous(opening);
  if (!tokens.is(opening, '[') || tokens.partner(opening) === -1) return -1;
  if (tokens.is(hash, '#')) return hash;
  return tokens.is(hash, '!') && tokens.is(hash - 1, '#') ? hash - 1 : -1;
}

/** The name behind `fn` or `static`, so that two exports of one file are told apart. */
function itemName(tokens: Tokens, from: number): string {
  for (let at = from, steps = 0; at < tokens.count && steps < 64; at = tokens.next(at), steps += 1) {
    if (tokens.is(at, 'fn') || tokens.is(at, 'static')) return tokens.at(tokens.next(at));
  }
  return '';
}

/** Whether a place is in a module or function that is built for tests alone. */
function isTest(tokens: Tokens, offset: number): boolean {
  return itemsAround(tokens, tokens.from(offset), -1, undefined).some((item) =>
    preambleOfItem(tokens, item).attributes.some((hash) => {
      const name = hash + 2;
      const isCfgTest = tokens.is(name, 'cfg') && tokens.is(name + 2, 'test');
      return isCfgTest || tokens.is(name, 'kunit_tests') || tokens.is(name, 'test');
    }),
  );
}
