/** What a tree is made of, for a terminal: tables with bars, most of them a screen's part long. */
import type { ModuleFigures } from '../../kernel/census/module-census.ts';
import type { Audit } from '../../review/review.ts';
import {
  MODULE_ALIGN,
  MODULE_HEAD,
  moduleRow,
  modulesIn,
  mostUnsafeFirst,
  partsOf,
  sizeWords,
  surfaceSentences,
  usedInLeaf,
} from '../select/census-rows.ts';
import { visible } from '../select/escape-unprintable.ts';
import { FIGURES_ALIGN, figureRows } from '../select/figures.ts';
import { shortId } from '../select/patch-labels.ts';
import * as words from '../select/phrases.ts';
import { alignedTable, figureTable, proseTable, type Row } from '../select/table.ts';
import { cutPath } from '../select/text-width.ts';
import { bar } from './bar.ts';
import type { Paint } from './colour.ts';
import { proseLines } from './finding-text.ts';
import type { Page } from './page.ts';

/** In columns: of the longest bar beside the parts of a tree and beside a module, and of what is beside the former. */
const BAR = 30;
const MODULE_BAR = 10;
const BESIDE_BAR = 60;
/** In columns: of a path in a table that does not show all. */
const LONGEST_PATH = 42;
/** So many modules are shown where not all are. */
const LEAF_SHOWN = 4;
const ABSTRACTIONS_SHOWN = 3;

/** The paragraphs of a census, one list of lines each. */
export function censusParagraphs(audit: Audit, isFull: boolean, page: Page): readonly (readonly string[])[] {
  const leaf = modulesIn(audit, 'leaf');
  const abstractions = modulesIn(audit, 'abstraction');
  return [
    [...sizeLines(audit, page), ...partLines(audit, page)],
    titled(figureTable(figureRows(audit), page.width, FIGURES_ALIGN), page.paint),
    audit.scope === 'other' ? [] : surfaceSentences(audit).flatMap((line) => proseLines(line, page, '    ', '')),
    [
      ...moduleTable(words.LEAF_MODULES, leaf, isFull ? null : LEAF_SHOWN, page, true),
      ...(isFull ? [] : safeLines(leaf, page)),
    ],
    [
      ...moduleTable(words.ABSTRACTION_MODULES, abstractions, isFull ? null : ABSTRACTIONS_SHOWN, page),
      ...(leaf.length + abstractions.length === 0 ? [] : proseLines(page.paint('quiet', words.CENSUS_LEGEND), page)),
    ],
    isFull ? bindingTable(audit, page) : [],
  ];
}

/** How large it is, and how unsafe. */
export function sizeLines(audit: Audit, page: Page): readonly string[] {
  const { paint } = page;
  const [files = '', unsafe = ''] = sizeWords(audit);
  const revision = audit.revision === null ? [] : [paint('quiet', `revision ${shortId(audit.revision)}`)];
  return [...revision, ...proseLines(`${paint('bold', files)}; ${unsafe}`, page, '    ', '')];
}

/** Where the lines of a kernel tree are. */
function partLines(audit: Audit, { width }: Page): readonly string[] {
  if (audit.scope !== 'tree') return [];
  const longest = Math.min(BAR, width - BESIDE_BAR);
  const rows = partsOf(audit).map(({ name, files, lines }): Row => {
    const part = lines / audit.tree.lines;
    const modules = name === 'rust/kernel' ? words.counted(audit.tree.abstractionModules, 'module') : '';
    const figures = [words.counted(files, 'file'), words.counted(lines, 'line'), words.share(part, 1)];
    return [name, ...figures, ...(longest > 0 ? [bar(part, 1, longest)] : []), modules];
  });
  return alignedTable(rows, ['left', 'right', 'right', 'right']).map((line) => `  ${line}`);
}

function titled([head, ...body]: readonly string[], paint: Paint): readonly string[] {
  return head === undefined ? [] : [paint('bold', head), ...body];
}

/**
 * The modules with the most words of unsafe; the bar is the share of words in lines, against the largest one.
 * @param safeAreListed those that are wholly safe follow in a list of their own
 */
function moduleTable(
  title: string,
  modules: readonly ModuleFigures[],
  most: number | null,
  page: Page,
  safeAreListed = false,
): readonly string[] {
  const sorted = mostUnsafeFirst(modules);
  const shown = most === null ? sorted : sorted.slice(0, most).filter(({ safeOnly }) => !safeOnly);
  if (shown.length === 0) return [];
  const largest = Math.max(...shown.map(({ unsafeWordShare }) => unsafeWordShare));
  const rows = shown.map((module) => [
    most === null ? visible(module.path) : cutPath(visible(module.path), LONGEST_PATH),
    ...moduleRow(module),
    module.safeOnly ? words.WHOLLY_SAFE : bar(module.unsafeWordShare, largest, MODULE_BAR),
  ]);
  const head = [`${title} (${words.thousands(modules.length)})`, ...MODULE_HEAD];
  const left = sorted.slice(shown.length).filter(({ safeOnly }) => !(safeOnly && safeAreListed));
  const safe = left.filter(({ safeOnly }) => safeOnly).length;
  return [
    ...titled(figureTable([head, ...rows], page.width, MODULE_ALIGN, { extra: true }), page.paint),
    ...(left.length > 0 ? proseLines(words.moreModules(left.length, safe), page) : []),
  ];
}

/** `wholly safe Rust (34 of 55): a, b, and 32 more`, in two lines. */
function safeLines(leaf: readonly ModuleFigures[], page: Page): readonly string[] {
  const safe = leaf.filter(({ safeOnly }) => safeOnly).map(({ path }) => path);
  if (safe.length === 0 || leaf.length < 2) return [];
  return listLines(
    `${words.WHOLLY_SAFE} (${words.thousands(safe.length)} of ${words.thousands(leaf.length)})`,
    safe,
    2,
    page,
  );
}

/** A title and as many names as `most` lines hold. */
export function listLines(title: string, names: readonly string[], most: number | null, page: Page): readonly string[] {
  const all = (shown: readonly string[]): readonly string[] => {
    const left = names.length - shown.length;
    const rest = left === 0 ? [] : [words.andMoreNamed(left)];
    return proseLines(`${title}: ${[...shown.map(visible), ...rest].join(', ')}`, page, '    ', '');
  };
  let shown = names.slice(0, most === null ? names.length : most * page.width);
  while (most !== null && shown.length > 1 && all(shown).length > most) shown = shown.slice(0, -1);
  return all(shown);
}

/** Every symbol that leaf code uses, the most used first. */
function bindingTable(audit: Audit, { paint, width }: Page): readonly string[] {
  const used = usedInLeaf(audit);
  if (used.length === 0) return [];
  const rows = used.map(({ symbol, kind, uses, leafUses, verdict, abstraction }): Row => {
    const counts = [words.thousands(leafUses), words.thousands(uses)];
    return [visible(symbol), kind, ...counts, verdict, visible(abstraction ?? '')];
  });
  const [, ...columns] = words.BINDINGS_HEAD;
  const head = [`${words.LEAF_BINDINGS} (${words.thousands(used.length)})`, ...columns];
  return titled(proseTable([head, ...rows], width, ['left', 'left', 'right', 'right']), paint);
}
