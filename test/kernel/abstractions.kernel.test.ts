/** The abstraction index on real trees: its size, its answers for all that leaf code uses, and docs/bindings-in-leaf-code.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evidenceOf } from '../../src/kernel/abstractions/evidence.ts';
import { type AbstractionIndex, answerTo, type Header, makeIndex } from '../../src/kernel/abstractions/index.ts';
import { mentionsIn } from '../../src/kernel/abstractions/mentions.ts';
import { bindingReferences, bindingUses } from '../../src/kernel/bindings.ts';
import { layerOf } from '../../src/kernel/layers.ts';
import { lex } from '../../src/rust/lexer.ts';
import { namesOf, referencesIn } from '../../src/rust/names/names.ts';
import { expectGolden } from '../support/made-files.ts';
import { JUDGEMENTS } from './abstractions/judgements.ts';
import { wrappersIn } from './bypass-mutants.ts';
import { KERNEL } from './trees.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/bindings-in-leaf-code.md', import.meta.url));

const BEGIN = '<!-- begin: answers -->';
const END = '<!-- end: answers -->';

/** The texts of a tree's files below a folder, by their paths. */
function textsBelow(tree: string, folder: string, extension: string): (readonly [string, string])[] {
  return readdirSync(join(KERNEL, tree, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension))
    .map((path) => join(folder, path))
    .sort()
    .map((path) => [path, readFileSync(join(KERNEL, tree, path), 'utf8')]);
}

function headersOf(tree: string): Header[] {
  if (!existsSync(join(KERNEL, tree, 'include'))) return [];
  return textsBelow(tree, 'include', '.h').map(([path, text]) => ({ path: path.slice('include/'.length), text }));
}

function indexOf(tree: string): AbstractionIndex {
  return makeIndex(
    textsBelow(tree, 'rust/kernel', '.rs').map(([path, text]) => evidenceOf(path, lex(text))),
    headersOf(tree),
  );
}

function sizesOf(index: AbstractionIndex): Record<string, number> {
  const sizes: Record<string, number> = { symbols: 0, fn: 0, const: 0, type: 0, wrapped: 0 };
  for (const [symbol, { kind }] of Object.entries(index.symbols)) {
    const isWrapped = answerTo(index, symbol).kind === 'bypasses';
    for (const each of ['symbols', kind, ...(isWrapped ? ['wrapped'] : [])]) sizes[each] = (sizes[each] ?? 0) + 1;
  }
  return sizes;
}

/** By symbol: its kind, and how often leaf code uses it, imports left out. */
function usesInLeafCode(): Map<string, { kind: string; uses: number }> {
  const found = new Map<string, { kind: string; uses: number }>();
  for (const [path, text] of textsBelow('v7.3.4', '.', '.rs')) {
    if (layerOf(path) !== 'leaf' || !text.includes('bindings')) continue;
    const tokens = lex(text);
    for (const { symbol, role, kind, isCertain } of bindingUses(tokens, bindingReferences(tokens, undefined))) {
      if (symbol === null || !isCertain) continue;
      const entry = found.get(symbol) ?? { kind, uses: 0 };
      if (role === 'use') entry.uses += 1;
      found.set(symbol, entry);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const INDEX = indexOf('v7.3.4');
const USES = usesInLeafCode();

function answerIn(symbol: string): string {
  const answer = answerTo(INDEX, symbol);
  if (answer.kind === 'bypasses') return `bypasses \`${answer.abstraction.name}\``;
  return answer.kind === 'touched' ? `touched by \`${answer.by.name}\`, no wrapper` : 'no abstraction yet';
}

function table(): string {
  const rows = [...USES].map(([symbol, { kind, uses }]) => {
    const judged = JUDGEMENTS[symbol];
    const known = INDEX.symbols[symbol]?.kind ?? kind;
    return `| \`${symbol}\` | ${known} | ${uses} | ${answerIn(symbol)} | ${judged?.isRight === true ? 'right' : 'wrong'}: ${judged?.why} |`;
  });
  return ['| symbol | kind | uses | answer | judged |', '| --- | --- | --: | --- | --- |', ...rows].join('\n');
}

test('the index of 7.3.4: 1,323 symbols by name, as was counted elsewhere; the others by macros and typedefs', () => {
  const named = textsBelow('v7.3.4', 'rust/kernel', '.rs').flatMap(([, text]) => mentionsIn(lex(text)));
  expect(new Set(named.map(({ symbol }) => symbol)).size).toBe(1323);
  expect(sizesOf(INDEX)).toEqual({ symbols: 1536, fn: 592, const: 764, type: 180, wrapped: 1478 });
});

test('the index of 6.12.107', () => {
  expect(sizesOf(indexOf('v6.12.107'))).toEqual({ symbols: 242, fn: 99, const: 108, type: 35, wrapped: 222 });
});

test('the unsafe functions of 7.3.4 beside which there is a safe one', () => {
  expect(INDEX.siblings.map(({ type, unsafe, safe }) => `${type}::${unsafe}: ${safe}`).toSorted()).toEqual([
    'ArrayLayout::new_unchecked: new',
    'CpuId::from_i32_unchecked: from_i32',
    'CpuId::from_u32_unchecked: from_u32',
    'Revocable::access: try_access',
    'Revocable::revoke_nosync: revoke',
  ]);
});

test('all 47 symbols of leaf code are judged, and no more; at least 45 are answered right', () => {
  expect([...USES.keys()].sort()).toEqual(Object.keys(JUDGEMENTS).sort());
  expect(USES.size).toBe(47);
  expect(Object.values(JUDGEMENTS).filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(45);
});

test('the document shows the answers of this program', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before] = text.split(BEGIN);
  const [, after] = text.split(END);
  const fresh = `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`;
  expectGolden(DOCUMENT, fresh, '--config jest.kernel.config.js test/kernel/abstractions.kernel.test.ts');
});

/** Where several types call the same function, one of them is named: all others are right. */
const MISNAMED = {
  'v7.3.4': [
    'IovIterSource::advance: kernel::iov::IovIterDest',
    'ThreadedRegistration::synchronize: kernel::irq::Registration',
    'MapleTree::lock: kernel::sync::SpinLock',
    'MapleTreeAlloc::new: kernel::maple_tree::MapleTree',
    'OccupiedEntry::remove_node: kernel::rbtree::CursorMut',
  ],
  'v6.12.107': ['OccupiedEntry::remove_node: kernel::rbtree::Cursor', 'UniqueArc::new_uninit: kernel::sync::Arc'],
};

test.each([
  ['v7.3.4', 218],
  ['v6.12.107', 35],
] as const)('%s: the %p safe methods with one call of C are what the index names for it', (tree, count) => {
  const index = indexOf(tree);
  const wrappers = textsBelow(tree, 'rust/kernel', '.rs').flatMap(([path, text]) => wrappersIn(path, text));
  const misnamed = wrappers.flatMap(({ type, fn, symbol }) => {
    const answer = answerTo(index, symbol);
    const name = answer.kind === 'bypasses' ? answer.abstraction.name : answer.kind;
    return name.endsWith(`::${type}`) ? [] : [`${type}::${fn}: ${name}`];
  });
  expect(wrappers.length).toBe(count);
  expect(misnamed).toEqual(MISNAMED[tree]);
});

/** The index reads names with a scan of its own, which takes a twentieth of the time; here it is held against the resolver. */
test('what rust/kernel mentions is what name resolution finds there', () => {
  const wanted = [['kernel', 'bindings'], ['crate', 'bindings'], ['bindings']];
  const differences: string[] = [];
  const extra: string[] = [];
  for (const [path, text] of textsBelow('v7.3.4', 'rust/kernel', '.rs')) {
    const tokens = lex(text);
    const mentioned = new Set(mentionsIn(tokens).map(({ token }) => token));
    for (const { path: meaning, span, role } of referencesIn(namesOf(tokens, wanted), wanted)) {
      const symbol = meaning[meaning.indexOf('bindings') + 1];
      if (symbol === undefined || role === 'import' || role === 'glob') continue;
      let token = tokens.from(span.start);
      while (tokens.start(token) < span.end && tokens.at(token) !== symbol) token += 1;
      if (tokens.start(token) >= span.end) token = tokens.from(span.start);
      if (!mentioned.delete(token)) differences.push(`${path}: only the resolver finds ${symbol}`);
    }
    for (const token of mentioned) extra.push(`${path}: ${tokens.at(token)}`);
  }
  expect(differences).toEqual([]);
  expect(extra).toEqual([]);
});
