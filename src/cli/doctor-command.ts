/** The command `doctor`: what is wrong with the App's set-up, in plain words. */
import type { Diagnosis, Verdict } from '../app/doctor/diagnosis.ts';
import { examine } from '../app/doctor/examine.ts';
import type { Facts } from '../app/doctor/setup-facts.ts';
import { clipped } from '../report/select/escape-unprintable.ts';
import { counted } from '../report/select/phrases.ts';
import type { Style } from '../report/terminal/colour.ts';
import { proseLines } from '../report/terminal/finding-text.ts';
import { pageOf, type TextStyle } from '../report/terminal/page.ts';
import { type Failure, failure } from '../text/failure.ts';
import type { Outcome } from './surroundings.ts';

/** @param gather looks at the set-up; called only where the call makes sense */
export async function runDoctor(
  inputs: readonly string[],
  gather: () => Promise<Facts>,
  style: TextStyle,
): Promise<Outcome | Failure> {
  if (inputs.length > 0)
    return failure(
      'kernel-rust-audit doctor',
      'it takes no argument',
      'set the environment as for `serve`, and run it alone',
    );
  const diagnoses = examine(await gather());
  const isWrong = diagnoses.some(({ verdict }) => verdict === 'wrong');
  return { text: renderDiagnoses(diagnoses, style), status: isWrong ? 1 : 0 };
}

const MARKS: Readonly<Record<Verdict, { readonly mark: string; readonly style: Style }>> = {
  ok: { mark: 'ok', style: 'good' },
  warning: { mark: 'warn', style: 'warning' },
  wrong: { mark: 'WRONG', style: 'error' },
  unknown: { mark: '?', style: 'quiet' },
};

const LONGEST = 400;

/** A line for each check, what to do below it, and the sum of it. Text from GitHub and the environment is made safe to print. */
export function renderDiagnoses(diagnoses: readonly Diagnosis[], style: TextStyle): string {
  const page = pageOf(style);
  const { paint } = page;
  const names = Math.max(0, ...diagnoses.map(({ name }) => name.length));
  const indent = ' '.repeat(11 + names);
  const lines = diagnoses.flatMap(({ name, verdict, words, remedy }) => {
    const { mark, style } = MARKS[verdict];
    const head = `  ${paint(style, mark.padEnd(5))}  ${name.padEnd(names)}  `;
    const cure = remedy === null ? [] : proseLines(`=> ${clipped(remedy, LONGEST)}`, page, indent);
    return [...proseLines(clipped(words, LONGEST), page, indent, head), ...cure];
  });
  return `${lines.join('\n')}\n\n${sum(diagnoses)}\n`;
}

function sum(diagnoses: readonly Diagnosis[]): string {
  const count = (wanted: Verdict) => diagnoses.filter(({ verdict }) => verdict === wanted).length;
  const parts = [
    ...(count('wrong') > 0 ? [counted(count('wrong'), 'thing is wrong', 'things are wrong')] : []),
    ...(count('warning') > 0 ? [counted(count('warning'), 'warning')] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} not checked`] : []),
  ];
  return parts.length === 0 ? 'All checks passed.' : `${parts.join(', ')}.`;
}
