/** The grammar reads every Rust file of the kernel trees whole, and nothing of them makes a finding milder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRust } from '../../src/rust/file.ts';
import { lex } from '../../src/rust/lexer.ts';
import { parseSyntax } from '../../src/rust/syntax.ts';
import { KERNEL } from './trees.ts';

/** All trees, the oldest longterm one included; the latest has files that the others have not. */
const FOLDERS = readdirSync(KERNEL).filter((name) => /^v\d/.test(name));
const LIMIT_MS = 20_000;

test.each(FOLDERS)('%s', (tree) => {
  const folder = join(KERNEL, tree);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.rs'));
  expect(paths.length).toBeGreaterThan(70);
  for (const path of paths) {
    const text = readFileSync(join(folder, path), 'utf8');
    const tokens = lex(text);
    // a point behind each brace: all of the file goes to the parser, not only what a review would read
    const points = tokens.allOf('{').map((brace) => tokens.start(brace + 1));
    const { unread } = readRust(text);
    expect({ path, errors: parseSyntax(tokens, points, LIMIT_MS)?.errors, unread }).toEqual({
      path,
      errors: [],
      unread: [],
    });
  }
});
