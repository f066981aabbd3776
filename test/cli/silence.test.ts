/**
 * Standard error stays empty in every command, with and without a terminal: b4 takes each line there for a failure, so neither Node nor V8
 * may write one. `npm run test:nodes` runs this on every supported version of Node.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS, type CommandName } from '../../src/cli/commands.ts';
import { run, scratch } from './program.ts';

const { folder, remove } = scratch();
afterAll(remove);
const SETTINGS = join(folder, 'settings.yml');
writeFileSync(SETTINGS, 'fail-on: warning\n');
/** Makes the program see a terminal where there is a pipe. */
const TERMINAL = join(folder, 'terminal.cjs');
writeFileSync(
  TERMINAL,
  `for (const stream of [process.stdout, process.stdin])
  Object.defineProperties(stream, { isTTY: { value: true }, columns: { value: 80 }, hasColors: { value: () => true } });
`,
);

const SERIES = ['examples/ring-driver/series', '--tree', 'examples/ring-driver/tree'];

/** Calls of each command that succeed or find something. */
const CALLS: Readonly<Record<Exclude<CommandName, 'serve' | 'worker'>, readonly (readonly string[])[]>> = {
  review: [
    SERIES,
    [...SERIES, '--format', 'terse'],
    [...SERIES, '--format', 'json'],
    [...SERIES, '--format', 'sarif'],
    [...SERIES, '--format', 'markdown'],
    [...SERIES, '--format', 'mail'],
    [...SERIES, '--config', SETTINGS],
    ['--help'],
  ],
  // enough files for worker threads
  audit: [
    ['src', 'examples', 'test/fixtures', '--allow-incomplete'],
    ['examples/ring-driver/tree', '--format', 'json'],
  ],
  explain: [['undocumented-unsafe']],
  rules: [[], ['--format', 'json']],
  completion: [['bash'], ['zsh'], ['fish']],
  help: [[], ['review']],
  doctor: [[]],
  records: [['--help']],
};

test('no command is forgotten', () => {
  expect([...Object.keys(CALLS), 'serve', 'worker'].sort()).toEqual(Object.keys(COMMANDS).sort());
});

describe.each([['a pipe'], ['a terminal']])('with %s', (place) => {
  const options = place === 'a terminal' ? { NODE_OPTIONS: `--require=${TERMINAL}` } : {};

  test.each(
    Object.entries(CALLS).flatMap(([command, calls]) => calls.map((call) => [[command, ...call].join(' ')] as const)),
  )('%s', (call) => {
    // twice: with nothing kept, and with what the first call kept
    for (let round = 0; round < 2; round += 1) {
      const { status, out, err } = run(call.split(' '), { env: { ...options, KRA_CACHE: join(folder, 'cache') } });
      expect([0, 1]).toContain(status);
      expect(out).not.toBe('');
      expect(err).toBe('');
    }
  });
});
