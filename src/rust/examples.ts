/**
 * Examples in documentation: fenced Rust code, cut out so that each character keeps its place in the file.
 * Which fences are compiled: The rustdoc book, "Documentation tests".
 */
import { docLines } from './docs.ts';
import type { Tokens } from './lexer.ts';
import { examplesMayMatter, matters } from './matters.ts';

/** The file's text up to an example's end with everything before it blanked; line ends stay, so positions are the file's. */
export interface Example {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

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

/** The examples of a file that matter. */
export function examplesOf(tokens: Tokens): Example[] {
  if (!examplesMayMatter(tokens.text)) return [];
  const examples: Example[] = [];
  let blank: string | undefined;
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
    for (const code of fencedCode(tokens, docs)) {
      if (!matters(code.map((piece) => piece.text).join('\n'))) continue;
      blank ??= tokens.text.replace(/[^\n]+/g, (line) => ' '.repeat(line.length));
      examples.push(place(blank, code));
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

function place(blank: string, pieces: readonly Piece[]): Example {
  let text = '';
  for (const piece of pieces) text += blank.slice(text.length, piece.start) + piece.text;
  const start = pieces[0]?.start ?? 0;
  return { text, start, end: text.length };
}
