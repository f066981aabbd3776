/** The law of accounts (docs/architecture.md, "Where every `unsafe` goes"), in a form that needs no test runner. */
import type { RustFile } from '../../src/rust/file.ts';

/** What breaks the law: a keyword with no account or with two, or an account of what is no keyword; null where it holds. */
export function troubleInAccounts(file: RustFile): string | null {
  const keywords = file.tokens.allOf('unsafe').map((index) => file.tokens.start(index));
  const accounts = accountOffsets(file);
  const isSame = keywords.length === accounts.length && keywords.every((offset, index) => offset === accounts[index]);
  return isSame ? null : `keywords at ${keywords.join(', ')}, but accounts of ${accounts.join(', ')}`;
}

/** Where the keywords stand that have an account, in order. */
export function accountOffsets({ sites, exempt, lost, text }: RustFile): number[] {
  return [
    ...sites.flatMap(({ keyword }) => (text.startsWith('unsafe', keyword.start) ? [keyword.start] : [])),
    ...exempt.map(({ offset }) => offset),
    ...lost.map(({ offset }) => offset),
  ].sort((a, b) => a - b);
}
