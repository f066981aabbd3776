/** Drivers of Linux 7.3.4 in which a call to an abstraction is replaced by the C function that it wraps. */
import { readRust } from '../../src/rust/file.ts';

/** A safe public function of rust/kernel whose one call of C is a call of `symbol`. */
export interface Wrapper {
  /** `kernel::clk` */
  readonly module: string;
  /** The type that it belongs to. */
  readonly type: string;
  readonly fn: string;
  readonly symbol: string;
}

/** Found by the text of each function alone, so that the index has no say in it. */
export function wrappersIn(path: string, text: string): Wrapper[] {
  const module = path
    .replace(/^rust\//, '')
    .replace(/(?:\/mod)?\.rs$/, '')
    .replaceAll('/', '::');
  return readRust(text).items.flatMap((item): Wrapper[] => {
    const code = text.slice(item.span.start, item.span.end).replace(/\/\/.*$/gm, '');
    const [, type] = /^impl (?:[\w:]+(?:<.*>)? for )?(\w+)/.exec(item.parent?.name ?? '') ?? [];
    if (item.kind !== 'fn' || item.isUnsafe || type === undefined || !code.startsWith('pub fn')) return [];
    if (
      item.parent?.ofTrait === true ||
      text.slice(Math.max(0, item.span.start - 200), item.span.start).includes('#[cfg(not(')
    )
      return [];
    const symbols = [...code.matchAll(/\bbindings::(\w+)\s*\(/g)].map(([, symbol = '']) => symbol);
    return symbols.length === 1 ? [{ module, type, fn: item.name, symbol: symbols[0] as string }] : [];
  });
}

/** The ways in which a driver can name a C function: what it imports, and what it calls. */
export const SPELLINGS: readonly {
  readonly name: string;
  readonly uses: string;
  readonly call: (symbol: string) => string;
}[] = [
  { name: 'module', uses: 'use kernel::bindings;', call: (symbol) => `bindings::${symbol}` },
  { name: 'full path', uses: '', call: (symbol) => `kernel::bindings::${symbol}` },
  { name: 'absolute path', uses: '', call: (symbol) => `::kernel::bindings::${symbol}` },
  { name: 'renamed module', uses: 'use kernel::{bindings as c_api, str as _};', call: (symbol) => `c_api::${symbol}` },
  { name: 'renamed crate', uses: 'use kernel as krate;', call: (symbol) => `krate::bindings::${symbol}` },
  { name: 'extern crate', uses: 'extern crate kernel as ext;', call: (symbol) => `ext::bindings::${symbol}` },
  {
    name: 'inline module',
    uses: 'mod raw_c { pub(crate) use kernel::bindings; }',
    call: (symbol) => `raw_c::bindings::${symbol}`,
  },
  { name: 'own crate', uses: 'use kernel::bindings as own_c;', call: (symbol) => `crate::own_c::${symbol}` },
];

/** The same, where the symbol itself is imported. */
export const IMPORTS: readonly {
  readonly name: string;
  readonly uses: (symbol: string) => string;
  readonly call: (symbol: string) => string;
}[] = [
  { name: 'symbol', uses: (symbol) => `use kernel::bindings::${symbol};`, call: (symbol) => symbol },
  { name: 'renamed symbol', uses: (symbol) => `use kernel::bindings::{${symbol} as c_call};`, call: () => 'c_call' },
  { name: 'glob', uses: () => 'use kernel::bindings::*;', call: (symbol) => symbol },
];

export interface BypassMutant {
  readonly spelling: string;
  readonly wrapper: Wrapper;
  readonly text: string;
  readonly line: number;
}

/** The first call in a driver that reads as one to a wrapper, replaced in every spelling. */
export function* bypassMutants(text: string, wrapper: Wrapper): Iterable<BypassMutant> {
  if (!new RegExp(`\\b${wrapper.type}\\b`).test(text)) return;
  const code = text.replace(/\/\/.*$/gm, (comment) => ' '.repeat(comment.length));
  const call = new RegExp(`(?<![\\w.:>])(?:\\w+(?:\\.|::))+${wrapper.fn}(?=\\()`).exec(code);
  const start = /^(?:use|mod|extern) /m.exec(code)?.index;
  if (call === null || start === undefined || call.index < start) return;
  const { symbol } = wrapper;
  const spellings = [
    ...SPELLINGS.map(({ name, uses, call }) => ({ name, uses, callee: call(symbol) })),
    ...IMPORTS.map(({ name, uses, call }) => ({ name, uses: uses(symbol), callee: call(symbol) })),
  ];
  for (const { name, uses, callee } of spellings) {
    const before = `${text.slice(0, start)}${uses}\n${text.slice(start, call.index)}`;
    const mutated = before + callee + text.slice(call.index + call[0].length);
    yield { spelling: name, wrapper, text: mutated, line: before.split('\n').length };
  }
}
