/** Changes of a text, token by token: each keeps the length and the line breaks of what it changes. */
import type { Tokens } from '../lexer.ts';

/** The changes of one text. Where a token is changed twice, the first change holds. */
export class Edits {
  readonly tokens: Tokens;
  readonly #changes: { readonly token: number; readonly words: string }[] = [];

  constructor(tokens: Tokens) {
    this.tokens = tokens;
  }

  /** Puts `words` in the place of a token; where they are longer, they take a blank behind it. */
  write(token: number, words: string): void {
    this.#changes.push({ token, words });
  }

  /** Blanks the tokens from `from` to before `end`; comments stay. */
  blank(from: number, end = from + 1): void {
    for (let at = from; at < end; at += 1) if (!this.tokens.isComment(at)) this.write(at, '');
  }

  /** Makes a plain name of a word that the grammar takes for more. */
  neutralize(token: number): void {
    this.write(token, `_${this.tokens.at(token).slice(1)}`);
  }

  /** The whole text with the changes in it. */
  finish(): string {
    const whole = this.tokens.text;
    let text = '';
    let copied = 0;
    for (const { token, words } of this.#changes.sort((a, b) => a.token - b.token)) {
      const start = this.tokens.start(token);
      if (start < copied) continue;
      const end = Math.max(this.tokens.end(token), start + words.length);
      text += whole.slice(copied, start) + padded(words, whole.slice(start, end));
      copied = end;
    }
    return copied === 0 ? whole : text + whole.slice(copied);
  }
}

/** As long as what was there, with its line breaks. */
function padded(words: string, before: string): string {
  return words + before.slice(words.length).replace(/[^\r\n]/g, ' ');
}
