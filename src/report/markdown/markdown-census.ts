/** What a tree is made of, and how it grew, in GitHub's Markdown. */
import type { ModuleFigures } from '../../kernel/census/module-census.ts';
import type { Audit, Comparison } from '../../review/review.ts';
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
import { changeLists, GROWTH_ALIGN, GROWTH_HEAD, growthRows, wordGrowthRows } from '../select/compare-rows.ts';
import * as words from '../select/phrases.ts';
import { markdownTable, type Row } from '../select/table.ts';
import { code, prose } from './markdown-escape.ts';
import { foldedPart, list, type Part, tablePart } from './markdown-fit.ts';

/** Modules in the table that is open from the start. */
const MODULES_SHOWN = 10;

/** How large it is, where its lines are, and what it sees of C. */
export function censusHead(audit: Audit): readonly string[] {
  const { tree, scope } = audit;
  const size = `${sizeWords(audit).join('; ')}.`;
  if (scope !== 'tree') return [size];
  const rows = partsOf(audit).map(({ name, files, lines }): Row => {
    return [name, ...[files, lines].map(words.thousands), words.share(lines / tree.lines, 1)];
  });
  const parts = markdownTable([['part', 'files', 'lines', 'share'], ...rows], ['left', 'right', 'right', 'right']);
  const sentences = surfaceSentences(audit).map((line) => `- ${line}`);
  return [size, parts.join('\n'), ...(sentences.length === 0 ? [] : [sentences.join('\n')])];
}

/** The most unsafe modules of leaf code, and how many are wholly safe. */
export function moduleParts(audit: Audit): readonly Part[] {
  const leaf = modulesIn(audit, 'leaf');
  if (leaf.length < 2) return [];
  const safe = leaf.filter(({ safeOnly }) => safeOnly);
  const title = `#### ${words.capitalised(words.LEAF_MODULES)}`;
  const share = `${words.capitalised(words.WHOLLY_SAFE)}: ${words.thousands(safe.length)} of ${words.thousands(leaf.length)}.`;
  const shown = mostUnsafeFirst(leaf.filter(({ safeOnly }) => !safeOnly)).slice(0, MODULES_SHOWN);
  return [modulePart(`${title}\n\n${share}`, shown)];
}

/** All modules and all symbols, folded: the first part to be left out when room runs short. */
export function longParts(audit: Audit): readonly Part[] {
  const leaf = modulesIn(audit, 'leaf');
  const safe = leaf.filter(({ safeOnly }) => safeOnly).map(({ path }) => code(path));
  const safeTitle = `${words.capitalised(words.WHOLLY_SAFE)} (${words.thousands(safe.length)})`;
  const all = (title: string, modules: readonly ModuleFigures[]) =>
    foldedPart(
      `${words.capitalised(title)} (${words.thousands(modules.length)})`,
      modulePart('', mostUnsafeFirst(modules)),
    );
  return [
    foldedPart(safeTitle, list('', safe)),
    all(words.LEAF_MODULES, leaf),
    all(words.ABSTRACTION_MODULES, modulesIn(audit, 'abstraction')),
    bindingsPart(audit),
  ];
}

function modulePart(title: string, modules: readonly ModuleFigures[]): Part {
  const rows = modules.map((module) => [cell(module.path), ...moduleRow(module)]);
  return tablePart(title, [['module', ...MODULE_HEAD], ...rows], MODULE_ALIGN);
}

function bindingsPart(audit: Audit): Part {
  const used = usedInLeaf(audit);
  const rows = used.map(({ symbol, kind, leafUses, uses, verdict, abstraction }): Row => {
    const wrapper = abstraction === null ? '' : cell(abstraction);
    return [cell(symbol), kind, words.thousands(leafUses), words.thousands(uses), verdict, wrapper];
  });
  const table = tablePart('', [words.BINDINGS_HEAD, ...rows], ['left', 'left', 'right', 'right']);
  return foldedPart(`${words.LEAF_BINDINGS} (${words.thousands(used.length)})`, table);
}

/** How a tree grew: a table, and what came and went. */
export function compareParts(comparison: Comparison, audit: Audit): readonly Part[] {
  const title = `#### ${words.capitalised(words.since(code(comparison.name)))}`;
  const moved = wordGrowthRows(comparison).map(([path = '', ...rest]) => [cell(path), ...rest]);
  const lists = changeLists(comparison, audit).map((each) =>
    foldedPart(
      `${words.capitalised(each.title)} (${words.thousands(each.names.length)})`,
      list('', each.names.map(code)),
    ),
  );
  return [
    tablePart(title, [['', ...GROWTH_HEAD], ...growthRows(comparison)], GROWTH_ALIGN),
    ...(comparison.complete ? [] : [list(prose(words.sentence(words.OTHER_TREE_INCOMPLETE)), [])]),
    ...lists,
    foldedPart(words.capitalised(words.WORDS_BY_MODULE), tablePart('', [['', ...GROWTH_HEAD], ...moved], GROWTH_ALIGN)),
  ];
}

/** In a table a `|` ends the cell, even within code (GitHub Flavored Markdown, "Tables"). */
function cell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}
