/** Parses the Rust files of a tree with node-tree-sitter, and does nothing else: `node bench/bare-parse.js TREE`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Parser from 'tree-sitter';
import Rust from 'tree-sitter-rust';

const [tree = '.'] = process.argv.slice(2);
const parser = new Parser();
parser.setLanguage(Rust);
for (const path of readdirSync(tree, { recursive: true })) {
  if (!path.endsWith('.rs')) continue;
  const text = readFileSync(join(tree, path), 'utf8');
  parser.parse(text, undefined, { bufferSize: text.length * 2 + 1 });
}
