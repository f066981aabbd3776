/**
 * Configuration predicates (The Rust Reference, "Conditional compilation"), as far as they are certain: the code is taken to
 * be compiled alone, without features, for a 64-bit Linux host. What Kconfig decides is not certain.
 */
import { TokenKind, type Tokens } from './lexer.ts';

/** Whether an option is set; undefined where that is not certain. */
export type Setting = (name: string, value: string | undefined) => boolean | undefined;

const SET: Readonly<Record<string, string | readonly string[] | boolean>> = {
  true: true,
  unix: true,
  clippy: true,
  debug_assertions: true,
  overflow_checks: true,
  panic: 'unwind',
  target_endian: 'little',
  target_env: 'gnu',
  target_family: 'unix',
  target_has_atomic: ['8', '16', '32', '64', 'ptr'],
  target_os: 'linux',
  target_pointer_width: '64',
  target_vendor: 'unknown',
};

/** Options that depend on the machine or on the kernel's configuration. */
const UNCERTAIN = /^(?:CONFIG_\w+|MODULE|target_arch|target_feature|target_abi)$/;

/** What is certain of an option. */
export const certain: Setting = (name, value) => {
  if (UNCERTAIN.test(name)) return undefined;
  const set = SET[name] ?? false;
  if (typeof set === 'boolean') return set && value === undefined;
  // `target_has_atomic` alone
  if (value === undefined) return typeof set !== 'string';
  return typeof set === 'string' ? set === value : set.includes(value);
};

/** Whether the predicate that begins with token `at` holds, and the index behind it. */
export function cfgHolds(
  tokens: Tokens,
  at: number,
  setting: Setting = certain,
  depth = 0,
): { readonly holds: boolean | undefined; readonly behind: number } {
  const name = tokens.at(at);
  const next = tokens.next(at);
  if (tokens.is(next, '(') && depth < 64) {
    const closing = tokens.partner(next);
    if (closing < next) return { holds: undefined, behind: next + 1 };
    const members: (boolean | undefined)[] = [];
    for (let member = tokens.next(next); member < closing; ) {
      const { holds, behind } = cfgHolds(tokens, member, setting, depth + 1);
      members.push(holds);
      member = tokens.is(behind, ',') ? tokens.next(behind) : Math.max(behind, member + 1);
    }
    return { holds: combine(name, members), behind: tokens.next(closing) };
  }
  if (!tokens.is(next, '=')) return { holds: setting(name, undefined), behind: next };
  const value = tokens.next(next);
  const text = tokens.kind(value) === TokenKind.literal ? tokens.at(value).slice(1, -1) : '';
  return { holds: setting(name, text), behind: tokens.next(value) };
}

function combine(name: string, members: readonly (boolean | undefined)[]): boolean | undefined {
  if (name === 'not') return members[0] === undefined ? undefined : !members[0];
  const decisive = name === 'any';
  if (members.includes(decisive)) return decisive;
  return members.includes(undefined) || (name !== 'any' && name !== 'all') ? undefined : !decisive;
}
