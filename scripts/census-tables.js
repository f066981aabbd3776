/** The tables of docs/census.md, from audits in JSON: plain functions, so that a test can make them again. */

/** The article's figures; it was written near 6.18. */
const ARTICLE = {
  rustFiles: '338',
  lines: '135,662',
  abstractionModules: '74',
  driverFiles: '71',
  helperFiles: '56',
  thirdPartyFiles: '69',
  abstractionLines: '45,622 (33.6%)',
  driverLines: '22,385 (16.5%)',
  sampleLines: '1,811 (1.3%)',
  binderWords: '179 “unsafe blocks” in 11 files',
  binderLines: 'about 8,000',
  binderShare: '2.2%',
};

/** @param audits `{ version, audit }`, the audit as `--format json` gives it */
export function censusTables(audits) {
  const table = (head, rows) =>
    [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...rows].map(row).join('');
  const row = (cells) => `| ${cells.join(' | ')} |\n`;
  const figures = (name, article, figure) => [name, article, ...audits.map(({ audit }) => figure(audit))];
  const versions = audits.map(({ version }) => version);
  const share = (lines) => (audit) => `${thousands(lines(audit))} (${percent(lines(audit) / audit.tree.lines, 1)})`;
  const ofTree = (name, key) => figures(name, ARTICLE[key] ?? '', ({ tree }) => thousands(tree[key]));
  const binder = (figure) => (audit) => {
    const module = audit.modules.find(({ path }) => path === 'drivers/android/binder');
    return module === undefined ? 'no Binder' : figure(module);
  };
  const article = table(
    ['figure', 'article', ...versions],
    [
      ofTree('Rust files', 'rustFiles'),
      ofTree('lines', 'lines'),
      ofTree('top-level abstraction modules', 'abstractionModules'),
      ofTree('driver files', 'driverFiles'),
      ofTree('C helper files', 'helperFiles'),
      ofTree('third-party files', 'thirdPartyFiles'),
      figures(
        'lines of rust/kernel',
        ARTICLE.abstractionLines,
        share(({ tree }) => tree.abstractionLines),
      ),
      figures(
        'lines of drivers',
        ARTICLE.driverLines,
        share(({ tree }) => tree.driverLines),
      ),
      figures(
        'lines of samples',
        ARTICLE.sampleLines,
        share(({ tree }) => tree.sampleLines),
      ),
      figures(
        'Binder: words `unsafe`',
        ARTICLE.binderWords,
        binder(
          ({ unsafeWords, filesWithUnsafe, files }) => `${unsafeWords} words in ${filesWithUnsafe} of ${files} files`,
        ),
      ),
      figures(
        'Binder: lines',
        ARTICLE.binderLines,
        binder(({ lines }) => thousands(lines)),
      ),
      figures(
        'Binder: words by lines',
        ARTICLE.binderShare,
        binder((module) => percent(module.unsafeWordShare, 2)),
      ),
    ],
  );
  const kinds = {
    block: 'unsafe blocks',
    fn: 'unsafe fns',
    impl: 'unsafe impls',
    trait: 'unsafe traits',
    extern: 'extern blocks, with and without the keyword',
    attribute: 'unsafe attributes',
  };
  const sitesOf =
    (kind) =>
    ({ sites, sitesInMacros }) =>
      sitesInMacros[kind] === 0 ? `${sites[kind]}` : `${sites[kind]} + ${sitesInMacros[kind]} in macros`;
  const byKind = table(
    ['Binder', ...versions],
    [
      [
        'words of `grep -ow unsafe`',
        ...audits.map(({ audit }) => binder(({ unsafeWords }) => `${unsafeWords}`)(audit)),
      ],
      ...Object.entries(kinds).map(([kind, name]) => [
        name,
        ...audits.map(({ audit }) => binder(sitesOf(kind))(audit)),
      ]),
      ['uses of C bindings', ...audits.map(({ audit }) => binder(({ bindingsUses }) => `${bindingsUses}`)(audit))],
    ],
  );
  const tree = table(
    ['tree', ...versions],
    [
      ['words `unsafe`', ...audits.map(({ audit }) => thousands(audit.tree.unsafeWords))],
      ['keywords `unsafe`', ...audits.map(({ audit }) => thousands(audit.tree.unsafeKeywords))],
      ['of them sites that begin with it', ...audits.map(({ audit }) => thousands(audit.accounts.sites))],
      ['of them exempt', ...audits.map(({ audit }) => thousands(total(audit.accounts.exempt)))],
      ['of them not read', ...audits.map(({ audit }) => thousands(audit.accounts.lost))],
      ...Object.entries(kinds).map(([kind, name]) => [
        name,
        ...audits.map(({ audit }) => thousands(allSites(audit, kind))),
      ]),
      [
        'unsafe fns with `# Safety`',
        ...audits.map(({ audit }) => of(audit.contracts.documentedFns, audit.contracts.fns)),
      ],
      [
        'unsafe traits with `# Safety`',
        ...audits.map(({ audit }) => of(audit.contracts.documentedTraits, audit.contracts.traits)),
      ],
      ['C helper functions', ...audits.map(({ audit }) => thousands(audit.cSurface.helperFunctions))],
      ['headers for bindgen', ...audits.map(({ audit }) => thousands(audit.cSurface.headers))],
      ['C symbols used', ...audits.map(({ audit }) => thousands(audit.cSurface.symbolsUsed))],
      ['C symbols with a safe abstraction', ...audits.map(({ audit }) => thousands(audit.cSurface.symbolsWrapped))],
      ['C symbols used by leaf code', ...audits.map(({ audit }) => thousands(audit.cSurface.symbolsUsedInLeaf))],
      ['leaf modules that are wholly safe Rust', ...audits.map(({ audit }) => safe(audit))],
    ],
  );
  const last = audits.at(-1);
  const leaf = last.audit.modules.filter(({ layer }) => layer === 'leaf');
  const modules = table(
    [
      `leaf module of ${last.version}`,
      'files',
      'lines',
      'words',
      'words by lines',
      'sites',
      'C bindings',
      'wholly safe Rust',
    ],
    leaf
      .toSorted((one, other) => other.unsafeWords - one.unsafeWords || (one.path < other.path ? -1 : 1))
      .map((module) => [
        module.path,
        module.files,
        thousands(module.lines),
        module.unsafeWords,
        percent(module.unsafeWordShare, 2),
        total(module.sites) + total(module.sitesInMacros),
        module.bindingsUses,
        module.safeOnly ? 'yes' : '',
      ]),
  );
  return [article, byKind, tree, modules].join('\n');
}

function allSites({ layers }, kind) {
  return Object.values(layers).reduce((sum, { sites, sitesInMacros }) => sum + sites[kind] + sitesInMacros[kind], 0);
}

function safe({ modules }) {
  const leaf = modules.filter(({ layer }) => layer === 'leaf');
  return of(leaf.filter(({ safeOnly }) => safeOnly).length, leaf.length);
}

function total(sites) {
  return Object.values(sites).reduce((sum, count) => sum + count, 0);
}

function of(part, whole) {
  return `${part} of ${whole}`;
}

function percent(part, digits) {
  return `${(100 * part).toFixed(digits)}%`;
}

function thousands(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
