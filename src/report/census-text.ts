/** What a tree is made of, for a terminal: tables with bars, most of them a screen's part long. */
import type { ModuleFigures } from '../kernel/census/modules.ts';
import type { Audit } from '../review/review.ts';
import { bar } from './bar.ts';
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
} from './census-rows.ts';
import { FIGURES_ALIGN, figureRows } from './figures.ts';
import { shortId } from './numbering.ts';
import type { Paint } from './paint.ts';
import { alignedTable, type Row } from './table.ts';
import { clipped, visible } from './visible.ts';
import { wrap } from './width.ts';
import * as words from './words.ts';

/** In columns: of a line, of a bar, of a module's path in a table. */
const WIDTH = 100;
const BAR = 30;
const LONGEST_PATH = 42;
/** So many modules are shown where not all are. */
const LEAF_SHOWN = 4;
const ABSTRACTIONS_SHOWN = 3;

/** The paragraphs of a census, one list of lines each. */
export function censusParagraphs(audit: Audit, isFull: boolean, paint: Paint): readonly (readonly string[])[] {
  return [
    [...sizeLines(audit, paint), ...partLines(audit)],
    titled(alignedTable(figureRows(audit), FIGURES_ALIGN), paint),
    audit.scope === 'other' ? [] : surfaceSentences(audit).flatMap((line) => wrap(line, WIDTH)),
    [
      ...moduleTable(words.LEAF_MODULES, modulesIn(audit, 'leaf'), isFull ? null : LEAF_SHOWN, paint),
      ...(isFull ? [] : safeLines(audit)),
    ],
    moduleTable(words.ABSTRACTION_MODULES, modulesIn(audit, 'abstraction'), isFull ? null : ABSTRACTIONS_SHOWN, paint),
    isFull ? bindingTable(audit, paint) : [],
  ];
}

/** How large it is, and how unsafe. */
export function sizeLines(audit: Audit, paint: Paint): readonly string[] {
  const [files = '', unsafe = ''] = sizeWords(audit);
  const revision = audit.revision === null ? [] : [paint('quiet', `revision ${shortId(audit.revision)}`)];
  return [...revision, `${paint('bold', files)}; ${unsafe}`];
}

/** Where the lines of a kernel tree are. */
function partLines(audit: Audit): readonly string[] {
  if (audit.scope !== 'tree') return [];
  const rows = partsOf(audit).map(({ name, files, lines }): Row => {
    const part = lines / audit.tree.lines;
    const modules = name === 'rust/kernel' ? words.counted(audit.tree.abstractionModules, 'module') : '';
    const figures = [words.counted(files, 'file'), words.counted(lines, 'line'), words.share(part, 1)];
    return [name, ...figures, bar(part, 1, BAR), modules];
  });
  return alignedTable(rows, ['left', 'right', 'right', 'right']).map((line) => `  ${line}`);
}

function titled([head, ...body]: readonly string[], paint: Paint): readonly string[] {
  return head === undefined ? [] : [paint('bold', head), ...body];
}

/** The modules with the most words of unsafe; the bar is the share of words in lines, against the largest one. */
function moduleTable(
  title: string,
  modules: readonly ModuleFigures[],
  most: number | null,
  paint: Paint,
): readonly string[] {
  const sorted = mostUnsafeFirst(modules);
  const shown = most === null ? sorted : sorted.slice(0, most).filter(({ safeOnly }) => !safeOnly);
  if (shown.length === 0) return [];
  const largest = Math.max(...shown.map(({ unsafeWordShare }) => unsafeWordShare));
  const rows = shown.map((module) => [
    most === null ? visible(module.path) : clipped(module.path, LONGEST_PATH),
    ...moduleRow(module),
    module.safeOnly ? words.WHOLLY_SAFE : bar(module.unsafeWordShare, largest, 10),
  ]);
  const head = [`${title} (${words.thousands(modules.length)})`, ...MODULE_HEAD];
  return titled(alignedTable([head, ...rows], MODULE_ALIGN), paint);
}

/** `wholly safe Rust (34 of 55): a, b, and 32 more`, in two lines. */
function safeLines(audit: Audit): readonly string[] {
  const leaf = modulesIn(audit, 'leaf');
  const safe = leaf.filter(({ safeOnly }) => safeOnly).map(({ path }) => path);
  if (safe.length === 0 || leaf.length < 2) return [];
  return listLines(
    `${words.WHOLLY_SAFE} (${words.thousands(safe.length)} of ${words.thousands(leaf.length)})`,
    safe,
    2,
  );
}

/** A title and as many names as `most` lines hold. */
export function listLines(title: string, names: readonly string[], most: number | null): readonly string[] {
  const all = (shown: readonly string[]): readonly string[] => {
    const left = names.length - shown.length;
    const rest = left === 0 ? [] : [words.andMoreNamed(left)];
    return wrap(`${title}: ${[...shown.map((name) => clipped(name, 80)), ...rest].join(', ')}`, WIDTH);
  };
  let shown = names.slice(0, most === null ? names.length : most * WIDTH);
  while (most !== null && shown.length > 1 && all(shown).length > most) shown = shown.slice(0, -1);
  return all(shown);
}

/** Every symbol that leaf code uses, the most used first. */
function bindingTable(audit: Audit, paint: Paint): readonly string[] {
  const used = usedInLeaf(audit);
  if (used.length === 0) return [];
  const rows = used.map(({ symbol, kind, uses, leafUses, verdict, abstraction }): Row => {
    const counts = [words.thousands(leafUses), words.thousands(uses)];
    return [visible(symbol), kind, ...counts, verdict, visible(abstraction ?? '')];
  });
  const [, ...columns] = words.BINDINGS_HEAD;
  const head = [`${words.LEAF_BINDINGS} (${words.thousands(used.length)})`, ...columns];
  return titled(alignedTable([head, ...rows], ['left', 'left', 'right', 'right']), paint);
}
