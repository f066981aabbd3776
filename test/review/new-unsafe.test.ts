/** How many notes a patch with new unsafe code gets: a driver's files each have one, abstractions one for the whole patch. */
import { reviewChange } from '../support/review-files.ts';

const block = (name: string) =>
  `fn ${name}(p: *const u8) -> u8 {\n    // SAFETY: \`p\` is valid by the type invariant.\n    unsafe { *p }\n}\n`;
const files = (folder: string) => ({
  [`${folder}a.rs`]: block('first') + block('second'),
  [`${folder}b.rs`]: `${block('third')}\nunsafe trait Device {}\n`,
  [`${folder}c.rs`]: 'fn safe() {}\n',
});

async function notesOf(folder: string) {
  const { findings } = await reviewChange({}, files(folder));
  return findings
    .filter(({ rule }) => rule === 'new-unsafe')
    .map(({ path, line, message, related }) => ({
      place: `${path}:${line}`,
      message,
      related: related.map((each) => `${each.path}:${each.line}: ${each.message}`),
    }));
}

test('in abstractions one note names all places of the patch', async () => {
  expect(await notesOf('rust/kernel/')).toEqual([
    {
      place: 'rust/kernel/a.rs:3',
      message: '3 new unsafe blocks, 1 new unsafe trait in 2 files',
      related: [
        'rust/kernel/a.rs:7: new unsafe block',
        'rust/kernel/b.rs:3: new unsafe block',
        'rust/kernel/b.rs:6: new unsafe trait',
      ],
    },
  ]);
});

test('in drivers each file has its own', async () => {
  expect(await notesOf('drivers/ring/')).toEqual([
    {
      place: 'drivers/ring/a.rs:3',
      message: '2 new unsafe blocks',
      related: ['drivers/ring/a.rs:7: new unsafe block'],
    },
    {
      place: 'drivers/ring/b.rs:3',
      message: '1 new unsafe block, 1 new unsafe trait',
      related: ['drivers/ring/b.rs:6: new unsafe trait'],
    },
  ]);
});

describe('a safe way of the tree that the patch does not show', () => {
  const tree = {
    'rust/kernel/slots.rs': `pub struct Slots;

impl<T> Slots<T> {
    pub fn try_access(&self) -> Option<&T> {}
    /// # Safety
    ///
    /// The slots must be open.
    pub unsafe fn access(&self) -> &T {}
    pub fn push(&mut self, slot: T) {}
    /// # Safety
    ///
    /// There must be room.
    pub unsafe fn push_unchecked(&mut self, slot: T) {}
    fn pop(&mut self) {}
    /// # Safety
    ///
    /// There must be a slot.
    pub unsafe fn pop_unchecked(&mut self) {}
}
`,
    'rust/kernel/lib.rs': 'pub mod slots;\n',
  };

  const said = async (driver: string): Promise<unknown> => {
    const { findings } = await reviewChange(tree, { ...tree, 'drivers/ring/ring.rs': driver });
    return findings.filter(({ rule }) => rule === 'new-unsafe').map((each) => [each.severity, each.message]);
  };
  const block = (call: string) =>
    `fn f(slots: X) {\n    // SAFETY: They are open, and have room.\n    unsafe { ${call} };\n}\n`;
  const USE = 'use kernel::slots::Slots;\n';

  test.each([
    [USE, 'Slots::access(slots)', '`Slots::try_access` instead of `access`'],
    [USE, 'slots.push_unchecked(4)', '`Slots::push` instead of `push_unchecked`'],
    ['', 'kernel::slots::Slots::access(slots)', '`Slots::try_access` instead of `access`'],
    ['', 'bytes.get_unchecked(4)', '`get` instead of `get_unchecked`'],
  ])('%s%s', async (use, call, way) => {
    expect(await said(use + block(call))).toEqual([['warning', `1 new unsafe block; safe alternative: ${way}`]]);
  });

  test.each([
    // what `slots` is cannot be read from the call
    [USE, 'slots.access()'],
    // a type of the driver's may have that name, too
    ['use crate::slots::Slots;\n', 'Slots::access(slots)'],
    ['', 'slots.push_unchecked(4)'],
    [USE, 'Other::push_unchecked(slots, 4)'],
    // no driver can call the safe one
    [USE, 'slots.pop_unchecked()'],
    // of a pin
    ['', 'self.get_unchecked_mut()'],
    ['', 'Pin::get_unchecked_mut(slots)'],
  ])('none: %s%s', async (use, call) => {
    expect(await said(use + block(call))).toEqual([['info', '1 new unsafe block']]);
  });

  test.each([
    ['the same type', 'impl Dev {\n', 'impl Dev {\n', '; safe alternative: `start` instead of `start_unchecked`'],
    [
      'lifetimes aside',
      "impl<'a> Dev<'a> {\n",
      "impl Dev<'_> {\n",
      '; safe alternative: `start` instead of `start_unchecked`',
    ],
    ['another state of the type', 'impl Dev<Bound> {\n', 'impl Dev<Raw> {\n', ''],
    ['another type of that name', 'mod old {\n impl Dev {\n', '}\nimpl Dev {\n', ''],
  ])('a function of the patch: %s', async (_, safe, unsafe, way) => {
    const types = `${safe}    fn start(&self) {}\n}\n${unsafe}    /// # Safety\n    ///\n    /// It must be off.\n    unsafe fn start_unchecked(&self) {}\n}\n`;
    const [, message] = ((await said(types + block('slots.start_unchecked()'))) as [string, string][])[0] ?? [];
    expect(message).toBe(`1 new unsafe function, 1 new unsafe block${way}`);
  });
});
