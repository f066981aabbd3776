/** A suppression that a patch takes away brings back what it hid. */
import { countedFindings } from '../../src/report/select/selection.ts';
import { reviewChange, reviewOf } from '../support/review-files.ts';
import { writePatch } from '../support/write-patch.ts';

const PATH = 'drivers/ring/ring.rs';
const HEAD = 'fn head(p: *const u8) -> u8 {\n    unsafe { p.read() }\n}\n';
const EXPECT = '#[expect(clippy::undocumented_unsafe_blocks)]\n';

const rulesOf = (findings: readonly { rule: string; severity: string; suppressed: unknown }[]): string[] =>
  findings.filter(({ severity, suppressed }) => severity === 'error' && suppressed === null).map(({ rule }) => rule);

test('in one patch', async () => {
  const { findings } = await reviewChange({ [PATH]: EXPECT + HEAD }, { [PATH]: HEAD });
  expect(rulesOf(findings)).toEqual(['undocumented-unsafe']);
});

test('by moving the code away from it', async () => {
  const inside = `${EXPECT}mod a {\n${HEAD}}\n`;
  const { findings } = await reviewChange({ [PATH]: inside }, { [PATH]: `${EXPECT}mod a {\n}\n${HEAD}` });
  expect(rulesOf(findings)).toEqual(['undocumented-unsafe']);
});

test('in a later patch of the series that brought both', async () => {
  const [start, hidden, shown] = [{}, { [PATH]: EXPECT + HEAD }, { [PATH]: HEAD }];
  const review = await reviewOf({ '1.patch': writePatch(start, hidden), '2.patch': writePatch(hidden, shown) }, {});
  expect(rulesOf(countedFindings(review, 'gate'))).toContain('undocumented-unsafe');
  expect(rulesOf(countedFindings(review, 'report'))).toContain('undocumented-unsafe');
});

test('what stays suppressed stays old', async () => {
  const { findings } = await reviewChange({ [PATH]: EXPECT + HEAD }, { [PATH]: `// more\n${EXPECT}${HEAD}` });
  expect(findings).toEqual([]);
});
