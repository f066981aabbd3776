/** Names do not make a fault new, and the help for macros compiles. */
import { reviewChange } from '../support/review-files.ts';

const PATH = 'rust/kernel/ring.rs';

test.each([
  ['not-unsafe-ptr-arg-deref', (name: string) => `pub fn ${name}(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n`],
  ['raw-binding-parameter', (name: string) => `pub fn ${name}(p: *mut bindings::ring) -> bool {\n    true\n}\n`],
])('a function that is renamed has no new fault: %s', async (rule, of) => {
  const rulesIn = async (before: string, after: string): Promise<readonly string[]> =>
    (await reviewChange({ [PATH]: before }, { [PATH]: after })).findings.map((each) => each.rule);
  expect(await rulesIn(of('look'), of('look_at'))).not.toContain(rule);
  expect(await rulesIn(of('look'), of('look') + of('look_at'))).toContain(rule);
  expect(
    await rulesIn(of('look'), of('look_at').replace('*const u8', '*const u16').replace('true', 'false')),
  ).toContain(rule);
});

test.each([
  ['$e:expr', 'f($e)', "bind the callers' code outside the block, as `let e = $e;`"],
  ['$e:expr, $g:expr', 'f($e, $g)', 'bind each outside the block'],
  ['$($e:expr),*', '$( f($e); )*', "move the callers' code out of the block"],
  ['$($e:tt)*', '$($e)*', "move the callers' code out of the block"],
  ['$e:expr', '&raw mut $e', "move the callers' code out of the block"],
  ['$e:expr', 'core::ptr::addr_of!($e)', "move the callers' code out of the block"],
  ['$e:expr', 'asm!($e)', "move the callers' code out of the block"],
  ['$e:expr', '$e = 4', "move the callers' code out of the block"],
  ['$e:stmt', '$e;', "move the callers' code out of the block"],
])('the help for (%s) => { unsafe { %s } }', async (matcher, code, help) => {
  const macro = `#[macro_export]\nmacro_rules! m {\n    (${matcher}) => {\n        unsafe { ${code} }\n    };\n}\n`;
  const { findings } = await reviewChange({ [PATH]: '' }, { [PATH]: macro });
  expect(findings.filter(({ rule }) => rule === 'macro-metavars-in-unsafe').map((each) => each.help)).toEqual([
    `${help}, so that unsafe code in it needs its own \`unsafe\``,
  ]);
});
