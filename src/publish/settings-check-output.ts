/** The check of the repository's settings file. */

import { LONGEST_OUTPUT } from '../report/markdown/check-run.ts';
import { moreEntries } from '../report/markdown/check-run-phrases.ts';
import { code, inert, prose } from '../report/markdown/markdown-escape.ts';
import { fittedBy, inBytes } from '../report/markdown/markdown-fit.ts';
import { sentence } from '../report/select/phrases.ts';
import type { Failure } from '../text/failure.ts';
import { settingsTold } from './messages.ts';
import type { Annotation, Conclusion, RunOutput } from './published.ts';

/** What the check `kernel-rust-audit / config` shows. */
export interface SettingsCheck {
  readonly conclusion: Conclusion;
  readonly output: Omit<RunOutput, 'annotations'>;
  readonly annotations: readonly Annotation[];
}

/** GitHub's limit for one request; a longer list would not help. */
const MOST_MISTAKES = 50;

/**
 * @param mistakes with places as `path:line:column`; none: the settings are good
 * @param path of the settings file; mistakes in other files (settings that it extends) are listed without an annotation
 */
export function settingsOutput(mistakes: readonly Failure[], path = '.github/kernel-rust-audit.yml'): SettingsCheck {
  const { title, summary } = settingsTold(mistakes.length);
  const items = mistakes.map(({ where, what, remedy }) => `- ${code(where)}: ${prose(what)}; ${prose(remedy)}\n`);
  const { text } = fittedBy(`${summary}\n`, [{ open: '\n', items, close: '' }], LONGEST_OUTPUT, moreEntries, inBytes);
  return {
    conclusion: mistakes.length === 0 ? 'success' : 'failure',
    output: { title, summary: text, text: null },
    annotations: mistakes.flatMap((mistake) => annotationOf(mistake, path)).slice(0, MOST_MISTAKES),
  };
}

function annotationOf({ where, what, remedy }: Failure, path: string): readonly Annotation[] {
  const place = placeOf(where);
  if (place.path !== path) return [];
  return [
    {
      path,
      startLine: place.line,
      endLine: place.line,
      startColumn: place.column,
      level: 'failure',
      title: inert(what, 120),
      message: `${inert(sentence(what), 600)} ${inert(sentence(remedy), 400)}`,
      details: null,
    },
  ];
}

/** A place without a line means the first one. */
function placeOf(where: string): { readonly path: string; readonly line: number; readonly column: number | null } {
  const [, path = where, line = '1', column] = /^(.+?):(\d{1,9})(?::(\d{1,9}))?$/.exec(where) ?? [];
  return { path, line: Math.max(1, Number(line)), column: column === undefined ? null : Math.max(1, Number(column)) };
}
