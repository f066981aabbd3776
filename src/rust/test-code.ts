/** Code that is built for tests alone. */
import { attributesIn } from './attributes.ts';
import { cfgHolds, type Setting } from './cfg.ts';
import type { Item } from './items.ts';
import type { Tokens } from './lexer.ts';
import { itemAround } from './token-queries.ts';

/** The most attributes in a row that are read. */
const MOST = 64;

/** Files that are tests by their names, as Documentation/dev-tools/kunit/style.rst has them: `ring_test.rs`, `ring_kunit.rs`, `tests/ring.rs`. */
export function isTestFile(path: string): boolean {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  return (
    folders.some((folder) => folder === 'tests' || folder === 'selftests') ||
    /_(?:test|tests|kunit)\.rs$|_(?:test|tests|kunit)_rust\.rs$/.test(name)
  );
}

/** Whether a token is in an item that only tests build, or begins one or one of its attributes. */
export function isTestCode(tokens: Tokens, token: number): boolean {
  if (innerAttributes(tokens, tokens.next(-1)).some((opening) => isOfTests(tokens, opening))) return true;
  if (attributesAround(tokens, token).some((opening) => isOfTests(tokens, opening))) return true;
  return isTestItem(tokens, itemAround(tokens, token));
}

/** Items ask those around them, so each is read once. */
const READ = new WeakMap<Item, boolean>();

function isTestItem(tokens: Tokens, item: Item | undefined): boolean {
  if (item === undefined) return false;
  let isTest = READ.get(item);
  if (isTest === undefined) {
    const own = [...attributesAround(tokens, item.token), ...innerAttributes(tokens, tokens.next(item.body))];
    isTest = own.some((opening) => isOfTests(tokens, opening)) || isTestItem(tokens, item.parent);
    READ.set(item, isTest);
  }
  return isTest;
}

/** The brackets of the attributes in a row with a token: those in front of it, and where it begins one itself those behind. */
function attributesAround(tokens: Tokens, token: number): number[] {
  const found: number[] = [];
  const before = tokens.previous(token);
  const first = tokens.is(before, 'unsafe') ? tokens.previous(before) : before;
  for (let at = first; found.length < MOST && tokens.is(at, ']'); ) {
    const opening = tokens.partner(at);
    if (opening < 1 || !tokens.is(opening - 1, '#')) break;
    found.push(opening);
    at = tokens.previous(opening - 1);
  }
  for (let at = token; found.length < 2 * MOST && tokens.is(at, '#') && tokens.is(at + 1, '['); ) {
    found.push(at + 1);
    at = tokens.next(Math.max(at + 1, tokens.partner(at + 1)));
  }
  return found;
}

/** The brackets of the `#![...]` that begin at a token. */
function innerAttributes(tokens: Tokens, from: number): number[] {
  const found: number[] = [];
  for (let at = from; found.length < MOST && tokens.is(at, '#') && tokens.is(at + 1, '!') && tokens.is(at + 2, '['); ) {
    found.push(at + 2);
    at = tokens.next(Math.max(at + 2, tokens.partner(at + 2)));
  }
  return found;
}

const KNOWN = new WeakMap<Tokens, Map<number, boolean>>();

function isOfTests(tokens: Tokens, opening: number): boolean {
  const known = KNOWN.get(tokens) ?? new Map<number, boolean>();
  KNOWN.set(tokens, known);
  const isTest = known.get(opening) ?? saysTests(tokens, opening);
  known.set(opening, isTest);
  return isTest;
}

/** `#[test]`, `#[kunit_tests(suite)]` by any path, and `#[cfg(...)]` that does not hold outside of tests. */
function saysTests(tokens: Tokens, opening: number): boolean {
  return attributesIn(tokens, opening).some((first) => {
    let name = tokens.is(first, ':') ? first + 2 : first;
    while (tokens.is(name + 1, ':') && tokens.is(name + 2, ':')) name += 3;
    if (tokens.is(name, 'test') || tokens.is(name, 'kunit_tests')) return true;
    return tokens.is(name, 'cfg') && cfgHolds(tokens, tokens.next(tokens.next(name)), outsideOfTests).holds === false;
  });
}

/** `testlib` is the kernel crate as it is built for its own tests on the host (rust/Makefile). */
const TESTS = /^(?:test|testlib|CONFIG_(?:\w+_)?KUNIT(?:_\w+)?)$/;

const outsideOfTests: Setting = (name) => (TESTS.test(name) ? false : undefined);
