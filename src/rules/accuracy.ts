/** How often a rule is right, by patches that maintainers have reviewed: docs/accuracy.md. */
import { ACCURACY } from './accuracy-figures.ts';

/** What a rule said of patches that were applied, and in how many remarks it pointed at the place. */
export interface RuleFigures {
  readonly remarks: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

export interface AccuracyFigures {
  /** How many applied patches, and how many remarks that a program can make or point at, were read. */
  readonly patches: number;
  readonly remarks: number;
  readonly rules: Readonly<Record<string, RuleFigures>>;
}

/** A paragraph for the rule's page. */
export function accuracyOf(id: string, { patches, remarks, rules }: AccuracyFigures = ACCURACY): string {
  const { errors, warnings, notes, remarks: found } = rules[id] ?? { errors: 0, warnings: 0, notes: 0, remarks: 0 };
  const counts = [count(errors, 'error'), count(warnings, 'warning'), count(notes, 'note')].filter(
    (each) => each !== '',
  );
  const said = counts.length === 0 ? 'nothing' : counts.join(', ');
  return `On ${patches} patches that were merged without comments it reports ${said}. Reviewers made ${remarks} comments that a program could make or point at; it reports the place of ${found} of them. docs/accuracy.md explains how this is counted.`;
}

function count(number: number, name: string): string {
  return number === 0 ? '' : `${number} ${name}${number === 1 ? '' : 's'}`;
}
