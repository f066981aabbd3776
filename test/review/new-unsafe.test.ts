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
