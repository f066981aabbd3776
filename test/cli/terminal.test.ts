/** What text is printed on: colour and width by the terminal and the environment. */
import { styleOf } from '../../src/cli/terminal.ts';
import { run } from './program.ts';

const wide = { isTTY: true, columns: 132 };

test.each([
  ['a terminal', wide, {}, 132],
  ['no terminal', {}, {}, 100],
  ['a terminal that does not say how wide it is', { isTTY: true, columns: 0 }, {}, 100],
  ['COLUMNS comes first', wide, { COLUMNS: '60' }, 60],
  ['COLUMNS without a terminal', {}, { COLUMNS: '200' }, 200],
  ['COLUMNS that is no number', wide, { COLUMNS: 'wide' }, 132],
  ['COLUMNS that is nothing', wide, { COLUMNS: '0' }, 132],
  ['a sliver of a terminal', { isTTY: true, columns: 7 }, {}, 40],
])('%s', (_, terminal, env, width) => {
  expect(styleOf(terminal, env, false).width).toBe(width);
});

test('colour only on a terminal, unless it is not wanted', () => {
  expect(styleOf(wide, {}, false).colour).toBe(true);
  expect(styleOf({}, {}, false).colour).toBe(false);
  expect(styleOf(wide, {}, true).colour).toBe(false);
  expect(styleOf(wide, { NO_COLOR: '1' }, false).colour).toBe(false);
  expect(styleOf(wide, { NO_COLOR: '' }, false).colour).toBe(true);
});

test.each(['60', '80', '120', '200'])('the program sets its text in %s columns', (columns) => {
  const example = ['review', 'examples/ring-driver/series', '--tree', 'examples/ring-driver/tree'];
  const widest = (args: readonly string[]) =>
    Math.max(
      ...run(args, { env: { COLUMNS: columns } })
        .out.split('\n')
        .map((line) => line.length),
    );
  for (const args of [example, ['help'], ['rules'], ['audit', 'examples/ring-driver/tree', '--full']])
    expect(widest(args)).toBeLessThanOrEqual(Number(columns));
  const terse = [...example, '--format', 'terse'];
  expect(run(terse, { env: { COLUMNS: columns } })).toEqual(run(terse));
});
