/** The figures as tables of Markdown. */
import type { Figures, Share } from './score.ts';

export function accuracyTables(figures: Figures): string {
  const { read, finding, partial, silent, accepted } = figures;
  const perPatch = (accepted.notes / Math.max(1, accepted.patches)).toFixed(2);
  return [
    '',
    ...table(
      ['what', 'figure', 'goal'],
      [
        ['mails that were read', counted(read), ''],
        ['remarks that a program can make, found', percent(finding), 'at least 90%'],
        ['remarks whose lines it can point at, found', percent(partial), 'at least 40%'],
        ['patches without a remark, without an error or a warning', percent(silent), 'all'],
        ['accepted patches with an error', `${accepted.withError} of ${accepted.patches}`, 'none'],
        [
          'accepted patches with an error or a warning',
          percent({ right: accepted.withWarning, of: accepted.patches }),
          'at most 3%',
        ],
        ['notes for each accepted patch', perPatch, 'at most 1.0'],
      ],
    ),
    '',
    ...table(
      ['kind of remark', 'found'],
      Object.entries(figures.kinds)
        .sort()
        .map(([kind, share]) => [kind, counted(share)]),
    ),
    '',
    ...table(
      ['rule', 'remarks', 'errors', 'warnings', 'notes'],
      Object.entries(figures.rules).map(([rule, each]) =>
        [`\`${rule}\``, each.remarks, each.errors, each.warnings, each.notes].map(String),
      ),
    ),
    '',
    `Missed: ${figures.missed.join(', ') || 'none'}.`,
    '',
    `An error or a warning where reviewers had nothing to say: ${figures.noisy.join(', ') || 'none'}.`,
    '',
    `Not read: ${figures.unread.map(({ id, why }) => `${id} (${why})`).join(', ') || 'none'}.`,
    '',
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function counted({ right, of }: Share): string {
  return `${right} of ${of}`;
}

function percent(share: Share): string {
  return `${counted(share)} (${of100(share).toFixed(0)}%)`;
}

function of100({ right, of }: Share): number {
  return of === 0 ? 0 : (100 * right) / of;
}
