/** How a tree differs from another one, for a terminal. */
import type { Audit, Comparison } from '../../review/review.ts';
import {
  changeLists,
  GROWTH_ALIGN,
  GROWTH_HEAD,
  growthRows,
  siteGrowthRows,
  wordGrowthRows,
} from '../select/compare-rows.ts';
import { visible } from '../select/escape-unprintable.ts';
import { shortId } from '../select/patch-labels.ts';
import * as words from '../select/phrases.ts';
import { figureTable, type Row } from '../select/table.ts';
import { listLines } from './census-text.ts';
import { proseLines } from './finding-text.ts';
import type { Page } from './page.ts';

/** Of a list, in lines; of the modules whose words changed most. */
const LINES_OF_A_LIST = 1;
const MODULES_SHOWN = 3;

/** The paragraphs of a comparison, one list of lines each. */
export function compareParagraphs(
  comparison: Comparison,
  audit: Audit,
  isFull: boolean,
  page: Page,
): readonly (readonly string[])[] {
  const { name, revision, complete } = comparison;
  const commit = revision === null ? '' : ` (${shortId(revision)})`;
  const since = `${words.since(visible(name))}${commit}${complete ? '' : `; ${words.OTHER_TREE_INCOMPLETE}`}`;
  const moved = wordGrowthRows(comparison).map(([path = '', ...rest]) => [visible(path), ...rest]);
  const most = isFull ? null : LINES_OF_A_LIST;
  return [
    growthTable(since, growthRows(comparison), page),
    isFull ? growthTable(words.SITES_BY_KIND, siteGrowthRows(comparison), page) : [],
    wordLines(isFull ? moved : moved.slice(0, MODULES_SHOWN), moved.length, page),
    changeLists(comparison, audit).flatMap(({ title, names }) =>
      listLines(`${title} (${words.thousands(names.length)})`, names, most, page),
    ),
  ];
}

function wordLines(shown: readonly Row[], all: number, page: Page): readonly string[] {
  if (shown.length === 0) return [];
  const left = all - shown.length;
  return [
    ...growthTable(words.WORDS_BY_MODULE, shown, page),
    ...(left > 0 ? proseLines(words.andMore(left, 'module'), page) : []),
  ];
}

function growthTable(title: string, rows: readonly Row[], { paint, width }: Page): readonly string[] {
  const [head = '', ...body] = figureTable([[title, ...GROWTH_HEAD], ...rows], width, GROWTH_ALIGN);
  return [paint('bold', head), ...body];
}
