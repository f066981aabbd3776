/** The census of real trees, each figure against find, grep and wc on the same tree. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAYERS } from '../../src/finding/finding.ts';
import type { ModuleFigures } from '../../src/kernel/census/module-census.ts';
import type { Audit } from '../../src/review/review.ts';
import { compareAudits } from '../../src/review/sum-audit.ts';
import type { SiteKind } from '../../src/rust/site.ts';
import { expectMade } from '../support/made-files.ts';
import { auditFolder } from './census/audit-folder.ts';
import { lines, number, shellFigures } from './census/by-shell.ts';
import { KERNEL } from './trees.ts';

const folderOf = (tree: string): string => join(KERNEL, tree);
const audits = new Map<string, Audit>();
const censusOf = async (tree: string): Promise<Audit> => {
  const known = audits.get(tree) ?? (await auditFolder(folderOf(tree), []));
  audits.set(tree, known);
  return known;
};

/** All code of a tree without comments, as far as sed knows them. */
const CODE = "find . -name '*.rs' -exec sed 's#//.*##' {} +";

/**
 * `unknownToSed`: by how much sed counts more, each file with such a difference was read. It knows neither block comments
 * (rust/zerocopy, rust/syn) nor strings over several lines (scripts/rustdoc_test_gen.rs, rust/macros/module.rs of 6.12), nor
 * that `unsafe` in a macro's matcher makes nothing unsafe (rust/pin-init/src/lib.rs).
 */
describe.each([
  {
    tree: 'v7.3.4',
    unknownToSed: { codeLines: 11, unsafeKeywords: 9, block: 10, fn: 1 },
    binder: { files: 20, lines: 10_132, unsafeWords: 199, filesWithUnsafe: 11 },
  },
  {
    tree: 'v7.2.13',
    unknownToSed: { codeLines: 15, unsafeKeywords: 8, block: 9, fn: 1 },
    binder: { files: 18, lines: 9_592, unsafeWords: 200, filesWithUnsafe: 11 },
  },
  {
    tree: 'v6.12.107',
    unknownToSed: { codeLines: -95, unsafeKeywords: 12, block: 8, fn: 2 },
    binder: undefined,
  },
])('$tree', ({ tree, unknownToSed, binder }) => {
  const folder = folderOf(tree);
  const count = (line: string): number => number(folder, line);
  let audit: Audit;
  beforeAll(async () => {
    audit = await censusOf(tree);
  });

  test('files, lines and words are those of find, wc and grep', () => {
    const { codeLines, unsafeKeywords, ...figures } = audit.tree;
    expect(figures).toEqual(shellFigures(folder));
    expect([codeLines, unsafeKeywords]).toEqual([
      count("grep -rhvE '^\\s*(//.*)?$' --include='*.rs' . | wc -l") - unknownToSed.codeLines,
      count(`${CODE} | grep -ow unsafe | wc -l`) - unknownToSed.unsafeKeywords,
    ]);
  });

  test('sites are the keywords that grep finds in front of what they make unsafe', () => {
    const sites = (kind: SiteKind): number =>
      LAYERS.reduce((sum, layer) => sum + audit.layers[layer].sites[kind] + audit.layers[layer].sitesInMacros[kind], 0);
    const grep = (pattern: string): number => count(`${CODE} | grep -oE '\\bunsafe ${pattern}' | wc -l`);
    expect({ impl: sites('impl'), trait: sites('trait'), fn: sites('fn'), block: sites('block') }).toEqual({
      impl: grep('impl'),
      trait: grep('(auto )?trait'),
      // a name that `paste!` puts together begins with a bracket
      fn: grep('fn [a-z_$[]') + grep('extern "C" fn [a-z_$]') - unknownToSed.fn,
      // what a macro's body takes from its call: `unsafe $($tokens)*`
      block: grep('\\{') + grep('\\$') - unknownToSed.block,
    });
  });

  test('the C surface is what grep finds', () => {
    const { headers, helperFunctions } = audit.cSurface;
    const helpers =
      "grep -rhoE '\\brust_helper_\\w+\\s*\\(' --include='*.c' rust/helpers | tr -d '( ' | sort -u | wc -l";
    expect([headers, helperFunctions]).toEqual([
      count("grep -c '^#include' rust/bindings/bindings_helper.h"),
      count(helpers),
    ]);
  });

  test('contracts: all unsafe traits that grep finds, and no more sections than there are headings', () => {
    const { fns, documentedFns, traits, documentedTraits } = audit.contracts;
    const ours =
      "-not -path './rust/syn/*' -not -path './rust/quote/*' -not -path './rust/zerocopy*' -not -path './rust/proc-macro2/*'";
    const headings = count(
      `find . -name '*.rs' ${ours} -exec grep -hE '^\\s*//[/!] #+ (Implementation )?Safety' {} + | wc -l`,
    );
    expect(traits).toBe(
      count(`find . -name '*.rs' ${ours} -exec sed 's#//.*##' {} + | grep -oE '\\bunsafe (auto )?trait' | wc -l`),
    );
    expect(documentedTraits).toBe(traits);
    expect(documentedFns).toBeLessThanOrEqual(fns);
    expect(documentedFns + documentedTraits).toBeLessThanOrEqual(headings);
  });

  test('each module of rust/kernel has the files, lines and words that the shell finds under its name', () => {
    const modules = audit.modules.filter(({ path }) => path.startsWith('rust/kernel/'));
    const names = lines(
      folder,
      "grep -E '^\\s*pub mod ' rust/kernel/lib.rs | sed 's/.*pub mod //; s/[^a-z0-9_].*//' | sort -u",
    );
    const paths = names.filter(
      (name) => existsSync(join(folder, `rust/kernel/${name}.rs`)) || existsSync(join(folder, `rust/kernel/${name}`)),
    );
    expect(modules.map(({ path }) => path.replace('rust/kernel/', '').replace('.rs', '')).sort()).toEqual(paths.sort());
    for (const module of modules) {
      const stem = module.path.replace('.rs', '');
      expect(countedByShell(folder, `${stem}.rs ${stem}`)).toEqual(figuresOf(module));
    }
  });

  test('each leaf file is in one module, and a folder that is a module holds what the shell finds there', () => {
    const leaf = audit.modules.filter(({ layer }) => layer === 'leaf');
    expect(leaf.reduce((sum, { files }) => sum + files, 0)).toBe(audit.layers.leaf.files);
    expect(leaf.reduce((sum, module) => sum + module.lines, 0)).toBe(audit.layers.leaf.lines);
    for (const module of leaf) expect(countedByShell(folder, module.path)).toEqual(figuresOf(module));
  });

  test('what is wholly safe has neither the keyword nor a path of the bindings', () => {
    for (const { path } of audit.modules.filter(({ layer, safeOnly }) => layer === 'leaf' && safeOnly)) {
      const found = lines(
        folder,
        `find ${path} -name '*.rs' -exec sed 's#//.*##' {} + | grep -wE 'unsafe|bindings' || true`,
      );
      expect([path, found]).toEqual([path, []]);
    }
  });

  test('Binder', () => {
    expect(audit.modules.find(({ path }) => path === 'drivers/android/binder')).toEqual(
      binder === undefined ? undefined : expect.objectContaining(binder),
    );
  });
});

test('7.3.4: crates, and what is wholly safe Rust', async () => {
  const { modules } = await censusOf('v7.3.4');
  const files = Object.fromEntries(modules.map(({ path, files }) => [path, files]));
  expect(files).toMatchObject({
    'drivers/android/binder': 20,
    'drivers/gpu/nova-core': 59,
    'drivers/net/phy/ax88796b_rust.rs': 1,
    'drivers/net/phy/qt2025.rs': 1,
  });
  const safe = new Set(modules.filter(({ safeOnly }) => safeOnly).map(({ path }) => path));
  expect(['drivers/net/phy/ax88796b_rust.rs', 'drivers/net/phy/qt2025.rs'].filter((path) => !safe.has(path))).toEqual(
    [],
  );
  const samples = modules.filter(({ path }) => path.startsWith('samples/'));
  const withSites = samples
    .filter(({ safeOnly }) => !safeOnly)
    .map(({ path, sites, sitesInMacros }) => ({
      path,
      sites: sites.block + sites.impl + sitesInMacros.block,
    }));
  expect(samples).toHaveLength(16);
  expect(withSites).toEqual([
    { path: 'samples/rust/rust_dma.rs', sites: 3 },
    { path: 'samples/rust/rust_driver_auxiliary.rs', sites: 2 },
    { path: 'samples/rust/rust_print_main.rs', sites: 1 },
  ]);
});

// Counted by hand: in Binder 62 paths `bindings::x` and 20 names that ten imports bring; six imports of `bindings` itself are no uses.
test('7.3.4: 47 symbols of the bindings in leaf code, used in 83 places', async () => {
  const { bindings, cSurface, modules } = await censusOf('v7.3.4');
  const inLeaf = bindings.filter(({ leafUses }) => leafUses > 0);
  expect([cSurface.symbolsUsedInLeaf, inLeaf.length, inLeaf.reduce((sum, { leafUses }) => sum + leafUses, 0)]).toEqual([
    47, 47, 83,
  ]);
  const users = modules.filter(({ layer, bindingsUses }) => layer === 'leaf' && bindingsUses > 0);
  expect(users.map(({ path, bindingsUses }) => [path, bindingsUses])).toEqual([
    ['drivers/android/binder', 82],
    ['lib/find_bit_benchmark_rust.rs', 1],
  ]);
});

test('7.2.13 to 7.3.4: the differences are those of the two trees', async () => {
  const [now, before] = [await censusOf('v7.3.4'), await censusOf('v7.2.13')];
  const { tree, modules } = compareAudits(now, before, 'v7.2.13');
  const shell = (key: 'lines' | 'rustFiles') =>
    shellFigures(folderOf('v7.3.4'))[key] - shellFigures(folderOf('v7.2.13'))[key];
  expect([tree.difference.lines, tree.difference.rustFiles]).toEqual([shell('lines'), shell('rustFiles')]);
  expect(modules.came).toEqual([
    'rust/kernel/fwctl.rs',
    'rust/kernel/interrupt.rs',
    'rust/kernel/module.rs',
    'rust/kernel/serdev.rs',
    'samples/rust/rust_driver_serdev.rs',
  ]);
  expect([modules.went, modules.becameSafe, modules.ceasedSafe]).toEqual([
    [],
    [],
    ['drivers/gpu/drm/nova', 'rust/kernel/fmt.rs'],
  ]);
});

test('docs/census.md says what the program counts', async () => {
  const versions = ['6.12.107', '7.2.13', '7.3.4'];
  const script = new URL('../../scripts/census-tables.js', import.meta.url).href;
  const { censusTables } = (await import(script)) as { censusTables: (audits: readonly object[]) => string };
  const counted = [];
  for (const version of versions) counted.push({ version, audit: await censusOf(`v${version}`) });
  const document = readFileSync(new URL('../../docs/census.md', import.meta.url), 'utf8');
  const [, tables] = /<!-- begin[^>]*-->\n\n([\s\S]*)\n<!-- end -->/.exec(document) ?? [];
  expectMade('docs/census.md', tables, censusTables(counted), 'node scripts/write-census.js');
});

type Counted = Pick<ModuleFigures, 'files' | 'lines' | 'unsafeWords' | 'filesWithUnsafe'>;

function figuresOf({ files, lines, unsafeWords, filesWithUnsafe }: ModuleFigures): Counted {
  return { files, lines, unsafeWords, filesWithUnsafe };
}

function countedByShell(folder: string, where: string): Counted {
  const found = `find ${where} -name '*.rs' 2>/dev/null`;
  return {
    files: number(folder, `${found} | wc -l`),
    lines: number(folder, `${found} | xargs cat | wc -l`),
    unsafeWords: number(folder, `${found} | xargs grep -how unsafe | wc -l`),
    filesWithUnsafe: number(folder, `${found} | xargs grep -lw unsafe | wc -l`),
  };
}
