/** Where findings begin and end. */
import { reviewOf } from '../support/review-files.ts';
import { writePatch } from '../support/write-patch.ts';

/** The code that each finding of a new driver marks, by rule. */
async function marked(source: string): Promise<Readonly<Record<string, string>>> {
  const path = 'drivers/ring/ring.rs';
  const { findings } = await reviewOf({ 'a.patch': writePatch({}, { [path]: source }) }, {});
  const lines = source.split('\n');
  return Object.fromEntries(
    findings.map(({ rule, line, column, endLine, endColumn }) => {
      const code = lines.slice(line - 1, endLine);
      const last = code.length - 1;
      const cut = code.map((text, at) =>
        text.slice(at === 0 ? column - 1 : 0, at === last ? endColumn - 1 : text.length),
      );
      return [rule, cut.join('\n')];
    }),
  );
}

test('an unsafe block up to its brace', async () => {
  expect(await marked('fn f(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n')).toMatchObject({
    'undocumented-unsafe': 'unsafe {',
    'new-unsafe': 'unsafe {',
  });
});

test('an impl, a signature, an attribute, an extern block', async () => {
  expect(await marked('unsafe impl Send for Ring {}\n')).toMatchObject({
    'send-sync-impl': 'unsafe impl Send for Ring',
    'undocumented-unsafe': 'unsafe impl Send for Ring',
  });
  expect(await marked('pub unsafe fn f(\n    p: *const u8,\n) -> u8 {\n    0\n}\n')).toMatchObject({
    'missing-safety-doc': 'pub unsafe fn f(\n    p: *const u8,\n) -> u8',
  });
  expect(await marked('#![allow(clippy::missing_safety_doc)]\n')).toMatchObject({
    'suppressed-safety-lint': '#![allow(clippy::missing_safety_doc)]',
  });
  expect(await marked('extern "C" {\n    fn f();\n}\n')).toMatchObject({ 'raw-c-entry': 'extern "C"' });
});

test('a whole comment, and the path of a use of the bindings', async () => {
  const source =
    'fn f(p: *mut kernel::bindings::ring) {\n    // SAFETY: TODO\n    // later\n    unsafe { kernel::bindings::ring_kick(p) };\n}\n';
  expect(await marked(source)).toMatchObject({
    'placeholder-safety-comment': '// SAFETY: TODO\n    // later',
    'bindings-bypass': 'kernel::bindings::ring_kick',
  });
});
