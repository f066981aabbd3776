/** What a patch only calls by another name: functions with the same contract, and variables of a function. */
import { documentationOf } from '../rust/items.ts';
import { TokenKind, type Tokens } from '../rust/lexer.ts';
import type { Span } from '../text/lines.ts';
import { type Defined, type Functions, isUnsafe } from './patch-functions.ts';

/**
 * Whether a caller of `come` has to show nothing beyond what a caller of `gone` had to: one of the definitions that the patch shows asks for
 * nothing else, or, where no contract is in view, it has the same parameters and the old name went.
 */
export function asksTheSame({ before, after }: Functions, gone: string, come: string): boolean {
  const olds = (before.get(gone) ?? []).filter(isUnsafe);
  const news = (after.get(come) ?? []).filter(isUnsafe);
  return olds.some((old) =>
    news.some((now) => {
      const asked = contractOf(old);
      const asks = contractOf(now);
      if (asked !== undefined && asks !== undefined) return isCovered(asks, asked, gone, come);
      const isLeft = after.get(gone)?.some(isUnsafe) ?? false;
      return !isLeft && headOf(old) === headOf(now);
    }),
  );
}

function contractOf({ tokens, item }: Defined): string | undefined {
  return item === undefined ? undefined : documentationOf(tokens, item).safety?.text;
}

/** The words from behind the name to the body. */
function headOf({ tokens, at: fn }: Defined): string {
  const words: string[] = [];
  for (let at = tokens.next(tokens.next(fn)); at < fn + LONGEST_HEAD; at = tokens.next(at)) {
    if (at >= tokens.count || /^[{;]$/.test(tokens.at(at))) break;
    if (!tokens.is(at, ',')) words.push(tokens.at(at));
  }
  return words.join(' ');
}

/** In tokens. */
const LONGEST_HEAD = 300;

/** In hundredths: so many words of a requirement are in one of the old contract when it says the same. */
const ALIKE = 60;

/** Whether each requirement of a contract is in another one, whatever the two functions are called. */
function isCovered(asks: string, asked: string, gone: string, come: string): boolean {
  const old = requirementsIn(asked).map((text) => wordsOf(text, gone));
  return requirementsIn(asks).every((text) => {
    const words = wordsOf(text, come);
    return old.some((known) => 100 * count(words, known) >= ALIKE * words.size);
  });
}

/** The points of a list, or the paragraphs. */
function requirementsIn(contract: string): string[] {
  const points = contract.split(/\n\s*[-*]\s+|^\s*[-*]\s+|\n\s*\n/).map((text) => text.trim());
  return points.filter((text) => text !== '');
}

function wordsOf(text: string, name: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\w+/g) ?? [];
  return new Set(words.filter((word) => word !== name.toLowerCase()));
}

function count(words: ReadonlySet<string>, known: ReadonlySet<string>): number {
  let both = 0;
  for (const word of words) if (known.has(word)) both += 1;
  return both;
}

/**
 * Variables and parameters that have another name throughout a function now: the old one is gone from it, the new one was not
 * in it, and both are there as often. Old name to new name.
 */
export function renamedVariables(before: Tokens, old: Span, after: Tokens, now: Span): ReadonlyMap<string, string> {
  const was = variablesIn(before, old);
  const is = variablesIn(after, now);
  const renamed = new Map<string, string>();
  const come = [...is].filter(([name]) => !was.has(name));
  for (const [name, times] of was) {
    if (is.has(name)) continue;
    const same = come.filter(([, often]) => often === times);
    const [only] = same;
    if (same.length === 1 && only !== undefined) renamed.set(name, only[0]);
  }
  return renamed;
}

/** Words that may be variables, with how often they are there. */
function variablesIn(tokens: Tokens, span: Span): Map<string, number> {
  const found = new Map<string, number>();
  const end = tokens.from(span.end);
  for (let at = tokens.from(span.start); at < end; at += 1) {
    if (tokens.kind(at) !== TokenKind.word || !/^[a-z_]/.test(tokens.at(at))) continue;
    const isMember =
      tokens.is(tokens.previous(at), '.') || (tokens.is(tokens.previous(at), ':') && tokens.is(at - 2, ':'));
    const isPath = tokens.is(at + 1, ':') && tokens.is(at + 2, ':');
    if (isMember || isPath || tokens.is(at + 1, '(') || tokens.is(at + 1, '!')) continue;
    found.set(tokens.at(at), (found.get(tokens.at(at)) ?? 0) + 1);
  }
  return found;
}
