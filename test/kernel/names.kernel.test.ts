/** Names in real trees: what leaf code of 7.3.4 refers to in the kernel's bindings, against what grep finds. */
import { execFileSync } from 'node:child_process';
import { KERNEL_BINDINGS } from '../../src/kernel/bindings.ts';
import { cratesOf } from '../../src/kernel/census/crates.ts';
import { fileFacts } from '../../src/kernel/file-facts.ts';
import { layerOf } from '../../src/kernel/layers.ts';
import { lex } from '../../src/rust/lexer.ts';
import { declaredModules, filesOfCrate } from '../../src/rust/names/modules.ts';
import { type FileNames, namesOf, type Reference, referencesIn, type Wanted } from '../../src/rust/names/names.ts';
import { folderOf, rustFiles } from './trees.ts';

const TREE = 'v7.3.4';
const LEAVES = new Map([...rustFiles(TREE)].filter(([path]) => layerOf(path) === 'leaf'));
const NAMES = new Map([...LEAVES].map(([path, text]) => [path, namesOf(lex(text), KERNEL_BINDINGS)]));

interface Found extends Reference {
  readonly path: readonly string[];
  readonly file: string;
  readonly line: number;
}

const BINDER = 'drivers/android/binder/';
const NOVA = 'drivers/gpu/nova-core/';
const BENCHMARK = 'lib/find_bit_benchmark_rust.rs';

/** All references of leaf code to the kernel's bindings, each file read in its crate or alone. */
function referencesOf(isInCrate: boolean): readonly Found[] {
  const files = [...LEAVES].map(([path, text]) => ({ path, ...fileFacts(path, 'leaf', lex(text)) }));
  return cratesOf(files).flatMap(({ files: members }) => {
    const paths = new Map([...members].map(([path, module]) => [module.join('::'), path]));
    const fileOf = (module: readonly string[]): FileNames | undefined => NAMES.get(paths.get(module.join('::')) ?? '');
    return [...members].flatMap(([file, own]) => {
      const names = NAMES.get(file) as FileNames;
      const found = referencesIn(names, KERNEL_BINDINGS, isInCrate ? { own, fileOf } : undefined);
      const lineOf = (offset: number) => (LEAVES.get(file) ?? '').slice(0, offset).split('\n').length;
      return found.map((each) => ({ ...each, file, line: lineOf(each.span.start) }));
    });
  });
}

const FOUND = referencesOf(true).filter(({ path }) => path[0] === 'kernel');
const isWhole = ({ path }: Reference) => path.length === 2;
const within = (folder: string) => FOUND.filter(({ file }) => file.startsWith(folder));

/**
 * "99 references, Binder 98 and lib/find_bit_benchmark_rust.rs 1, of them 89 not imports" (measured elsewhere) are 83 uses,
 * 10 imports of symbols, and the 6 imports of the whole module that stand in braces (`use kernel::{bindings, ...}`), which
 * that count took for no imports; `use kernel::bindings;` of the benchmark it left out.
 */
test('the references of leaf code, by what they are for', () => {
  const count = (select: (each: Found) => boolean) => FOUND.filter(select).length;
  expect({
    uses: count(({ role }) => role === 'use'),
    importsOfSymbols: count((each) => each.role === 'import' && !isWhole(each)),
    importsOfTheModule: count((each) => each.role === 'import' && isWhole(each)),
    others: count(({ role }) => role === 'glob' || role === 'reexport'),
    uncertain: count(({ isCertain, isGlobbed }) => !isCertain || isGlobbed),
    symbols: new Set(FOUND.flatMap(({ path }) => path[2] ?? [])).size,
  }).toEqual({ uses: 83, importsOfSymbols: 10, importsOfTheModule: 7, others: 0, uncertain: 0, symbols: 47 });
});

test('they stand in Binder and in one benchmark, none in nova-core', () => {
  expect(within(BINDER)).toHaveLength(98);
  expect(within(BENCHMARK).map(({ role }) => role)).toEqual(['import', 'use']);
  expect(within(NOVA)).toEqual([]);
  expect(FOUND).toHaveLength(100);
});

test('a file read alone tells the same as in its crate', () => {
  const told = (all: readonly Found[]) =>
    all
      .filter(({ path }) => path[0] === 'kernel')
      .map(({ file, line, role, path }) => `${file}:${line} ${role} ${path.join('::')}`);
  expect(told(referencesOf(false)).sort()).toEqual(told(FOUND).sort());
});

/** Lines with a word, as grep counts them: path and line number. */
function grep(word: string, folder: string): string[] {
  const output = execFileSync('grep', ['-rnwH', '--include=*.rs', word, folder], {
    cwd: folderOf(TREE),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return output.split('\n').flatMap((line) => /^[^:]+:\d+/.exec(line)?.[0] ?? []);
}

test('every line of Binder with the word `bindings` is found, but for one comment', () => {
  const found = new Set(within(BINDER).map(({ file, line }) => `${file}:${line}`));
  const missed = grep('bindings', BINDER.slice(0, -1)).filter((place) => !found.has(place));
  expect(missed).toEqual([`${BINDER}rust_binder_main.rs:321`]);
});

test('every line of Binder with an imported symbol is found, or has a reason', () => {
  const known = new Set(within(BINDER).map(({ file, line }) => `${file}:${line}`));
  const imports = within(BINDER).filter((each) => each.role === 'import' && !isWhole(each));
  const missed = imports.flatMap(({ file, path, span }) => {
    const text = LEAVES.get(file) ?? '';
    const alias = /^ as (\w+)/.exec(text.slice(span.end))?.[1];
    return grep(alias ?? (path[2] as string), file).filter(
      (place) => !known.has(`${file}:${place.split(':').at(-1)}`) && !known.has(place),
    );
  });
  const lines = missed.map((place) => Number(place.split(':').at(-1)));
  expect(lines).toEqual(Object.values(LOOK_ALIKE).flat());
});

/** Lines of rust_binder_main.rs with a word that is the name of an import, but is not it. */
const LOOK_ALIKE = {
  aModuleOfThatName: [16],
  aCommentOnSeqFile: [521],
  variablesOfTheNameDentry: [612, 613, 614],
  aCommentOnDentry: [623],
  aVariableOfTheNameInode: [377],
  aCommentOnInode: [392],
  anotherVariableOfTheNameInode: [393],
  commentsOnInode: [609, 611],
};

test('nova-core’s own bindings: the lines that grep finds there, all of another module', () => {
  const lines = grep('bindings', NOVA.slice(0, -1)).map((place) => place.split(':'));
  const written = lines.filter(([path, line]) =>
    LEAVES.get(path as string)
      ?.split('\n')
      [Number(line) - 1]?.includes('bindings::'),
  );
  expect(written).toHaveLength(142);
});

test('the crates of leaf code: Binder has 20 files, nova-core 59', () => {
  const modulesOf = (path: string) => {
    const text = LEAVES.get(path);
    return text === undefined ? undefined : declaredModules(lex(text));
  };
  expect(filesOfCrate(`${BINDER}rust_binder_main.rs`, modulesOf).size).toBe(20);
  // one more is no module: it is included
  expect(filesOfCrate(`${NOVA}nova_core.rs`, modulesOf).size).toBe(58);
  expect([...LEAVES.keys()].filter((path) => path.startsWith(NOVA))).toHaveLength(59);
});

test('in rust/kernel, every path with `bindings` in it is found, unless it stands in an import', () => {
  const files = [...rustFiles(TREE)].filter(([path]) => path.startsWith('rust/kernel/'));
  const firsts: Record<string, number> = {};
  const missed: string[] = [];
  for (const [path, text] of files) {
    if (!text.includes('bindings')) continue;
    const tokens = lex(text);
    const found = referencesIn(namesOf(tokens, KERNEL_BINDINGS), KERNEL_BINDINGS);
    for (const each of found) firsts[each.path[0] as string] = (firsts[each.path[0] as string] ?? 0) + 1;
    for (const word of tokens.allOf('bindings')) {
      const at = tokens.start(word);
      const isImport = tokens.is(tokens.previous(word), 'use');
      if (isImport || !tokens.is(tokens.next(word), ':') || found.some(({ span }) => span.start <= at && at < span.end))
        continue;
      missed.push(`${path}:${text.slice(0, at).split('\n').length}`);
    }
  }
  expect({ firsts, missed }).toEqual({ firsts: { crate: 1348, bindings: 761, kernel: 42 }, missed: [] });
});

test('what leaf code takes from `core::ffi` and `core::sync::atomic`: nova-core alone, and no C type', () => {
  const wanted: Wanted = [
    ['core', 'ffi'],
    ['core', 'sync', 'atomic'],
  ];
  const found = [...LEAVES].flatMap(([path, text]) =>
    referencesIn(namesOf(lex(text), wanted), wanted).map((each) => ({ path, name: each.path.join('::') })),
  );
  expect(found.every(({ path }) => path.startsWith(NOVA))).toBe(true);
  expect([...new Set(found.map(({ name }) => name))].sort()).toEqual([
    'core::ffi::CStr',
    'core::ffi::FromBytesUntilNulError',
    'core::sync::atomic::Ordering',
    'core::sync::atomic::Ordering::SeqCst',
    'core::sync::atomic::fence',
  ]);
});
