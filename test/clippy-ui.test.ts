/** How Clippy's UI tests are read and compared, on a folder in their form. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareUiTests, printedIn } from './support/clippy-ui.ts';

/** What Clippy prints for one message. */
const printed = (message: string, place: string): string =>
  `error: ${message}\n  --> ${place}\n   |\nLL |     let id = 1;\n   |     ^^^^^^^^^^^\n   |\nhelp: consider removing the safety comment\n  --> ${place.replace(/:\d+:\d+$/, ':1:1')}\n\n`;

test.each([
  ['unsafe block missing a safety comment', 'undocumented_unsafe_blocks'],
  ['unsafe impl missing a safety comment', 'undocumented_unsafe_blocks'],
  ['statement has unnecessary safety comment', 'unnecessary_safety_comment'],
  ["unsafe function's docs are missing a `# Safety` section", 'missing_safety_doc'],
  ['docs for unsafe trait missing `# Safety` section', 'missing_safety_doc'],
  ["safe function's docs have unnecessary `# Safety` section", 'unnecessary_safety_doc'],
  ['field with `# Safety` documentation is not marked unsafe', 'unnecessary_safety_doc'],
])('%j has a lint and one place', (message, lint) => {
  expect(printedIn(printed(message, 'tests/ui/ring.rs:4:9'))).toEqual([
    { path: 'tests/ui/ring.rs', line: 4, column: 9, lint },
  ]);
});

test('other messages have none', () => {
  expect(printedIn(printed('this function has too many arguments', 'tests/ui/ring.rs:4:9'))).toEqual([]);
});

describe('a folder of tests', () => {
  const root = mkdtempSync(join(tmpdir(), 'clippy-ui-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const files: Record<string, string> = {
    // found, missed, only ours
    'tests/ui/ring.rs':
      '#![warn(clippy::undocumented_unsafe_blocks)]\nfn id(ring: *const u8) {\n    unsafe { ring.read() };\n    ring_id();\n    unsafe { ring.add(1).read() };\n}\n',
    'tests/ui/ring.stderr':
      printed('unsafe block missing a safety comment', 'tests/ui/ring.rs:3:5') +
      printed('unsafe block missing a safety comment', 'tests/ui/ring.rs:4:5') +
      printed('unsafe block missing a safety comment', 'tests/ui/ring.rs:4:5'),
    // the lint is not on
    'tests/ui/off.rs': 'fn id(ring: *const u8) {\n    unsafe { ring.read() };\n}\n',
    // private items
    'tests/ui/doc.rs':
      'pub unsafe fn a() {}\nunsafe fn b() {}\nmod c {\n    pub unsafe fn d() {}\n}\npub trait E {\n    unsafe fn f();\n}\n',
    'tests/ui/doc.stderr':
      printed("unsafe function's docs are missing a `# Safety` section", 'tests/ui/doc.rs:1:1') +
      printed("unsafe function's docs are missing a `# Safety` section", 'tests/ui/doc.rs:7:5'),
    // a revision with the kernel's settings, and one with others
    'tests/ui-toml/safety/safety.rs':
      '//@revisions: default off\n//@[off] rustc-env:CLIPPY_CONF_DIR=tests/ui-toml/safety/off\nunsafe impl Send for Ring {}\n',
    'tests/ui-toml/safety/safety.default.stderr': printed(
      'unsafe impl missing a safety comment',
      'tests/ui-toml/safety/safety.rs:3:1',
    ),
    'tests/ui-toml/safety/safety.off.stderr': printed(
      'unsafe impl missing a safety comment',
      'tests/ui-toml/safety/safety.rs:3:1',
    ),
    'tests/ui-toml/safety/off/clippy.toml': 'accept-comment-above-statement = false\n',
    'tests/ui-toml/private/private.rs': 'unsafe fn a() {}\n',
    'tests/ui-toml/private/clippy.toml': 'check-private-items = true\n',
    // a file that a test takes in
    'tests/ui/taken.rs': '#[path = "auxiliary/aux.rs"]\nmod aux;\n',
    'tests/ui/auxiliary/aux.rs': 'unsafe impl Sync for Ring {}\n',
    'tests/ui/taken.stderr': printed('unsafe impl missing a safety comment', 'tests/ui/auxiliary/aux.rs:1:1'),
    // a crate prints paths of its own
    'tests/ui-cargo/ring/fail/src/main.rs': '// SAFETY: none.\nmod x {}\n',
    'tests/ui-cargo/ring/fail/Cargo.stderr': printed('module has unnecessary safety comment', 'src/main.rs:2:1'),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { lints, printed: printedInAll, otherSettings } = compareUiTests(root);
  const ofLint = (wanted: string) => lints.find(({ lint }) => lint === wanted);

  test('what is alike, missed and extra, each place once', () => {
    expect(ofLint('undocumented_unsafe_blocks')).toEqual({
      lint: 'undocumented_unsafe_blocks',
      expected: [
        'tests/ui-toml/safety/safety.rs:3:1',
        'tests/ui/ring.rs:3:5',
        'tests/ui/ring.rs:4:5',
        'tests/ui/auxiliary/aux.rs:1:1',
      ],
      missed: ['tests/ui/ring.rs:4:5'],
      extra: ['tests/ui/ring.rs:5:5'],
      hidden: [],
    });
  });

  test('private items are extra only where the settings ask for them', () => {
    expect(ofLint('missing_safety_doc')).toEqual({
      lint: 'missing_safety_doc',
      expected: ['tests/ui/doc.rs:1:1', 'tests/ui/doc.rs:7:5'],
      missed: [],
      extra: ['tests/ui-toml/private/private.rs:1:1'],
      hidden: ['tests/ui/doc.rs:2:1', 'tests/ui/doc.rs:4:5'],
    });
  });

  test('the paths of a crate are found below its folder', () => {
    expect(ofLint('unnecessary_safety_comment')?.expected).toEqual(['tests/ui-cargo/ring/fail/src/main.rs:2:1']);
    expect(ofLint('unnecessary_safety_comment')?.missed).toEqual([]);
  });

  test('settings that the kernel does not have are left out and counted', () => {
    expect([printedInAll, otherSettings]).toEqual([9, 1]);
  });
});
