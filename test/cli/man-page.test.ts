/** The man page: all commands and options, and nothing that groff complains of. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_NAMES, commandOf } from '../../src/cli/commands.ts';
import { renderManPage } from '../../src/cli/man-page.ts';
import { OPTIONS } from '../../src/cli/options.ts';
import { expectMadeFile } from '../support/made-files.ts';
import { ROOT } from './program.ts';

const {
  man: [man],
  files,
  version,
} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly man: readonly [string];
  readonly files: readonly string[];
  readonly version: string;
};
const PAGE = renderManPage(version);

test('the build writes it where the package says that it is', () => {
  expect(man).toMatch(/\/kernel-rust-audit\.1$/);
  expect(files.some((file) => man.startsWith(`${file}/`))).toBe(true);
  expectMadeFile(man, PAGE, 'npm run build');
});

test('it has the sections that man pages have, in their order', () => {
  const titles = [...PAGE.matchAll(/^\.SH (.*)$/gm)].map(([, title]) => title);
  expect(titles).toEqual([
    'NAME',
    'SYNOPSIS',
    'DESCRIPTION',
    'COMMANDS',
    'OPTIONS',
    'EXIT STATUS',
    'ENVIRONMENT',
    'FILES',
    'EXAMPLES',
    'SEE ALSO',
  ]);
  expect(PAGE.startsWith(`.TH KERNEL\\-RUST\\-AUDIT 1 "" "kernel-rust-audit ${version}"`)).toBe(true);
});

test('every command and every option is in it', () => {
  for (const name of COMMAND_NAMES) expect(PAGE).toContain(`\n.TP\n\\fB${name}\\fR\n`);
  for (const [name, { short }] of Object.entries(OPTIONS)) {
    const head = `\\fB\\-\\-${name.replaceAll('-', '\\-')}\\fR`;
    expect(PAGE).toContain(short === undefined ? `\n.TP\n${head}` : `\n.TP\n\\fB\\-${short}\\fR, ${head}`);
  }
  const text = PAGE.replaceAll('\\-', '-').replaceAll('\\(ti', '~');
  for (const name of COMMAND_NAMES)
    for (const [call] of commandOf(name).examples) expect(text).toContain(`\\fBkernel-rust-audit ${call}\\fR`);
});

test('no line of text is a request by accident, and every character is one that groff takes for itself', () => {
  const requests = PAGE.split('\n').filter((line) => /^[.']/.test(line) && !/^\.(TH|SH|TP|IP|br)\b/.test(line));
  expect(requests).toEqual([]);
  expect(PAGE.match(/[`~^’]/g)).toBeNull();
  // every backslash begins an escape that is meant
  expect(PAGE.replace(/\\(?:f[BIR]|-|e|&|\((?:aq|cq|ga|ha|ti))/g, '')).not.toContain('\\');
});

const hasGroff = spawnSync('groff', ['--version']).status === 0;
if (!hasGroff && process.env['KRA_ALL_SHELLS'] === '1') throw new Error('groff is needed: apt-get install groff');

test(
  hasGroff ? 'groff sets it without a warning' : 'GROFF IS NOT INSTALLED HERE: the page was looked at, not set',
  () => {
    if (!hasGroff) return expect(PAGE).toMatch(/\n$/);
    const { status, stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou'], {
      input: PAGE,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('--per-commit WHICH (review)');
  },
);
