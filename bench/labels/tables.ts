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
    ...notRead(figures),
    '',
    '',
  ].join('\n');
}

function notRead({ unread }: Figures): readonly string[] {
  if (unread.length === 0) return ['Not read: none.'];
  const whys = [...new Set(unread.map(({ why }) => why))];
  return whys.map((why) => {
    const ids = unread.filter((each) => each.why === why).map(({ id }) => id);
    return `Not read, since ${why}: ${ids.join(', ')}.`;
  });
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
