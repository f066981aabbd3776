/** Reviews of hunks alone: what a rule says of a function or type that the hunk shows whole, and of one that it does not. */
import { reviewOf } from '../support/review-files.ts';

const PATH = 'rust/kernel/ring.rs';

async function linesOf(rule: string, ...lines: readonly string[]): Promise<number[]> {
  const count = (absent: string) => lines.filter((line) => !line.startsWith(absent)).length;
  const patch = `diff --git a/${PATH} b/${PATH}\n--- a/${PATH}\n+++ b/${PATH}\n@@ -40,${count('+')} +40,${count('-')} @@ impl Ring {\n${lines.join('\n')}\n`;
  const { findings } = await reviewOf({ 'change.patch': patch }, null);
  return findings.filter((finding) => finding.rule === rule).map(({ line }) => line);
}

describe('unfounded-safety-comment', () => {
  const body = [
    '+        // SAFETY: By the safety requirements of this function, it is live.',
    '+        unsafe { bindings::ring_kick(self.0) };',
    '     }',
  ];
  const rule = 'unfounded-safety-comment';

  test('a safe function whose head is in the hunk has no contract', async () => {
    expect(await linesOf(rule, ' ', '     pub fn kick(&self) {', ...body)).toEqual([42]);
    expect(await linesOf(rule, ' ', '     pub unsafe fn kick(&self) {', ...body)).toEqual([]);
  });

  test('of a function whose head is above the hunk nothing is known', async () => {
    expect(await linesOf(rule, ' ', '     let id = 4;', ...body)).toEqual([]);
    // in the impl of a trait it may be the trait's contract
    expect(await linesOf(rule, ' ', '     fn kick(&self) {', ...body)).toEqual([]);
  });

  test('a type whose documentation is in the hunk documents what is seen, and no other', async () => {
    const method = [
      '+impl Ring {',
      '+    pub fn kick(&self) {',
      '+        // SAFETY: By the type invariants, it is live.',
      '+        unsafe { bindings::ring_kick(self.0) };',
      '+    }',
      '+}',
    ];
    const type = '+pub struct Ring(*mut bindings::ring);';
    expect(await linesOf(rule, ' ', ' const A: u32 = 1;', '+/// A ring.', type, ...method)).toEqual([46]);
    expect(await linesOf(rule, ' /// Of what is above.', type, ...method)).toEqual([]);
    expect(await linesOf(rule, ' ', ' const A: u32 = 1;', ...method)).toEqual([]);
  });
});

describe('misplaced-safety-doc', () => {
  const rule = 'misplaced-safety-doc';

  test('a section on a type is seen where its documentation is in the hunk', async () => {
    const type = ['+///', '+/// # Safety', '+///', '+/// It must be live.', '+pub struct Ring(*mut u8);'];
    expect(await linesOf(rule, ' ring!(u8);', ' ', '+/// A ring.', ...type)).toEqual([44]);
  });

  test('a mark in the documentation of a safe function is seen', async () => {
    const fn = [
      '+    /// Wakes it.',
      '+    ///',
      '+    /// SAFETY: It must be live.',
      '+    pub fn wake(ring: *mut u8) {}',
    ];
    expect(await linesOf(rule, ' ', '     ring!(u8);', ...fn)).toEqual([44]);
  });
});

describe('stray-safety-mark', () => {
  const rule = 'stray-safety-mark';

  test('the mark that the hunk shows decides', async () => {
    const block = ['+    // It is live. SAFETY: The lock is held.', '+    unsafe { ring.kick() };', '     stop();'];
    expect(await linesOf(rule, '     let id = 4;', '     let kind = 5;', ...block)).toEqual([42]);
    const proof = ['     // is the type.', '     //', '+    // SAFETY: It is live.'];
    expect(await linesOf(rule, ...proof, '+    unsafe { ring.wake() };', '     stop();')).toEqual([]);
  });
});

describe('undocumented-unsafe', () => {
  const rule = 'undocumented-unsafe';
  const head = [' ', ' const A: u32 = 1;'];
  const before = '+    ($ring:expr) => {{';
  const body = ['+        let _ret = unsafe { bindings::ring_kick($ring) };', '+        4', '+    }};'];

  test('a let of a macro that the hunk shows whole needs its comment there', async () => {
    expect(await linesOf(rule, ...head, '+macro_rules! kick {', before, ...body, '+}', ' ')).toEqual([44]);
    const comment = '+        // SAFETY: It is live.';
    expect(await linesOf(rule, ...head, '+macro_rules! kick {', before, comment, ...body, '+}', ' ')).toEqual([]);
  });

  test('so does a static, next to the block', async () => {
    const block = '+            unsafe { bindings::RING_ZERO };';
    const comment = '+        // SAFETY: It may be all zeroes.';
    const macro = (...lines: string[]) => ['+macro_rules! kick {', before, ...lines, ...body.slice(1), '+}', ' '];
    expect(await linesOf(rule, ...head, ...macro('+        static ZERO: Ring =', comment, block))).toEqual([]);
    expect(await linesOf(rule, ...head, ...macro(comment, '+        static ZERO: Ring =', block))).toEqual([46]);
  });

  test('of a macro that it shows in part nothing is said', async () => {
    expect(await linesOf(rule, before, ...body, '+}', ' ')).toEqual([]);
    expect(await linesOf(rule, ...head, '+macro_rules! kick {', before, ...body.slice(0, 2))).toEqual([]);
  });

  test('what the macro becomes as an expression may have its comment at the calls', async () => {
    const expression = ['+    ($ring:expr) => {', '+        unsafe { bindings::ring_kick($ring) }', '+    };'];
    expect(await linesOf(rule, ...head, '+macro_rules! kick {', ...expression, '+}', ' ')).toEqual([]);
  });
});

describe('binding-in-signature', () => {
  test('a public method in the hunk', async () => {
    const fn = ['+    pub fn len(&self) -> Result<bindings::resource_size_t> {', '+        Ok(4)', '+    }', ' }'];
    expect(await linesOf('binding-in-signature', '     }', ' ', '+    /// Its length.', ...fn)).toEqual([43]);
  });
});

describe('documentation examples', () => {
  const rule = 'undocumented-unsafe';
  const example = ['+/// ```', '+/// let id = unsafe { ring.id() };', '+/// ```', '+fn id() {}', ' '];

  test('one that the hunk shows whole is read as in a file', async () => {
    expect(await linesOf(rule, ' ', ' const A: u32 = 1;', '+/// Its id.', ...example)).toEqual([44]);
  });

  test('where the documentation begins above the hunk, or the fence ends below it, nothing is said', async () => {
    expect(await linesOf(rule, ' /// Its id.', ...example)).toEqual([]);
    expect(await linesOf(rule, ' ', ' const A: u32 = 1;', '+/// Its id.', ...example.slice(0, 2))).toEqual([]);
  });
});
