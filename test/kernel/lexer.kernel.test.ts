/** The lexer cuts every Rust file of the kernel trees where the grammar's own lexer cuts it. */
import { disagreements } from '../support/lexer-against-grammar.ts';
import { rustFiles, TREES } from './trees.ts';

test.each(TREES)('%s', (tree) => {
  const found: string[] = [];
  let read = 0;
  for (const [path, text] of rustFiles(tree)) {
    const differences = disagreements(text);
    if (differences === null) continue;
    read += 1;
    found.push(...differences.map((each) => `${path}: ${each}`));
  }
  expect(found).toEqual([]);
  expect(read).toBeGreaterThan(60);
});
