/**
 * Examples in documentation: fenced Rust code, cut out so that each character keeps its place in the file.
 * Which fences are compiled: The rustdoc book, "Documentation tests".
 */
import type { LineTable } from '../text/lines.ts';
import { docLines } from './docs.ts';
import type { Tokens } from './lexer.ts';
import { examplesMayMatter, matters } from './prefilter.ts';

/**
 * The file's text from a few lines above an example to its end, with everything but the example blanked: lines and columns
 * are the file's, and no example costs more than its own length.
 */
export interface Example {
  readonly text: string;
  /** The line of the file with which the text begins. */
  readonly first: number;
}

/** So many blanked lines precede an example: as many as are shown above a finding. */
const LINES_ABOVE = 2;

const RUST_WORDS = new Set([
  'rust',
  'should_panic',
  'no_run',
  'edition2015',
  'edition2018',
  'edition2021',
  'edition2024',
  'test_harness',
  'standalone_crate',
]);
/** Not compiled, or meant to fail. */
const SKIPPED_WORDS = new Set(['ignore', 'compile_fail']);

/**
 * The examples of a file that matter; `lines` is the file's table.
 * @param isWhole whether documentation that begins with a token is seen from its first line on: else opening and closing fences look alike
 */
export function examplesOf(
  tokens: Tokens,
  lines: LineTable,
  isWhole: (first: number) => boolean = () => true,
): Example[] {
  if (!examplesMayMatter(tokens.text)) return [];
  const examples: Example[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (!isDoc(tokens, at)) continue;
    const docs = [at];
    while (
      isDoc(tokens, at + 1) &&
      tokens.kind(at + 1) === tokens.kind(at) &&
      tokens.text[tokens.start(at + 1) + 2] === tokens.text[tokens.start(at) + 2]
    ) {
      at += 1;
      docs.push(at);
    }
    if (!isWhole(docs[0] as number)) continue;
    for (const code of fencedCode(tokens, docs)) {
      if (!matters(code.map((piece) => piece.text).join('\n'))) continue;
      examples.push(place(lines, code));
    }
  }
  return examples;
}

function isDoc(tokens: Tokens, index: number): boolean {
  return (
    tokens.isComment(index) &&
    /^\/[/*][/*!](?!\/)/.test(tokens.text.slice(tokens.start(index), tokens.start(index) + 4))
  );
}

interface Piece {
  readonly text: string;
  readonly start: number;
}

/** The lines of each Rust fence; lines that rustdoc hides (`# `) are code, without their sign. */
function fencedCode(tokens: Tokens, docs: readonly number[]): Piece[][] {
  const found: Piece[][] = [];
  let fence: string | undefined;
  let current: Piece[] | undefined;
  for (const line of docLines(tokens, docs).lines) {
    const sign = /^\s*(```+|~~~+)\s*([^`]*)$/.exec(line.text);
    if (fence === undefined) {
      if (sign === null) continue;
      fence = sign[1] as string;
      current = isRust(sign[2] as string) ? [] : undefined;
    } else if (sign?.[1]?.startsWith(fence) && sign[2]?.trim() === '') {
      if (current !== undefined && current.length > 0) found.push(current);
      fence = undefined;
      current = undefined;
    } else if (current !== undefined) current.push(withoutHiding(line));
  }
  return found;
}

function isRust(info: string): boolean {
  const words = info.split(/[\s,{}]+/).filter((word) => word !== '');
  return (
    !words.some((word) => SKIPPED_WORDS.has(word) || word.startsWith('ignore-')) &&
    words.every((word) => RUST_WORDS.has(word) || word.startsWith('edition'))
  );
}

function withoutHiding({ text, start }: Piece): Piece {
  const hidden = /^\s*#(?: |$)/.exec(text.replace(/\r$/, ''));
  return hidden === null ? { text, start } : { text: text.slice(hidden[0].length), start: start + hidden[0].length };
}

function place(lines: LineTable, pieces: readonly Piece[]): Example {
  const first = Math.max(lines.first, lines.lineOf(pieces[0]?.start ?? 0) - LINES_ABOVE);
  const base = lines.startOf(first);
  let text = '';
  for (const piece of pieces) text += blanked(lines.text.slice(base + text.length, piece.start)) + piece.text;
  return { text, first };
}

function blanked(text: string): string {
  return text.replace(/[^\n]+/g, (line) => ' '.repeat(line.length));
}
