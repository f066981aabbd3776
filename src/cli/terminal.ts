/** What text is printed on: the one place that looks at the terminal. */

import { DEFAULT_WIDTH } from '../report/select/text-width.ts';
import type { TextStyle } from '../report/terminal/page.ts';

/** Narrower than this nothing is set: a split window can have a handful of columns. */
const NARROWEST = 40;

/** Standard output, as far as it matters here. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Colour on a terminal, unless `NO_COLOR` says no (https://no-color.org/). The width is that of `COLUMNS`, which comes
 * first as in git and Python, else the terminal's, else `DEFAULT_WIDTH`.
 * @param isPlain colour is not wanted
 */
export function styleOf({ isTTY, columns }: Terminal, env: NodeJS.ProcessEnv, isPlain = false): Required<TextStyle> {
  const given = /^[1-9]\d{0,4}$/.test(env['COLUMNS'] ?? '') ? Number(env['COLUMNS']) : undefined;
  const width = given ?? (isTTY === true && columns ? columns : DEFAULT_WIDTH);
  return { colour: isTTY === true && !isPlain && !env['NO_COLOR'], width: Math.max(NARROWEST, width) };
}
