/** How many columns of a terminal a text takes, and how it is broken or cut so that it fits. */

/** Where the width of the terminal is not known: files, pipes. */
export const DEFAULT_WIDTH = 100;
/** Prose is not set wider than this: longer lines are hard to read. */
export const WIDEST_PROSE = 100;

// East Asian Width W and F (https://www.unicode.org/reports/tr11/), in ranges that hold for every version of Unicode.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{M}/u;
const PLAIN = /^[\x20-\x7e]*$/;

// The colours of paint.ts; nothing else can be one, since `visible` takes the escape character out of all other text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what begins a colour
const COLOUR = /\u001b\[[\d;]*m/g;
const COLOUR_OFF = '\u001b[0m';

/** The columns that `text` takes: two for a wide character, none for a combining one or a colour. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text.replace(COLOUR, '')) width += cellsOf(character);
  return width;
}

function cellsOf(character: string): number {
  return WIDE.test(character) ? 2 : COMBINING.test(character) ? 0 : 1;
}

/** `text` in lines of at most `width` columns where its words allow it, each behind `indent`, the first behind `first`. */
export function wrap(text: string, width: number, indent = '', first = indent): readonly string[] {
  return setInLines(wordsOf(text), width, indent, first);
}

/** `wrap` for mail: a line never begins with a label (`SAFETY:`), other than the first. Mail programs would take it for a trailer. */
export function wrapMail(text: string, width: number): readonly string[] {
  return setInLines(withTiedLabels(wordsOf(text)), width, '', '');
}

function setInLines(words: readonly string[], width: number, indent: string, first: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    const fits = line === '' || widthOf((lines.length === 0 ? first : indent) + longer) <= width;
    if (!fits) lines.push(line);
    line = fits ? longer : word;
  }
  return eachColoured(line === '' ? lines : [...lines, line]).map((each, at) => (at === 0 ? first : indent) + each);
}

/** What no line ends within; a sign of a comment belongs to what it begins: `// SAFETY:`. */
function wordsOf(text: string): readonly string[] {
  return text.split(/(?<!\/\/[/!]?) /).filter((part) => part !== '');
}

/** Each label with the word before it. */
function withTiedLabels(words: readonly string[]): readonly string[] {
  const tied: string[] = [];
  for (const word of words) {
    const previous = tied.at(-1);
    if (previous !== undefined && /:$/.test(word)) tied[tied.length - 1] = `${previous} ${word}`;
    else tied.push(word);
  }
  return tied;
}

/** A colour that goes on behind the end of a line is begun again on the next one. */
function eachColoured(lines: readonly string[]): readonly string[] {
  let open = '';
  return lines.map((line) => {
    const begun = open + line;
    const last = line.match(COLOUR)?.at(-1) ?? open;
    open = last === COLOUR_OFF ? '' : last;
    return open === '' ? begun : begun + COLOUR_OFF;
  });
}

/** As much of `text` from its start as `width` columns hold; an ellipsis in the last one where there is more. */
export function cutEnd(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let cells = 1;
  for (const character of text) {
    cells += cellsOf(character);
    if (cells > width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** A path that takes at most `width` columns: an ellipsis replaces its first folders, since its end names the file. */
export function cutPath(path: string, width: number): string {
  if (widthOf(path) <= width) return path;
  const parts = path.split('/');
  for (let from = 1; from < parts.length; from += 1) {
    const rest = `…/${parts.slice(from).join('/')}`;
    if (widthOf(rest) <= width) return rest;
  }
  const characters = [...(parts.at(-1) ?? '')];
  while (characters.length > 1 && widthOf(characters.join('')) >= width) characters.shift();
  return `…${characters.join('')}`;
}
