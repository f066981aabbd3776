/** How many columns of a terminal a text takes, and how it is broken into lines. */

// East Asian Width W and F (https://www.unicode.org/reports/tr11/), in ranges that hold for every version of Unicode.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{M}/u;
// The colours of paint.ts.
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what begins a colour
const COLOUR = /\u001b\[[\d;]*m/g;

/** The columns that `text` takes: two for a wide character, none for a combining one or a colour. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text.replace(COLOUR, ''))
    width += WIDE.test(character) ? 2 : COMBINING.test(character) ? 0 : 1;
  return width;
}

/**
 * `text` in lines of at most `width` columns where its words allow it, each behind `indent`.
 * A line never begins with a word that ends in a colon, other than the first: mail programs would take it for a trailer.
 */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of unbreakable(text)) {
    const longer = line === '' ? word : `${line} ${word}`;
    const fits = line === '' || widthOf(indent + longer) <= width;
    if (!fits) lines.push(indent + line);
    line = fits ? longer : word;
  }
  return line === '' ? lines : [...lines, indent + line];
}

/** The words of `text`, with a label (`SAFETY:`) tied to the word before it. */
function unbreakable(text: string): readonly string[] {
  const words: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const previous = words.at(-1);
    if (previous !== undefined && /:$/.test(word)) words[words.length - 1] = `${previous} ${word}`;
    else words.push(word);
  }
  return words;
}
