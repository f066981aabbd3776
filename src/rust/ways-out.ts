/**
 * Ways out of brackets. A file can have thousands of places below thousands of brackets: each bracket is visited once for
 * each question, and what was found is kept with the tokens.
 */
import type { Tokens } from './lexer.ts';

/** A question about the brackets around a place, and the answer for each bracket so far. */
interface Found {
  readonly nearest: Map<number, number>;
  readonly outermost: Map<number, number>;
}

/** The innermost and the outermost of the brackets around a token that are wanted. */
export class WayOut {
  readonly #isWanted: (tokens: Tokens, bracket: number) => boolean;
  readonly #known = new WeakMap<Tokens, Found>();

  /** @param isWanted has to give the same for the same tokens and bracket, always */
  constructor(isWanted: (tokens: Tokens, bracket: number) => boolean) {
    this.#isWanted = isWanted;
  }

  /** The innermost wanted bracket around token `index`; -1 where there is none. */
  nearest(tokens: Tokens, index: number): number {
    const { nearest } = this.#foundIn(tokens);
    return this.#follow(tokens, index, nearest, (bracket, around) =>
      this.#isWanted(tokens, bracket) ? bracket : around,
    );
  }

  /** The outermost wanted bracket around token `index`; -1 where there is none. */
  outermost(tokens: Tokens, index: number): number {
    const { outermost } = this.#foundIn(tokens);
    return this.#follow(tokens, index, outermost, (bracket, around) =>
      around === -1 && this.#isWanted(tokens, bracket) ? bracket : around,
    );
  }

  #foundIn(tokens: Tokens): Found {
    const known = this.#known.get(tokens);
    if (known !== undefined) return known;
    const made = { nearest: new Map(), outermost: new Map() };
    this.#known.set(tokens, made);
    return made;
  }

  /** Goes out to a bracket of which the answer is known, and comes back from there. */
  #follow(
    tokens: Tokens,
    index: number,
    known: Map<number, number>,
    answerOf: (bracket: number, around: number) => number,
  ): number {
    const way: number[] = [];
    let at = tokens.enclosing(index);
    for (; at !== -1 && !known.has(at); at = tokens.enclosing(at)) way.push(at);
    let answer = known.get(at) ?? -1;
    for (let bracket = way.pop(); bracket !== undefined; bracket = way.pop()) {
      answer = answerOf(bracket, answer);
      known.set(bracket, answer);
    }
    return answer;
  }
}
