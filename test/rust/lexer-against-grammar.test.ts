/** The lexer is our own; another one, of other people, has to cut the same texts at the same places. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lex } from '../../src/rust/lexer.ts';
import { disagreements } from '../support/lexer-against-grammar.ts';

const FOLDERS = ['fixtures/clippy', 'rules', 'kernel'].map((name) =>
  fileURLToPath(new URL(`../${name}`, import.meta.url)),
);

test('on every Rust file of the tests that the grammar reads', () => {
  const found: string[] = [];
  let read = 0;
  for (const folder of FOLDERS)
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) =>
      each.endsWith('.rs'),
    )) {
      const differences = disagreements(readFileSync(join(folder, path), 'utf8'));
      if (differences === null) continue;
      read += 1;
      found.push(...differences.map((each) => `${path}: ${each}`));
    }
  expect(found).toEqual([]);
  expect(read).toBeGreaterThan(500);
});

test('a difference is named with the text there, and nothing is said of a text that the grammar does not read', () => {
  expect(disagreements("fn f() { 'a: loop { break 'a } }")).toEqual([]);
  expect(disagreements('fn f() { ab }', lex('fn f() { a-b}'))).toEqual(['token a', 'token b']);
  expect(disagreements('fn (')).toBeNull();
});
