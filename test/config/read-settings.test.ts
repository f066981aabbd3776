import { readSettings, settingsMistakes } from '../../src/config/read-settings.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/config/settings.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';
import { KNOWN_RULES } from '../support/fuzz/settings.ts';
import { SETTINGS_EXAMPLE } from '../support/settings-example.ts';

const RULES = KNOWN_RULES;
const read = (text: string, inherited?: Settings) => readSettings(text, 'c.yml', '2027-03-01', RULES, inherited);
const firstMistake = (text: string) => {
  const settings = read(text);
  return isFailure(settings) ? failureText(settings) : 'none';
};

const EXPECTED: Settings = {
  ...DEFAULT_SETTINGS,
  extends: null,
  gate: 'advisory',
  failOn: 'warning',
  layers: [{ path: 'drivers/legacy/**', layer: 'abstraction' }],
  rules: {
    'bindings-bypass': { severity: 'warning', allow: ['drivers/android/binder/**'] },
    'weak-safety-comment': { severity: 'off', allow: [] },
    'undocumented-unsafe': { allow: [] },
  },
  ignore: ['rust/pin-init/examples/**'],
  comment: 'always',
  perCommit: 'gate',
  drafts: 'skip',
  skipLabel: 'no audit',
  accept: 'not-the-author',
  commands: { audit: 'triage', full: 'write', accept: 'write', pause: 'write' },
  suppress: [
    { fingerprint: '0123456789', reason: 'known, see #12', until: '2027-03-01' },
    { fingerprint: '1e10', reason: 'two\nlines\n', until: null },
  ],
};

test('everything that can be said', () => {
  expect(read(SETTINGS_EXAMPLE)).toStrictEqual(EXPECTED);
});

test.each(['', '\n', '# nothing\n', '---\n', '---\n...\n', '{}', '\uFEFF'])('%j is the defaults', (text) => {
  expect(read(text)).toStrictEqual(DEFAULT_SETTINGS);
});

test('settings survive JSON', () => {
  expect(JSON.parse(JSON.stringify(read(SETTINGS_EXAMPLE)))).toStrictEqual(EXPECTED);
});

test('carriage returns and a byte order mark change neither meaning nor places', () => {
  expect(read(`\uFEFF${SETTINGS_EXAMPLE.replaceAll('\n', '\r\n')}`)).toStrictEqual(EXPECTED);
  expect(firstMistake('\uFEFFgate: strict\r\nfoo: 1\r\n')).toMatch(/^c\.yml:2:1: unknown key `foo`;/);
  expect(firstMistake('\uFEFFfoo: 1')).toMatch(/^c\.yml:1:1: /);
});

test('what is inherited holds where nothing is said', () => {
  const inherited = read(SETTINGS_EXAMPLE) as Settings;
  const settings = read('gate: strict\nrules: { weak-safety-comment: info }\nignore: [a]\nsuppress: []', inherited);
  expect(settings).toStrictEqual({
    ...EXPECTED,
    gate: 'strict',
    rules: { ...EXPECTED.rules, 'weak-safety-comment': { severity: 'info', allow: [] } },
    ignore: ['a'],
    suppress: [],
  });
});

test.each([
  ['.github', { owner: null, repository: '.github', path: '.github/kernel-rust-audit.yml' }],
  ['torvalds/linux', { owner: 'torvalds', repository: 'linux', path: '.github/kernel-rust-audit.yml' }],
  ['torvalds/linux:rust/audit.yml', { owner: 'torvalds', repository: 'linux', path: 'rust/audit.yml' }],
])('_extends: %s', (text, parent) => {
  expect(read(`_extends: ${text}`)).toStrictEqual({ ...DEFAULT_SETTINGS, extends: parent });
});

test.each([
  // What people mistype.
  ['gaet: strict', '1:1: unknown key `gaet`, did you mean `gate`; the keys here are `_extends`, `gate`, `fail-on`'],
  ['fail_on: error', '1:1: unknown key `fail_on`, did you mean `fail-on`; '],
  ['gate: strict\nwidth: 80', '2:1: unknown key `width`; '],
  ['gate: Strict', '1:7: `gate` is `Strict`, did you mean `strict`; write one of `advisory`, `enforce`, `strict`'],
  ['gate:', '1:6: `gate` has no value; write one of '],
  ['gate: [strict]', '1:7: `gate` is not plain text; write one value behind the colon'],
  ['ignore: a', '1:9: `ignore` is not a list; write each entry on a line of its own that begins with `- `'],
  ['ignore:\n# - a', '1:8: `ignore` has no value; write each entry on a line'],
  ['rules: [a]', '1:8: `rules` is not a mapping; write `key: value` lines'],
  [
    'rules:\n  week-safety-comment: off',
    '2:3: unknown rule `week-safety-comment`, did you mean `weak-safety-comment`; ',
  ],
  ['rules: { xyz: off }', '1:10: unknown rule `xyz`; `kernel-rust-audit rules` lists them all'],
  [
    'rules: { weak-safety-comment: of }',
    '1:31: `weak-safety-comment` is `of`, did you mean `off`; write one of `error`, `warning`, `info`, `off`',
  ],
  [
    'rules: { weak-safety-comment: [off] }',
    '1:31: `weak-safety-comment` is not a severity or a mapping; write `off`, or',
  ],
  [
    'rules: { weak-safety-comment: { severty: off } }',
    '1:33: unknown key `severty`, did you mean `severity`; the keys here are `severity`, `allow`',
  ],
  ['rules: { weak-safety-comment: { severity: none } }', '1:43: `severity` is `none`; write one of '],
  ['layers:\n  - path: a', '2:5: `layer` is missing; add `layer: ...`'],
  [
    'layers: [{ path: a, layer: driver }]',
    '1:28: `layer` is `driver`; write one of `ffi`, `abstraction`, `leaf`, `vendored`, `host`',
  ],
  ['ignore:\n  - a\n  - "[ab]"', '3:5: entry 2 of `ignore` has a bracket or a backslash; use only'],
  ['ignore: [drivers/]', '1:10: entry 1 of `ignore` ends with `/`; add `**`'],
  [
    'rules: { bindings-bypass: { wrods: [two] } }',
    '1:29: unknown key `wrods`, did you mean `words`; the keys here are `severity`, `allow`, `words`',
  ],
  [
    'rules: { weak-safety-comment: { words: [two] } }',
    '1:33: unknown key `words`; the keys here are `severity`, `allow`',
  ],
  ['rules: { bindings-bypass: { words: two } }', '1:36: `words` is not a list; '],
  ['rules: { bindings-bypass: { words: ["2"] } }', '1:37: entry 1 of `words` cannot be `2`; write it as `one`'],
  ['commands: { stop: write }', '1:13: unknown key `stop`; the keys here are `audit`, `full`, `accept`, `pause`'],
  [
    '_extends: ../secret',
    '1:11: `_extends` cannot be `../secret`; write it as `.github`, `owner/repository`, `owner/repository:path/to/settings.yml`',
  ],
  ['_extends: a/b:../../c', '1:11: `_extends` cannot be '],
  ['_extends: a/b:/etc/passwd', '1:11: `_extends` cannot be '],
  ['_extends: https://evil.example/x', '1:11: `_extends` cannot be '],

  // Suppressions.
  ['suppress: [{ fingerprint: a }]', '1:12: `reason` is missing; '],
  ['suppress: [{ fingerprint: a, reason: "" }]', '1:38: `reason` has no value; '],
  [
    'suppress:\n  - fingerprint: a\n    reason: b\n    until: 2027-02-28',
    '4:12: the suppression of `a` ended on 2027-02-28; fix the finding',
  ],
  [
    'suppress: [{ fingerprint: a, reason: b, until: 2027-02-29 }]',
    '1:48: `until` cannot be `2027-02-29`; write it as `2027-03-01`',
  ],
  ['suppress: [{ fingerprint: a, reason: b, until: soon }]', '1:48: `until` cannot be `soon`; '],

  // YAML that is not what it seems.
  ['ignore:\n  - **/x.rs', '2:5: `**/x.rs` is an alias in YAML; put a glob that begins with `*` in quotes'],
  ['ignore: &a [b]', '1:12: `&a` is an anchor in YAML; '],
  ['gate: strict\ngate: advisory', '2:1: `gate` appears twice; keep one of the two'],
  ['rules: { weak-safety-comment: off, weak-safety-comment: info }', '1:36: `weak-safety-comment` appears twice'],
  ['rules:\n  <<: { a: off }', '2:3: `<<` merges mappings; write the keys out'],
  ['? [a]\n: b', '1:1: a key that is not plain text; write `key: value`'],
  ['gate: strict\n---\ngate: advisory', '2:1: a second document begins here; keep one document'],
  ['- gate', '1:1: the document is not a mapping; write `key: value` lines'],
  ['gate', '1:1: the document is not a mapping; '],
  ['rules:\n\tweak-safety-comment: off', '2:1: not YAML: tabs are not allowed as indentation; indent with spaces'],
  ['gate: !!python/object:x strict', '1:7: not YAML: unresolved tag'],
  ['gate: !x strict', '1:7: not YAML: unresolved tag'],
  ['%FOO\n---\ngate: strict', '1:1: not YAML: unknown directive'],
  ['skip-label: @a', '1:13: not YAML: plain value cannot start with reserved character @; put the value in quotes'],
  [
    'skip-label: a: b',
    '1:13: not YAML: nested mappings are not allowed in compact mappings; put text that holds `: ` in quotes',
  ],
  [
    'skip-label: "a',
    '1:15: not YAML: missing closing "quote; check the quotes, brackets and indentation at this place',
  ],
  ['ignore: [a', '1:11: not YAML: flow sequence in block collection'],
  ['ignore: [a]]', '1:12: not YAML: unexpected flow-seq-end'],
  ['__proto__: { gate: strict }', '1:1: unknown key `__proto__`; '],
  ['rules: { __proto__: off }', '1:10: unknown rule `__proto__`; '],
  ['rules: { constructor: off }', '1:10: unknown rule `constructor`; '],
  ['commands: { toString: write }', '1:13: unknown key `toString`; '],
  ['"a\\nb`\\u202e": 1', '1:1: unknown key `a b `; '],
])('%j', (text, mistake) => {
  const found = firstMistake(text);
  expect(found.slice(0, `c.yml:${mistake}`.length)).toBe(`c.yml:${mistake}`);
});

test('all mistakes, in the order of their lines', () => {
  const mistakes = settingsMistakes('gate: no\nfoo: 1\nlayers: [{}]\nbar: 2\n', 'c.yml', '2027-03-01', RULES);
  expect(mistakes.map(({ where, what }) => `${where} ${what}`)).toEqual([
    'c.yml:1:7 `gate` is `no`',
    'c.yml:2:1 unknown key `foo`',
    'c.yml:3:10 `path` is missing',
    'c.yml:3:10 `layer` is missing',
    'c.yml:4:1 unknown key `bar`',
  ]);
  expect(settingsMistakes(SETTINGS_EXAMPLE, 'c.yml', '2027-03-01', RULES)).toEqual([]);
});

test('64 KB and not a byte more', () => {
  const filled = (bytes: number) => `# ${'ä'.repeat((bytes - 2) / 2)}`;
  expect(isFailure(read(filled(64 * 1024)))).toBe(false);
  expect(firstMistake(filled(64 * 1024 + 2))).toBe('c.yml: larger than 64 KB; shorten it');
});

test.each([
  '['.repeat(32000),
  '- '.repeat(32000),
  '{a: '.repeat(17),
  `ignore:${' -'.repeat(17)} a`.replace(':', ':\n'),
])('what is nested too deep is refused before it is composed: %.20s', (text) => {
  expect(firstMistake(text)).toMatch(/^c\.yml:\d+:\d+: nested more than 16 deep; keep to the schema$/);
});

const BOMBS: readonly (readonly [string, string])[] = [
  ['open brackets', '['.repeat(65000)],
  ['nested lists', '['.repeat(32000) + ']'.repeat(32000)],
  ['nested dashes', '- '.repeat(32000)],
  ['nested question marks', '? '.repeat(32000)],
  ['nested mappings', '{a: '.repeat(13000) + '}'.repeat(13000)],
  ['deep indentation', Array.from({ length: 340 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
  ['closing brackets', ']'.repeat(65000)],
  ['many keys', Array.from({ length: 7000 }, (_, index) => `k${index}: 1\n`).join('')],
  ['many documents', '---\n'.repeat(16000)],
  ['aliases of aliases', `a: &a [x]\n${Array.from({ length: 9 }, (_, n) => `b${n}: &b${n} [*a,*a,*a,*a]\n`).join('')}`],
  ['many entries', `ignore: [${'a,'.repeat(32000)}]`],
  ['many wrong entries', `ignore: [${'/,'.repeat(32000)}]`],
];
test.each(BOMBS)('a bomb is refused in good time: %s', (_, text) => {
  expect(isFailure(read(text))).toBe(true);
});

test('options of a rule are read beside its severity; a rule without any has none', () => {
  const text = 'rules:\n  bindings-bypass: { severity: off, words: [two, three] }\n  weak-safety-comment: error\n';
  expect(read(text)).toMatchObject({
    rules: {
      'bindings-bypass': { severity: 'off', allow: [], options: { words: ['two', 'three'] } },
      'weak-safety-comment': { severity: 'error', allow: [] },
    },
  });
});
