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
      message: '2 new unsafe blocks (here and in 1 more place)',
      related: [
        'rust/kernel/a.rs:7: new unsafe block',
        'rust/kernel/b.rs:3: 1 new unsafe block, 1 new unsafe trait',
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

  test.each([
    ['Slots::access(slots)', 'warning', '`try_access` instead of `access`'],
    ['slots.push_unchecked(4)', 'warning', '`push` instead of `push_unchecked`'],
    // what `slots` is cannot be read from the call
    ['slots.access()', 'info', null],
    ['Other::push_unchecked(slots, 4)', 'info', null],
    // no driver can call the safe one
    ['slots.pop_unchecked()', 'info', null],
  ])('%s', async (call, severity, way) => {
    const driver = `fn f(slots: &mut Slots) {\n    // SAFETY: They are open, and have room.\n    unsafe { ${call} };\n}\n`;
    const { findings } = await reviewChange(tree, { ...tree, 'drivers/ring/ring.rs': driver });
    const found = findings.filter(({ rule }) => rule === 'new-unsafe');
    const said = way === null ? '1 new unsafe block' : `1 new unsafe block; there is a safe way: ${way}`;
    expect(found.map((each) => [each.severity, each.message])).toEqual([[severity, said]]);
  });
});
