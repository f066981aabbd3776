/** A pull request full of files that were made to take long: it ends once, never as passed, and the good file is judged. */
import { BLOCK, useApp } from './support.ts';

const bed = useApp('linux/slow', {}, { KRA_REVIEW_SECONDS: '40' });

const DEPTH = 100_000;
const DEFINITION = 'macro_rules! m { ($($x:tt)*) => { unsafe { $($x)* } } }\n';

/** Each takes seconds, so that together they take more than a review may. */
function hostile(index: number): string {
  return `${DEFINITION}fn f${index}() { ${'m!('.repeat(DEPTH)}x${')'.repeat(DEPTH)} }\n`;
}

test('25 hostile files and a good one', async () => {
  const slow = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`drivers/a${index}.rs`, hostile(index)]));
  const { head, number } = await bed.open({ ...slow, 'drivers/good.rs': BLOCK }, 'gate: enforce\n');
  const run = await bed.concluded(head);
  await bed.done(number);
  expect(bed.repo.runs(head)).toHaveLength(1);
  expect(run?.conclusion).not.toBe('success');
  expect(run?.annotations.map(({ path }) => path)).toContain('drivers/good.rs');
  const texts = [run?.title, run?.summary, run?.text].join('\n');
  expect(texts).toMatch(/drivers\/a\d+\.rs/);
  expect(texts).toMatch(/took longer than 5 s|slow files used up their shared limit of 20 s/);
});
