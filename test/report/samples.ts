/** Builders of findings, reviews, audits and rules for the tests of the reports. */
import type { Finding, FrameLine, Layer } from '../../src/finding/finding.ts';
import type { ModuleFigures } from '../../src/kernel/census/module-census.ts';
import type { Series } from '../../src/patch/patch.ts';
import type { Audit, Delta, LayerFigures, PatchReview, Review } from '../../src/review/review.ts';
import { compareAudits } from '../../src/review/sum-audit.ts';
import type { RuleText } from '../../src/rules/rule.ts';
import type { SiteKind } from '../../src/rust/site.ts';

export const TOOL = { name: 'kernel-rust-audit', version: '0.1.0' };
export const NO_DELTA: Delta = { layers: {}, cSurface: { headers: [], helpers: [], unmarkedHelpers: [] } };

const RING = 'drivers/net/phy/ring.rs';
const FIRST = '3f1c0de5a7b94c21d0e8f6a2b5c7d9e1f3a5b7c9';
const SECOND = '8a2b4c6d8e0f1a3b5c7d9e1f2a4b6c8d0e2f4a6b';
const THIRD = 'c0ffee0123456789abcdef0123456789abcdef01';

/** A finding; what a test is about is given, the rest is plausible. */
export function finding(given: Partial<Finding> = {}): Finding {
  const line = given.line ?? 43;
  const rule = given.rule ?? 'undocumented-unsafe';
  return {
    rule,
    severity: 'error',
    standing: 'new',
    path: RING,
    line,
    column: 20,
    endLine: line,
    // `unsafe {`
    endColumn: (given.column ?? 20) + 8,
    message: 'unsafe block has no `// SAFETY:` comment',
    help: 'say on the line above why this cannot cause undefined behaviour: `// SAFETY: ...`',
    item: 'Ring::head',
    layer: 'leaf',
    inMacro: false,
    inDocExample: false,
    fingerprint: `${rule}:${given.path ?? RING}:${line}`,
    introducedBy: null,
    resolvedBy: null,
    suppressed: null,
    related: [],
    frame: [],
    ...given,
  };
}

/** The lines of `source`, the first of which is line `from`. */
export function frame(from: number, source: string): readonly FrameLine[] {
  return source.split('\n').map((text, at) => ({ line: from + at, text }));
}

export function patchReview(given: Partial<PatchReview> = {}): PatchReview {
  return { id: FIRST, subject: null, rustFiles: 1, findings: [], delta: NO_DELTA, unread: [], exempt: [], ...given };
}

/** A review of one patch, unless others are given. */
export function review(given: Partial<Review> = {}): Review {
  const { findings = [], delta = NO_DELTA } = given;
  return {
    base: null,
    head: null,
    basis: 'tree',
    complete: true,
    patches: [patchReview({ findings, delta })],
    findings,
    delta,
    unread: [],
    exempt: [],
    notes: [],
    ...given,
  };
}

const undocumented = finding({
  introducedBy: SECOND,
  resolvedBy: THIRD,
  frame: frame(
    41,
    '    fn head(&self) -> u32 {\n        let slot = self.slot(0);\n        let head = unsafe { (*slot).head };\n        head\n    }',
  ),
});

const bypass = finding({
  rule: 'bindings-bypass',
  severity: 'warning',
  line: 58,
  column: 12,
  message: '`bindings::dma_sync_ring` bypasses `kernel::dma::Ring::sync`',
  help: 'call `Ring::sync`; it holds the lock that `dma_sync_ring` asks for',
  item: 'Ring::flush',
  introducedBy: SECOND,
  related: [{ path: 'rust/kernel/dma.rs', line: 112, message: 'the abstraction is here' }],
  frame: frame(
    57,
    '        // SAFETY: `self.raw` is valid for as long as the ring.\n\t\tunsafe { bindings::dma_sync_ring(self.raw) };',
  ),
});

const sendImpl = finding({
  rule: 'send-sync-impl',
  severity: 'info',
  path: 'rust/kernel/dma.rs',
  line: 88,
  column: 1,
  message: '`unsafe impl Send` for `Ring`',
  help: 'check that no field is bound to a thread',
  item: null,
  layer: 'abstraction',
  introducedBy: SECOND,
});

const docExample = finding({
  severity: 'info',
  path: 'rust/kernel/dma.rs',
  line: 9,
  column: 9,
  item: 'Ring',
  layer: 'abstraction',
  inDocExample: true,
  introducedBy: SECOND,
});

const allowed = finding({
  path: 'rust/kernel/dma.rs',
  line: 140,
  item: 'Ring::drop',
  layer: 'abstraction',
  introducedBy: THIRD,
  suppressed: { by: '#[expect(clippy::undocumented_unsafe_blocks)]', reason: 'the module documents why' },
});

const seriesDelta: Delta = {
  layers: {
    leaf: {
      block: { added: 2, removed: 1, changed: 0, moved: 0 },
      impl: { added: 0, removed: 0, changed: 0, moved: 1 },
    },
    abstraction: {
      impl: { added: 1, removed: 0, changed: 0, moved: 0 },
      fn: { added: 0, removed: 0, changed: 3, moved: 0 },
    },
  },
  cSurface: {
    headers: ['linux/dma-ring.h'],
    helpers: ['rust_helper_ring_head'],
    unmarkedHelpers: ['rust_helper_ring_head'],
  },
};

/** A series of three patches: the first clean, the second with findings of which the third resolves one. */
export const SERIES_REVIEW: Review = review({
  base: '0123456789abcdef0123456789abcdef01234567',
  head: THIRD,
  basis: 'repository',
  patches: [
    patchReview({ subject: 'rust: dma: add rings' }),
    patchReview({
      id: SECOND,
      subject: 'net: phy: read the ring directly',
      rustFiles: 2,
      findings: [undocumented, bypass, docExample, sendImpl],
      delta: seriesDelta,
    }),
    patchReview({ id: THIRD, subject: 'net: phy: explain the ring', findings: [allowed] }),
  ],
  findings: [undocumented, bypass, docExample, sendImpl, allowed],
  delta: seriesDelta,
  unread: [{ path: 'rust/kernel/dma.rs', reason: 'the item at line 201 does not parse', partial: true }],
  notes: ['the cover letter was passed over'],
});

/** The hunks of that series, as far as mail quotes them. */
export const SERIES: Series = {
  patches: [
    { id: FIRST, subject: 'rust: dma: add rings', files: [] },
    {
      id: SECOND,
      subject: 'net: phy: read the ring directly',
      files: [
        {
          before: RING,
          after: RING,
          change: 'modify',
          binary: false,
          oldMode: null,
          newMode: null,
          oldBlob: null,
          newBlob: null,
          hunks: [
            {
              oldStart: 38,
              oldLines: 8,
              newStart: 38,
              newLines: 10,
              section: 'impl Ring {',
              place: 'series.mbox:24',
              lines: [
                { kind: 'context', text: '    fn tail(&self) -> u32 {', noNewline: false },
                { kind: 'context', text: '        self.tail', noNewline: false },
                { kind: 'context', text: '    }', noNewline: false },
                { kind: 'context', text: '    fn head(&self) -> u32 {', noNewline: false },
                { kind: 'delete', text: '        self.head', noNewline: false },
                { kind: 'add', text: '        let slot = self.slot(0);', noNewline: false },
                { kind: 'add', text: '        let head = unsafe { (*slot).head };', noNewline: false },
                { kind: 'add', text: '        head', noNewline: false },
                { kind: 'context', text: '    }', noNewline: false },
                { kind: 'context', text: '', noNewline: false },
                { kind: 'context', text: '    fn flush(&self) {', noNewline: false },
              ],
            },
          ],
        },
      ],
    },
    { id: THIRD, subject: 'net: phy: explain the ring', files: [] },
  ],
  notes: [],
};

/** One bare patch of which only the hunks were read, with a file that was lost. */
export const INCOMPLETE_REVIEW: Review = review({
  basis: 'hunks',
  complete: false,
  unread: [{ path: 'drivers/gpu/fence.rs', reason: 'larger than 4 MB', partial: false }],
});

function layerFigures(given: Partial<LayerFigures> = {}): LayerFigures {
  const none: Record<SiteKind, number> = { block: 0, fn: 0, impl: 0, trait: 0, extern: 0, attribute: 0 };
  return {
    files: 0,
    lines: 0,
    codeLines: 0,
    sites: none,
    sitesInMacros: none,
    documented: 0,
    undocumented: 0,
    ...given,
  };
}

function moduleFigures(given: Partial<ModuleFigures>): ModuleFigures {
  const none = layerFigures();
  const { lines = 90, unsafeWords = 0 } = given;
  return {
    path: RING,
    root: RING,
    layer: 'leaf',
    files: 1,
    lines,
    codeLines: lines >> 1,
    sites: none.sites,
    sitesInMacros: none.sites,
    unsafeWords,
    filesWithUnsafe: 0,
    unsafeWordShare: unsafeWords / lines,
    bindingsUses: 0,
    safeOnly: false,
    ...given,
  };
}

export function audit(given: Partial<Audit> = {}): Audit {
  const none = layerFigures();
  const layers: Record<Layer, LayerFigures> = { ffi: none, abstraction: none, leaf: none, vendored: none, host: none };
  return {
    revision: null,
    scope: 'tree',
    complete: true,
    exempt: [],
    accounts: { sites: 0, exempt: {}, lost: 0 },
    tree: {
      rustFiles: 0,
      lines: 0,
      codeLines: 0,
      abstractionModules: 0,
      abstractionFiles: 0,
      abstractionLines: 0,
      driverFiles: 0,
      driverLines: 0,
      sampleFiles: 0,
      sampleLines: 0,
      helperFiles: 0,
      thirdPartyFiles: 0,
      thirdPartyLines: 0,
      unsafeWords: 0,
      unsafeKeywords: 0,
    },
    cSurface: { helperFunctions: 0, headers: 0, symbolsUsed: 0, symbolsUsedInLeaf: 0, symbolsWrapped: 0 },
    contracts: { fns: 0, documentedFns: 0, traits: 0, documentedTraits: 0 },
    layers,
    modules: [],
    bindings: [],
    findings: [],
    unread: [],
    compared: null,
    ...given,
  };
}

const manyStanding = Array.from({ length: 14 }, (_, at) =>
  finding({
    rule: 'bindings-bypass',
    severity: at % 2 === 0 ? 'warning' : 'info',
    standing: 'unchanged',
    path: 'drivers/android/mapping.rs',
    line: 30 + 7 * at,
    message: '`bindings::vm_ring_map` is used, and there is no abstraction yet',
    help: 'keep it in one function with a name of its own',
    item: 'Mapping::insert',
  }),
);

export const AUDIT: Audit = audit({
  revision: THIRD,
  tree: {
    rustFiles: 282,
    lines: 79_291,
    codeLines: 41_666,
    abstractionModules: 71,
    abstractionFiles: 140,
    abstractionLines: 44_902,
    driverFiles: 98,
    driverLines: 28_010,
    sampleFiles: 14,
    sampleLines: 1_604,
    helperFiles: 51,
    thirdPartyFiles: 0,
    thirdPartyLines: 0,
    unsafeWords: 2_301,
    unsafeKeywords: 2_190,
  },
  cSurface: {
    helperFunctions: 312,
    headers: 64,
    symbolsUsed: 3,
    symbolsUsedInLeaf: 2,
    symbolsWrapped: 2,
  },
  contracts: { fns: 140, documentedFns: 131, traits: 22, documentedTraits: 22 },
  modules: [
    moduleFigures({
      path: 'drivers/android/mapper',
      root: 'drivers/android/mapper/mapper_main.rs',
      files: 9,
      lines: 4_012,
      sites: { block: 61, fn: 3, impl: 9, trait: 0, extern: 1, attribute: 0 },
      unsafeWords: 80,
      filesWithUnsafe: 5,
      bindingsUses: 16,
    }),
    moduleFigures({ path: RING, root: RING, lines: 301, unsafeWords: 2, filesWithUnsafe: 1, bindingsUses: 1 }),
    moduleFigures({ path: 'drivers/net/phy/tin.rs', root: 'drivers/net/phy/tin.rs', lines: 118, safeOnly: true }),
    moduleFigures({
      path: 'rust/kernel/dma',
      root: 'rust/kernel/dma.rs',
      layer: 'abstraction',
      files: 3,
      lines: 902,
      sites: { block: 31, fn: 2, impl: 4, trait: 1, extern: 0, attribute: 0 },
      unsafeWords: 39,
      filesWithUnsafe: 2,
      bindingsUses: 12,
    }),
  ],
  bindings: [
    {
      symbol: 'dma_sync_ring',
      kind: 'fn',
      uses: 3,
      leafUses: 1,
      abstraction: 'kernel::dma::Ring',
      verdict: 'bypasses',
    },
    { symbol: 'ring_put', kind: 'fn', uses: 9, leafUses: 0, abstraction: 'kernel::dma::Ring', verdict: 'bypasses' },
    { symbol: 'vm_ring_map', kind: 'fn', uses: 16, leafUses: 16, abstraction: null, verdict: 'none' },
  ],
  layers: {
    ...audit().layers,
    ffi: layerFigures({ files: 3, lines: 177, codeLines: 41 }),
    abstraction: layerFigures({
      files: 158,
      lines: 48_210,
      codeLines: 21_507,
      sites: { block: 1_102, fn: 140, impl: 377, trait: 22, extern: 0, attribute: 1 },
      sitesInMacros: { block: 61, fn: 2, impl: 14, trait: 0, extern: 0, attribute: 0 },
      documented: 1_471,
      undocumented: 8,
    }),
    leaf: layerFigures({
      files: 121,
      lines: 30_904,
      codeLines: 20_118,
      sites: { block: 212, fn: 9, impl: 31, trait: 0, extern: 2, attribute: 4 },
      documented: 240,
      undocumented: 3,
    }),
  },
  findings: [
    ...manyStanding,
    { ...undocumented, standing: 'unchanged', introducedBy: null, resolvedBy: null },
    { ...allowed, standing: 'unchanged', introducedBy: null },
  ],
  unread: [{ path: 'rust/kernel/dma.rs', reason: 'the body of `ring_table!` is no Rust', partial: true }],
});

/** The same tree, some releases after another one. */
export const GROWN: Audit = {
  ...AUDIT,
  revision: null,
  compared: compareAudits(
    AUDIT,
    audit({
      revision: FIRST,
      tree: { ...AUDIT.tree, rustFiles: 240, lines: 70_100, driverFiles: 99, unsafeWords: 2_144 },
      cSurface: { ...AUDIT.cSurface, headers: 59, symbolsUsedInLeaf: 1 },
      contracts: { ...AUDIT.contracts, documentedFns: 120 },
      layers: { ...AUDIT.layers, leaf: layerFigures({ files: 100, lines: 24_000, documented: 9 }) },
      modules: [
        ...AUDIT.modules.slice(0, 1).map((each) => ({ ...each, unsafeWords: 91, lines: 3_800 })),
        moduleFigures({ path: RING, root: RING, lines: 240, safeOnly: true }),
        moduleFigures({ path: 'rust/kernel/dma.rs', root: 'rust/kernel/dma.rs', layer: 'abstraction', safeOnly: true }),
        moduleFigures({ path: 'drivers/block/drum.rs', root: 'drivers/block/drum.rs' }),
      ],
      bindings: AUDIT.bindings.slice(0, 1),
    }),
    'v7.2',
  ),
};

export const RULES: readonly RuleText[] = [
  {
    id: 'undocumented-unsafe',
    summary: 'unsafe code without `// SAFETY:` comment',
    why: 'The comment is the justification that reviewers check. Without it the block cannot be reviewed, and later readers cannot tell what must stay true.\n\nPut it on the line above, even if the reason looks trivial.',
    reference: 'https://docs.kernel.org/rust/coding-guidelines.html',
    severity: { ffi: 'warning', abstraction: 'error', leaf: 'error' },
    when: 'In a patch, reported only when the site is new or lost its comment.',
    examples: {
      bad: 'fn head(slot: *const Slot) -> u32 {\n    unsafe { (*slot).head }\n}\n',
      good: 'fn head(slot: &Slot) -> u32 {\n    // SAFETY: `slot` is a reference, so it is valid for reads.\n    unsafe { core::ptr::read(&slot.head) }\n}\n',
    },
    lints: ['clippy::undocumented_unsafe_blocks'],
    misses: ['Whether the comment is true.', 'Code that a procedural macro makes.'],
    differs: ['Bodies of unused `macro_rules!` are checked too, because a later caller may expand them.'],
  },
  {
    id: 'send-sync-impl',
    summary: 'new `unsafe impl Send` or `Sync`',
    why: 'It says that a type may cross threads, for all of its fields.',
    reference: 'https://docs.kernel.org/rust/general-information.html',
    severity: { leaf: 'warning', abstraction: 'info' },
    when: 'The impl is new.',
    examples: { bad: 'unsafe impl Send for Ring {}', good: 'struct Ring(kernel::sync::Mutex<u32>);' },
    lints: [],
    misses: [],
    differs: [],
  },
];
