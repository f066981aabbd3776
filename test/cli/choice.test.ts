/** --select and --ignore: some of the rules, in every format, and never in silence. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatsOf } from '../../src/report/formats.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { run, scratch } from './program.ts';

const TREE = 'examples/ring-driver/tree';
const EXAMPLE = ['review', 'examples/ring-driver/series', '--tree', TREE];

const rulesIn = (args: readonly string[], env = {}) => {
  const { out } = run([...args, '--format', 'json'], { env });
  const { findings, patches = [] } = JSON.parse(out);
  return [
    ...new Set<string>(
      [{ findings }, ...patches].flatMap((each) => each.findings.map(({ rule }: { rule: string }) => rule)),
    ),
  ].sort();
};

const ALL = rulesIn(EXAMPLE);
/** Those that look without being asked for. */
const ON = RULES.filter(({ isOffByDefault }) => !isOffByDefault);

test.each([
  [
    ['--select', 'new-unsafe,undocumented-unsafe'],
    ['new-unsafe', 'undocumented-unsafe'],
  ],
  [
    ['--select', 'new-unsafe', '--select', ' undocumented-unsafe ,'],
    ['new-unsafe', 'undocumented-unsafe'],
  ],
  [['--select=new-unsafe,transmute', '--ignore=transmute'], ['new-unsafe']],
  [
    ['--ignore', 'new-unsafe', '--ignore', 'undocumented-unsafe'],
    ALL.filter((id) => !/^(new|undocumented)-unsafe$/.test(id)),
  ],
  [['--select', ON.map(({ id }) => id).join(',')], ALL],
])('%j', (args, rules) => expect(rulesIn([...EXAMPLE, ...args])).toEqual(rules));

test.each(formatsOf('review'))('%s says that rules were left out, and is silent about it where none was', (format) => {
  const { out, err } = run([...EXAMPLE, '--select', 'transmute', '--format', format]);
  expect(err).toBe('');
  const said = out.replace(/\\n|\s+/g, ' ');
  expect(said).toMatch(
    format === 'json'
      ? /"rulesLeftOut": \[ "undocumented-unsafe"/
      : new RegExp(`\`transmute\` was run; ${ON.length - 1} other rules were skipped`, 'i'),
  );
  if (format === 'text')
    expect(out).toMatch(new RegExp(`no findings in 4 patches; ${ON.length - 1} of ${ON.length} rules skipped\n$`));
  expect(run([...EXAMPLE, '--format', format]).out).not.toMatch(/ (was|were) run|rules skipped/);
});

test('the exit status follows the rules that look', () => {
  expect(run([...EXAMPLE, '--select', 'undocumented-unsafe']).status).toBe(1);
  expect(run([...EXAMPLE, '--select', 'transmute']).status).toBe(0);
  const errors = 'undocumented-unsafe,placeholder-safety-comment,missing-safety-doc,bindings-bypass';
  expect(run([...EXAMPLE, '--ignore', errors]).status).toBe(0);
});

test.each([
  [['--select', 'transmut'], 'unknown rule `transmut`, did you mean `transmute`'],
  [['--ignore', 'transmute,frobnicate'], 'unknown rule `frobnicate`; see `kernel-rust-audit rules`'],
  [['--select', 'undocumented_unsafe_blocks'], 'did you mean `undocumented-unsafe`'],
  [['--select', 'clippy::missing_safety_doc'], 'did you mean `missing-safety-doc`'],
  [['--select', ','], '--select: names no rule'],
  [['--select', 'transmute', '--ignore', 'transmute'], 'leaves no rule to run'],
])('%j is a mistake', (args, words) => {
  for (const call of [EXAMPLE, ['audit', TREE]]) {
    const { status, out, err } = run([...call, ...args]);
    expect([status, out, err.split('\n').length]).toEqual([2, '', 2]);
    expect(err).toContain(words);
  }
});

test('the settings still hold: what they have off stays off, and is named where it was asked for', () => {
  const { folder, remove } = scratch();
  try {
    const config = join(folder, 'settings.yml');
    writeFileSync(config, 'rules: { new-unsafe: off, undocumented-unsafe: info }\n');
    const args = [...EXAMPLE, '--config', config, '--select', 'new-unsafe,undocumented-unsafe'];
    const { status, out } = run(args);
    expect(status).toBe(0);
    expect(out).toContain('`new-unsafe` is off in the settings');
    expect(rulesIn(args)).toEqual(['undocumented-unsafe']);
  } finally {
    remove();
  }
});

test('a rule that is off by default looks where it is selected by name, or the settings give it a severity', () => {
  const { folder, remove } = scratch();
  const rule = 'untidy-safety-comment';
  try {
    const tree = join(folder, 'tree');
    mkdirSync(tree);
    writeFileSync(
      join(tree, 'a.rs'),
      'fn id(ring: *mut u32) -> u32 {\n    // SAFETY: the ring is live, as nobody frees it\n    unsafe { *ring }\n}\n',
    );
    const config = join(folder, 'settings.yml');
    const asked = (text: string, ...args: readonly string[]): string[] => {
      writeFileSync(config, text);
      return rulesIn(['audit', tree, '--config', config, ...args]);
    };
    expect(asked('gate: advisory\n')).toEqual([]);
    expect(asked(`rules: { ${rule}: info }\n`)).toEqual([rule]);
    expect(asked(`rules: { ${rule}: { allow: ['b.rs'] } }\n`)).toEqual([]);
    expect(asked('gate: advisory\n', '--select', rule)).toEqual([rule]);
    expect(asked(`rules: { ${rule}: off }\n`, '--select', rule)).toEqual([]);
    expect(asked(`rules: { ${rule}: info }\n`, '--ignore', 'transmute')).toEqual([rule]);
    expect(asked('gate: advisory\n', '--ignore', 'transmute')).toEqual([]);
    // what is off by default is not said to be left out
    const { rulesLeftOut } = JSON.parse(run(['audit', tree, '--ignore', 'transmute', '--format', 'json']).out);
    expect(rulesLeftOut).toEqual(['transmute']);
    expect(run(['audit', tree, '--ignore', rule]).out).not.toMatch(/ (was|were) run|rules skipped/);
  } finally {
    remove();
  }
});

test('what is cached by one choice is right for every other', () => {
  const { folder, remove } = scratch();
  try {
    const tree = join(folder, 'tree');
    mkdirSync(tree);
    writeFileSync(
      join(tree, 'a.rs'),
      'static mut COUNT: u32 = 0;\n\nfn id(ring: *mut u32) -> u32 {\n    unsafe { *ring }\n}\n',
    );
    const env = { KRA_CACHE: join(folder, 'cache') };
    const both = ['static-mut', 'undocumented-unsafe'];
    expect(rulesIn(['audit', tree, '--select', 'static-mut'], env)).toEqual(['static-mut']);
    expect(rulesIn(['audit', tree], env)).toEqual(both);
    expect(rulesIn(['audit', tree, '--ignore', 'static-mut'], env)).toEqual(['undocumented-unsafe']);
    expect(rulesIn(['audit', tree], env)).toEqual(both);
  } finally {
    remove();
  }
});

test('an audit that is compared counts the findings of the same rules on both sides', () => {
  const { out } = run(['audit', TREE, '--compare', TREE, '--select', 'transmute', '--format', 'json']);
  const { compared, rulesLeftOut } = JSON.parse(out);
  expect(rulesLeftOut).toHaveLength(ON.length - 1);
  expect(JSON.stringify(compared.findings)).not.toMatch(/[1-9]/);
});

test('rules --format json is what its schema describes, and goes to standard output', () => {
  const { status, out, err } = run(['rules', '--format', 'json']);
  expect([status, err]).toEqual([0, '']);
  expect(JSON.parse(out).rules).toHaveLength(RULES.length);
});
