/** Above what a comment speaks for a block below, and on what it stands without need. */
import { readRust } from '../../src/rust/file.ts';

const inFunction = (code: string): string => `fn f() {\n// SAFETY: a\n${code}\n}`;

/** Whether the comment above some code is the justification of the block in it. */
const isJustified = (code: string): boolean => readRust(inFunction(code)).sites[0]?.justification !== undefined;

test.each([
  'let a = g(\nunsafe { b });',
  'let a = match\nunsafe { b } { _ => 1 };',
  'a =\nunsafe { b };'.replace('=\n', '= g(\n').replace(';', ');'),
  'a += 1 +\nunsafe { b };',
  'g(1,\nunsafe { b })',
  'match x { _ => 1 }.g(\nunsafe { b });',
  'return\nunsafe { b };',
  'let a = 0..=\nunsafe { b };',
  '_ =\nunsafe { b };',
])('the comment above %j', (code) => {
  expect(isJustified(code)).toBe(true);
});

test.each([
  'match\nunsafe { b } { _ => 1 }',
  'if\nunsafe { b } {}',
  'g(\nunsafe { b })?',
  'g(\nunsafe { b }).await',
  'let a = S { b:\nunsafe { c } };',
  'let a = 0..\nunsafe { b };',
  'let a = {\nunsafe { b } };',
  'let Some(a) = c else {\nunsafe { b } };',
])('not above %j', (code) => {
  expect(isJustified(code)).toBe(false);
});

/** Whether the comment above some code has nothing to justify. */
const isUnneeded = (code: string): boolean => readRust(inFunction(code)).marked.some((marked) => !marked.isJustified);

test.each([
  'let a = 1;',
  'g();',
  'let a = { unsafe { b } };',
  '(a, b) = (c, 1);',
  '(a, b) = { unsafe { c } };',
  'extern "C" { fn a(); }',
  '#[no_mangle] fn a() {}',
  '#[doc = "unsafe(no_mangle)"] fn a() {}',
  '#[cfg_attr(windows, unsafe(no_mangle))] fn a() {}',
  'if a { unsafe { b } }',
  'let Some(a) = c else { unsafe { b } };',
  'use a::b;',
  'g(vec![1]);',
  'let a = core::matches!(b, 1);',
  'if a != (b) { unknown!(c) }',
  'let Some(a) = b else { unknown!(c) };',
  'let a = match b { 1 => { unknown!(c); 1 } _ => 2 };',
  'let a = if !(b) { 1 } else { 2 };',
  'let a = concat!("a", "b");',
  'macro_rules! known { ($a:expr) => { $a } }\nlet b = known!(1);',
  'let a = format!("{}", unsafe { b });',
  'let a = unsafe { b }; let c = 1;',
])('needless above %j', (code) => {
  expect(isUnneeded(code)).toBe(true);
});

test('a macro that the file defines below is known', () => {
  const macro = 'macro_rules! known { ($a:expr) => { $a } }';
  expect(isUnneeded(`let b = known!(1);\n}\n${macro}\nfn g() {`)).toBe(true);
});

test.each([
  'let a = g(unsafe { b });',
  'let a;',
  'loop { unsafe { b } }',
  'g(|| unsafe { b });',
  'assert!(a);',
  '_ = unsafe { b };',
  '(a, b) = unsafe { c };',
  '(a, _) = g(unsafe { c }, 1);',
  '[a, b] = [unsafe { c }, d];',
  'S { a, .. } = unsafe { c };',
  'S(a) = unsafe { c };',
  'g(|| (a, b) = unsafe { c });',
  'unsafe extern "C" { fn a(); }',
  '#[unsafe(no_mangle)] fn a() {}',
  '#[inline]\n#[unsafe(link_section = ".init.data")]\nstatic A: u8 = 1;',
  '#[cfg_attr(CONFIG_RING, unsafe(no_mangle))] fn a() {}',
  '#[unsafe(no_mangle)] unsafe extern "C" fn a() {}',
  'for a in b {}',
  'let a = vec![unsafe { b }];',
  'let a = unknown!(unsafe { b });',
  'let a = unknown!(b);',
  'let a = Some(crate::ring::unknown!(b)).unwrap_or(0);',
  'g(|| unknown![b]);',
  'let a = match b { 1 => unknown!(c), _ => 2 };',
  'let a = S { b: unknown!(c) };',
  'loop { unknown!(c) }',
])('needed, or not to be told, above %j', (code) => {
  expect(isUnneeded(code)).toBe(false);
});
