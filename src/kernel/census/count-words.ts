/** Words and lines as `grep` and `wc` count them. */

/** As `wc -l` counts: a last line without `\n` is none. */
export function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** As `grep -ow WORD | wc -l` counts: wherever no letter, digit or `_` is next to it, comments and strings included. */
export function wordsIn(text: string, word: string): number {
  let count = 0;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    if (!endsInWord(text, at) && !beginsWord(text, at + word.length)) count += 1;
  }
  return count;
}

function endsInWord(text: string, end: number): boolean {
  const code = text.charCodeAt(end - 1);
  return code < 0x80 ? isAsciiWord(code) : /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, end - 2), end));
}

function beginsWord(text: string, start: number): boolean {
  const code = text.charCodeAt(start);
  return code < 0x80 ? isAsciiWord(code) : /^[\p{L}\p{N}]/u.test(text.slice(start, start + 2));
}

function isAsciiWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f
  );
}
