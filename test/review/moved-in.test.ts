/** Code that comes from where no rule speaks has lost nothing there: it is new to the rules. */
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { reviewOf } from '../support/review-files.ts';
import { type Descent, writePatch } from '../support/write-patch.ts';

const TO = 'drivers/ring/ring.rs';
const LIB = { 'rust/kernel/lib.rs': '//! The kernel crate.\n' };
const PLACES = [
  'scripts/ring.rs',
  'tools/ring/src/main.rs',
  'rust/syn/ring.rs',
  'rust/proc-macro2/ring.rs',
  'samples/rust/hostprogs/ring.rs',
  'rust/pin-init/examples/ring.rs',
  'vendor/ignored/ring.rs',
  'drivers/ring/regs/bindings.rs',
] as const;
const policy = { ...DEFAULT_POLICY, isIgnored: (path: string) => path.startsWith('vendor/ignored/') };

const body = (comment: string, section: string) => `pub struct Ring(*mut u32);

${section}pub unsafe fn start_the_ring(ring: *mut u32) {
    let _ = ring;
}

pub fn ring_of_all_rings(ring: *const Ring) -> u32 {
${comment}    unsafe { (*ring).registers_of_the_ring().first_of_them().as_a_number() }
}

pub fn size_of_ring() -> usize {
    4
}
`;
const COMMENT = '    // SAFETY: The caller holds the ring.\n';
const SECTION = '/// Starts it.\n///\n/// # Safety\n///\n/// It must be live.\n';
const BINDGEN = 'pub struct __bindgen_padding_0;\n';

const textIn = (place: string, comment = '', section = '') =>
  place.endsWith('bindings.rs') ? `${BINDGEN}${body(comment, section)}` : body(comment, section);

/** Of the rules that miss a comment, in the order of their lines. */
async function missing(
  before: Record<string, string>,
  after: Record<string, string>,
  descents: Descent[],
  tree: boolean,
) {
  const patch = writePatch({ ...LIB, ...before }, { ...LIB, ...after }, descents);
  const { findings } = await reviewOf({ 'change.patch': patch }, tree ? { ...LIB, ...before } : null, policy);
  return findings
    .filter(({ path, rule }) => path === TO && ['undocumented-unsafe', 'missing-safety-doc'].includes(rule))
    .map(({ standing, message }) => `${standing}: ${message}`);
}

const NEW = [
  'new: unsafe function `start_the_ring` has no `# Safety` section',
  'new: unsafe block has no `// SAFETY:` comment',
];

describe.each([
  ['whole trees', true],
  ['hunks alone', false],
])('%s', (_, tree) => {
  test.each(PLACES)('a file that moves from %s', async (place) => {
    const [text, after] = [textIn(place), body('', '')];
    expect(await missing({ [place]: text }, { [TO]: after }, [], tree)).toEqual(NEW);
  });

  test.each(PLACES)('whose comments stay behind in %s', async (place) => {
    const text = textIn(place, COMMENT, SECTION);
    expect(await missing({ [place]: text }, { [TO]: body('', '') }, [], tree)).toEqual(NEW);
  });

  test.each(PLACES)('functions that move out of %s', async (place) => {
    const rest = `${place.endsWith('bindings.rs') ? BINDGEN : ''}fn rest() {}\n`;
    const [before, after] = [`${rest}${textIn(place).replace(BINDGEN, '')}`, `fn ring() {}\n${body('', '')}`];
    expect(
      await missing({ [place]: before, [TO]: 'fn ring() {}\n' }, { [place]: rest, [TO]: after }, [], tree),
    ).toEqual(NEW);
  });

  test('between places of which rules speak a comment is lost as before', async () => {
    const from = 'rust/kernel/ring.rs';
    const before = { [from]: body(COMMENT, SECTION) };
    expect(await missing(before, { [TO]: body('', '') }, [{ how: 'rename', from, to: TO }], tree)).toEqual([
      expect.stringMatching(/^changed: .* no longer has a `# Safety` section$/),
      expect.stringMatching(/^changed: unsafe block lost its `\/\/ SAFETY:` comment/),
    ]);
  });

  test('with its comments nothing is missed', async () => {
    const text = body(COMMENT, SECTION);
    expect(await missing({ 'scripts/ring.rs': text }, { [TO]: text }, [], tree)).toEqual([]);
  });
});
