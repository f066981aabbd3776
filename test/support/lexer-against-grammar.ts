/** Our tokens against the leaves of tree-sitter-rust, which has a lexer of its own. */
import Parser from 'tree-sitter';
import Rust from 'tree-sitter-rust';
import { lex, TokenKind, type Tokens } from '../../src/rust/lexer.ts';

/** Nodes that are one token of ours, whatever the grammar has below them. */
const WHOLE = new Set([
  'string_literal',
  'raw_string_literal',
  'char_literal',
  'line_comment',
  'block_comment',
  'lifetime',
  'label',
  'metavariable',
  'shebang',
]);

const parser = new Parser();
parser.setLanguage(Rust as unknown as Parser.Language);

/** Begin and end of each leaf; null where the grammar does not read the text, so that its leaves say nothing. */
function leavesOf(text: string): readonly (readonly [number, number])[] | null {
  const tree = parser.parse(text, undefined, { bufferSize: text.length * 2 + 1024 });
  if (tree.rootNode.hasError) return null;
  const leaves: (readonly [number, number])[] = [];
  const cursor = tree.walk();
  for (;;) {
    const isWhole = WHOLE.has(cursor.nodeType);
    if (!isWhole && cursor.gotoFirstChild()) continue;
    const [start, end] = [cursor.startIndex, cursor.endIndex];
    const leaf = [start, start + text.slice(start, end).trimEnd().length] as const;
    const before = leaves.at(-1);
    // among the tokens of a macro the grammar parts a lifetime
    if (before !== undefined && before[1] === start && text.slice(...before) === "'")
      leaves.splice(-1, 1, [before[0], leaf[1]]);
    else if (end > start) leaves.push(leaf);
    while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return leaves;
  }
}

/**
 * Where the two disagree, with the text there: a leaf that does not begin and end at tokens of ours, or a word, literal, lifetime or
 * comment of ours that is no leaf, nor a part of one. Null where the grammar does not read the text.
 */
export function disagreements(text: string, tokens: Tokens = lex(text)): readonly string[] | null {
  const leaves = leavesOf(text);
  if (leaves === null) return null;
  const indices = Array.from({ length: tokens.count }, (_, index) => index);
  const begins = new Set(indices.map((index) => tokens.start(index)));
  /** A comment of ours takes the blanks at the end of its line with it. */
  const endOf = (index: number) => tokens.start(index) + tokens.at(index).trimEnd().length;
  const ends = new Set(indices.map(endOf));
  const ofLeaves = leaves.filter(([start, end]) => !begins.has(start) || !ends.has(end));
  const exact = new Set(leaves.map(([start, end]) => `${start} ${end}`));
  const starts = new Set(leaves.map(([start]) => start));
  const ofTokens = indices.filter((index) => {
    if (tokens.kind(index) === TokenKind.mark) return false;
    const isMetavariable = tokens.at(index - 1) === '$' && starts.has(tokens.start(index - 1));
    // the grammar has one leaf for `macro_rules!`
    const isOneOfTwo = tokens.at(index) === 'macro_rules' && starts.has(tokens.start(index));
    return !isMetavariable && !isOneOfTwo && !exact.has(`${tokens.start(index)} ${endOf(index)}`);
  });
  return [
    ...ofLeaves.map(([start, end]) => `leaf ${text.slice(start, end)}`),
    ...ofTokens.map((index) => `token ${tokens.at(index)}`),
  ];
}
