/** Reviews of hunks alone: macros and functions with pointers that the hunk shows whole, and those that it does not. */
import { reviewOf } from '../support/review-files.ts';

const PATH = 'rust/kernel/ring.rs';

async function said(...lines: readonly string[]): Promise<string[]> {
  const count = (absent: string) => lines.filter((line) => !line.startsWith(absent)).length;
  const patch = `diff --git a/${PATH} b/${PATH}\n--- a/${PATH}\n+++ b/${PATH}\n@@ -40,${count('+')} +40,${count('-')} @@ impl Ring {\n${lines.join('\n')}\n`;
  const { findings } = await reviewOf({ 'change.patch': patch }, null);
  const wanted = findings.filter(({ rule }) => /^(?:macro-metavars-in-unsafe|not-unsafe-ptr-arg-deref)$/.test(rule));
  return wanted.map(({ rule, line, severity }) => `${line} ${severity} ${rule}`);
}

describe('macro-metavars-in-unsafe', () => {
  const body = [
    '+    ($ring:expr) => {',
    '+        // SAFETY: A ring is live.',
    '+        unsafe { $crate::bindings::ring_kick($ring) }',
    '+    };',
    '+}',
  ];

  test('a macro that the hunk shows whole, with its attributes', async () => {
    const head = ['+/// Kicks it.', '+#[macro_export]', '+macro_rules! ring_kick {'];
    expect(await said(' }', ' ', ...head, ...body)).toEqual(['47 warning macro-metavars-in-unsafe']);
  });

  test('not where more attributes may stand above the hunk, or the macro is cut', async () => {
    expect(await said(' #[macro_export]', '+macro_rules! ring_kick {', ...body)).toEqual([]);
    expect(await said(' ', ' }', ' #[macro_export]', ' macro_rules! ring_kick {', ...body.slice(0, -1))).toEqual([]);
    expect(await said(' macro_rules! ring_kick {', ...body)).toEqual([]);
  });
});

describe('not-unsafe-ptr-arg-deref', () => {
  const body = ['+        // SAFETY: It is live.', '+        unsafe { (*ring).id }', '+    }'];

  test('a public function whose head is in the hunk, as a note', async () => {
    const head = '+    pub fn id(ring: *const Ring) -> u32 {';
    expect(await said('     }', ' ', head, ...body)).toEqual(['44 info not-unsafe-ptr-arg-deref']);
  });

  test('not where the head is above the hunk, or the function is unsafe or private', async () => {
    expect(await said('     let id = 4;', ' ', ...body)).toEqual([]);
    expect(await said('     }', ' ', '+    pub unsafe fn id(ring: *const Ring) -> u32 {', ...body)).toEqual([]);
    expect(await said('     }', ' ', '+    fn id(ring: *const Ring) -> u32 {', ...body)).toEqual([]);
  });
});
