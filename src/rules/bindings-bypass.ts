/** Rule: drivers use the abstractions of rust/kernel, not the C bindings. */

import type { Severity } from '../finding/finding.ts';
import { type Answer, answerTo, type Candidate } from '../kernel/abstractions/index.ts';
import type { SymbolKind } from '../kernel/abstractions/symbol-kind.ts';
import { type BindingUse, bindingReferences, bindingUses } from '../kernel/bindings.ts';
import { defineRule, type FileView, GENERAL_INFORMATION, type Hit } from './rule.ts';

export const bindingsBypass = defineRule({
  id: 'bindings-bypass',
  summary: 'C bindings used directly in a driver',
  why: 'Drivers, file systems and samples should be safe Rust on top of the abstractions in `rust/kernel`; the kernel documentation says drivers must not use the C bindings directly. The abstraction justifies the unsafe code once, for every driver. Not every subsystem has one yet: the finding says where one is missing and should be written.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'warning' },
  otherSeverities: { leaf: ['error', 'info'] },
  when: 'A function with a known wrapper is an error, without one a warning; a type or constant with a known wrapper is a warning, without one a note. The driver’s own C code, the signature of a callback that C calls, and ambiguous names are notes (in a hunk without its file, the name of a wrapped symbol is taken as the binding). One step lower if the file already used the symbol. Wrappers come from the tree under review, before the patch; without a tree they are unknown.',
  examples: {
    bad: `use kernel::bindings;

// SAFETY: \`self.clk\` is valid.
unsafe { bindings::clk_enable(self.clk) };`,
    good: `use kernel::clk::Clk;

self.clk.enable()?;`,
  },
  lints: [],
  misses: [
    'C functions that a driver declares itself: `raw-c-entry` reports those.',
    'A bindings symbol that another crate re-exports under another name.',
    'Raw pointers that an abstraction hands out (`as_raw`), and what a driver then does with them.',
  ],
  differs: [],

  *check(view) {
    const { index, crateOf, referencesOf } = view.facts;
    const { tokens } = view.file;
    const references = referencesOf(view.path) ?? bindingReferences(tokens, crateOf(view.path));
    // only the index distinguishes what a glob may bring from other names
    const isKnown = ({ isGlobbed, symbol }: BindingUse) =>
      !isGlobbed || (index !== undefined && symbol !== null && Object.hasOwn(index.symbols, symbol));
    const uses = bindingUses(tokens, references).filter(isKnown);
    const used = new Set(uses.flatMap(({ role, symbol }) => (role === 'use' ? [symbol] : [])));
    const callbacks = new Map<number, Hit[]>();
    for (const use of uses) {
      if (use.role === 'import' && (use.symbol === null ? used.size > 0 : used.has(use.symbol))) continue;
      const hit = use.symbol === null ? hitOfAll(use) : hitOf(view, use, use.symbol);
      if (use.callback === undefined) yield hit;
      else callbacks.set(use.callback.span.start, [...(callbacks.get(use.callback.span.start) ?? []), hit]);
    }
    for (const [first, ...others] of callbacks.values()) {
      if (first !== undefined) yield { ...first, related: [...(first.related ?? []), ...others.map(asRelated)] };
    }
  },
});

/** The types of one callback's signature are one finding: C asks for them. */
function asRelated({ at, message }: Hit): { readonly offset: number; readonly message: string } {
  return { offset: at.start, message };
}

function hitOfAll({ span, role, isCertain, item }: BindingUse): Hit {
  return {
    at: span,
    item,
    key: role,
    severity: role === 'glob' && isCertain ? 'warning' : 'info',
    message: {
      glob: 'the glob import brings in all C bindings',
      reexport: 'this re-exports the C bindings',
      import: 'the C bindings are imported but not used here',
      use: 'this refers to the whole `bindings` crate',
    }[role],
    help: 'import only what is used, and use the abstractions in `kernel` where they exist',
  };
}

function hitOf({ path, facts, isExcerpt }: FileView, use: BindingUse, symbol: string): Hit {
  const { span, item, callback } = use;
  const { index } = facts;
  const answer = index === undefined ? undefined : answerTo(index, symbol, facts.headersBeside(path));
  // a hunk seldom shows the import, but a name that rust/kernel wraps cannot come from other `bindings`
  const isCertain = use.isCertain || (isExcerpt && answer?.kind === 'bypasses');
  const kind = index?.symbols[symbol]?.kind ?? use.kind;
  const severity = callback !== undefined || !isCertain ? 'info' : severityOf(kind, answer);
  return {
    at: span,
    item: callback ?? item,
    key: symbol,
    severity,
    severityIfRepeated: severity === 'error' ? 'warning' : 'info',
    ...wording(symbol, answer, callback !== undefined, isCertain),
    ...(answer?.kind === 'bypasses' && {
      related: [
        { path: answer.abstraction.path, line: answer.abstraction.line, message: `\`${answer.abstraction.name}\`` },
      ],
    }),
  };
}

function severityOf(kind: SymbolKind, answer: Answer | undefined): Severity {
  if (answer?.kind === 'own-glue') return 'info';
  const isWrapped = answer?.kind === 'bypasses';
  if (kind === 'fn') return isWrapped ? 'error' : 'warning';
  return isWrapped ? 'warning' : 'info';
}

function wording(
  symbol: string,
  answer: Answer | undefined,
  isCallback: boolean,
  isCertain: boolean,
): { readonly message: string; readonly help: string } {
  if (!isCertain)
    return {
      message: `\`${symbol}\` may be a C binding; its path cannot be resolved from this file`,
      help: 'write its full path, or use an abstraction from `kernel`',
    };
  const name = `\`bindings::${symbol}\``;
  if (isCallback)
    return {
      message: `callback signature uses ${name}`,
      help: 'let an abstraction keep the C types out of the driver',
    };
  switch (answer?.kind) {
    case 'bypasses':
      return {
        message: `${name} bypasses \`${answer.abstraction.name}\``,
        help: `use \`${nameOf(answer.abstraction)}\``,
      };
    case 'touched':
      return {
        message: `${name} is used directly; \`${answer.by.name}\` uses it, but no safe wrapper was found`,
        help: `extend \`${answer.by.name}\`, or add a safe abstraction to rust/kernel`,
      };
    case 'own-glue':
      return {
        message: `${name} is the driver's own C glue, declared in ${answer.header}`,
        help: 'keep it in one small module',
      };
    case 'none':
      return {
        message: `${name} is used directly; there is no abstraction for it yet`,
        help: 'add a safe abstraction to rust/kernel',
      };
    case undefined:
      return {
        message: `${name} is used directly`,
        help: 'use the `kernel` abstraction that wraps it, or add one (pass --tree or --repo to look it up)',
      };
  }
}

/** With the function or constant of the abstraction, where there is one that drivers can name. */
function nameOf({ name, member }: Candidate): string {
  return member === '' ? name : `${name}::${member}`;
}
