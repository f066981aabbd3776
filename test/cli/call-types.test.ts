/** The options of a call have the type that the table of options gives them. */
import type { Call } from '../../src/cli/arguments.ts';
import { OPTIONS, optionsOf } from '../../src/cli/options.ts';
import type { FormatOf } from '../../src/report/formats.ts';
import { callOf } from '../support/call-of.ts';

test('each option has its type, and one that the command has not does not compile', () => {
  const { options } = callOf('review', '--fail-on', 'note', '--select', 'a,b', '--select', 'c', '--full');
  const failOn: 'error' | 'warning' | 'info' | 'never' | undefined = options.failOn;
  const select: readonly string[] | undefined = options.select;
  const full: boolean = options.full;
  const format: FormatOf<'review'> = options.format;
  // @ts-expect-error a format of no table
  expect(options.format === 'pictures').toBe(false);
  expect([failOn, select, full, format]).toEqual(['info', ['a', 'b', 'c'], true, 'text']);
  // @ts-expect-error an option of audit
  expect(options.baseline).toBeUndefined();
  // @ts-expect-error no option at all
  expect(options.failsOn).toBeUndefined();
});

test('what is not given is the default, but where the settings may have another', () => {
  expect(callOf('review').options).toMatchObject({ format: 'text', progress: 'auto', post: false });
  expect([callOf('review').options.failOn, callOf('review').options.perCommit]).toEqual([undefined, undefined]);
  const never: 'error' | 'warning' | 'info' | 'never' = callOf('audit').options.failOn;
  expect(never).toBe('never');
  expect(callOf('records').options.format).toBe('json');
});

test.each(['review', 'audit', 'records', 'rules', 'doctor'] as const satisfies readonly Call['command'][])(
  'a call of %s has every option of its command and no other',
  (name) => {
    const names = optionsOf(name).map(([option]) => option);
    expect(Object.keys(callOf(name).options)).toHaveLength(names.length);
    expect(names.filter((option) => OPTIONS[option]?.commands.includes(name) !== true)).toEqual([]);
  },
);
