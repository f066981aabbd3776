/** How the findings are held against the labels of real patches: what counts as found, as silent and as noise. */
import { readFileSync } from 'node:fs';
import { type Case, type Label, scoreOf } from '../../bench/labels/score.ts';
import { accuracyTables } from '../../bench/labels/tables.ts';
import { accuracyOf } from '../../src/rules/accuracy.ts';
import { ACCURACY } from '../../src/rules/accuracy-figures.ts';
import { ruleOf } from '../../src/rules/catalogue.ts';

type Found = NonNullable<Case['review']>['findings'][number];

function found(rule: string, severity: Found['severity'], line: number, more: Partial<Found> = {}): Found {
  return { rule, severity, path: 'drivers/a.rs', line, related: [], ...more };
}

function remark(expect: Label['expect'], ...findings: readonly Found[]): Case {
  const label: Label = {
    id: `R-${expect}`,
    set: 'remarks',
    expect,
    kind: 'k',
    file: 'drivers/a.rs',
    lines: [20],
    patch: 'p',
  };
  return { label, review: { findings }, why: null };
}

function accepted(id: string, ...findings: readonly Found[]): Case {
  return { label: { id, set: 'accepted', expect: 'silent', patch: 'p' }, review: { findings }, why: null };
}

test.each<[string, number, readonly Found[]]>([
  ['within six lines', 1, [found('transmute', 'info', 26)]],
  ['seven lines away', 0, [found('transmute', 'info', 27)]],
  ['in another file', 0, [found('transmute', 'info', 20, { path: 'drivers/b.rs' })]],
  ['at a further place', 1, [found('transmute', 'info', 90, { related: [{ path: 'drivers/a.rs', line: 14 }] })]],
  ['what only counts new code', 0, [found('new-unsafe', 'info', 20)]],
])('%s: %i', (_, right, findings) => {
  const { finding, kinds, missed } = scoreOf([remark('finding', ...findings)]);
  expect({ finding, kinds }).toEqual({ finding: { right, of: 1 }, kinds: { k: { right, of: 1 } } });
  expect(missed).toEqual(right === 1 ? [] : ['R-finding']);
});

test('what is out of reach counts for nothing', () => {
  const { finding, partial, kinds } = scoreOf([remark('out-of-reach', found('transmute', 'info', 20))]);
  expect([finding.of, partial.of, kinds]).toEqual([0, 0, {}]);
});

test('notes leave a patch silent; errors and warnings are counted by patch, notes one by one', () => {
  const cases = [
    accepted('A-1', found('transmute', 'info', 1), found('transmute', 'info', 2)),
    accepted('A-2', found('transmute', 'warning', 1), found('undocumented-unsafe', 'error', 2)),
    { ...accepted('A-3'), review: null, why: 'the mail is not at hand' },
  ];
  const figures = scoreOf(cases);
  expect(figures.accepted).toEqual({ patches: 2, withError: 1, withWarning: 1, notes: 2 });
  expect(figures.noisy).toEqual(['A-2']);
  expect(figures.unread).toEqual([{ id: 'A-3', why: 'the mail is not at hand' }]);
  expect(figures.rules['transmute']).toEqual({ remarks: 0, errors: 0, warnings: 1, notes: 2 });
  expect(accuracyTables(figures)).toContain('| notes for each accepted patch | 1.00 | at most 1.0 |');
});

test('each label has what a run needs, and each id is there once', () => {
  const labels = ['remarks', 'accepted'].flatMap((set) =>
    readFileSync(new URL(`../../bench/labels/${set}.jsonl`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Label),
  );
  expect(labels.length).toBe(246);
  expect(new Set(labels.map(({ id }) => id)).size).toBe(labels.length);
  for (const { id, patch = 'a@b', expect: expected } of labels)
    expect([id, /^\S+@\S+$/.test(patch), ['finding', 'partial', 'out-of-reach', 'silent'].includes(expected)]).toEqual([
      id,
      true,
      true,
    ]);
});

test("the figures on the pages are of rules that there are, and a rule's page says them", () => {
  expect(Object.keys(ACCURACY.rules).filter((id) => ruleOf(id) === undefined)).toEqual([]);
  const rules = { transmute: { remarks: 2, errors: 0, warnings: 1, notes: 3 } };
  expect(accuracyOf('transmute', { patches: 98, remarks: 62, rules })).toMatch(
    /^On 98 .* reports 1 warning, 3 notes\. Reviewers made 62 .* place of 2 of them\./,
  );
  expect(accuracyOf('static-mut', { patches: 98, remarks: 62, rules })).toMatch(/it reports nothing\./);
});
