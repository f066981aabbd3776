/** Which code is worth reading: that with a word that some rule or figure looks for. */

import { BLANK } from './lexer.ts';

/**
 * What a file or example has to hold for any rule or figure to need its syntax. Between two tokens there may be blanks, or the
 * begin of a comment.
 */
const MATTERS = new RegExp(
  [
    String.raw`\bgit-lfs\b|\bunsafe\b|safety|\bbindings\b|transmute|no_mangle|export_name|\bexport\b|\batomic\b|\bextern\b`,
    String.raw`\bstatic(?:${BLANK}+mut\b|${BLANK}*/[*/])|asm${BLANK}*(?:!|/[*/])`,
    String.raw`\bffi(?:${BLANK}*::${BLANK}*[c{*/]|${BLANK}+as\b|${BLANK}*/[*/])`,
    String.raw`\b(?:allow|expect)${BLANK}*(?:\(|/[*/])`,
    // words that `paste!` joins
    String.raw`\[${BLANK}*<`,
  ].join('|'),
  'i',
);

/** Whether reading the syntax could find anything; code without any of these words has no site, mark or lint attribute. */
export function matters(text: string): boolean {
  return text.includes('unsafe') || text.includes('\0') || MATTERS.test(text);
}

/** What unsafe Rust code has and files of other languages hardly ever: those are too many to ask of each who includes it. */
const OF_UNSAFE_RUST =
  /unsafe|SAFETY:|# Safety|\bbindings\s*::|\bffi\s*::|\bstatic\s+mut\b|\btransmute\b|\bextern\s*(?:\{|r?#*"|\/[*/])/;

/** Whether a text from a file of any name may be code that the rules are about. */
export function mayBeUnsafeRust(text: string): boolean {
  return OF_UNSAFE_RUST.test(text);
}

/** A word that matters on a line of documentation, or a block of it; each line is tried once. */
const IN_DOCUMENTATION = new RegExp(`^[ \\t]*//[/!].*(?:${MATTERS.source})|/\\*[*!]|\\bdoc\\b`, 'im');

/** Whether any example in the documentation of a file can matter. */
export function examplesMayMatter(text: string): boolean {
  return IN_DOCUMENTATION.test(text);
}
