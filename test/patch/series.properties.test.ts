/** Any mailbox: the patches are those of the newest version of each series, in order, and each letter is a patch or named. */
import fc from 'fast-check';
import { MBOX_LINE, mail, RING_DIFF, seriesOf } from './support.ts';

interface Version {
  readonly version: number;
  /** Which of the series' patches this version has; one at least is in all. */
  readonly patches: readonly number[];
  readonly hasCover: boolean;
  readonly replies: readonly ('text' | 'diff' | 'quote')[];
}

interface Thread {
  readonly versions: readonly Version[];
  readonly isThreaded: boolean;
  readonly style: number;
}

const version = (number: number): fc.Arbitrary<Version> =>
  fc.record({
    version: fc.constant(number),
    patches: fc.subarray([1, 2, 3, 4, 5]).map((some) => [0, ...some]),
    hasCover: fc.boolean(),
    replies: fc.array(fc.constantFrom('text', 'diff', 'quote'), { maxLength: 3 }),
  });
const thread: fc.Arbitrary<Thread> = fc.record({
  versions: fc
    .uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 })
    .chain((numbers) => fc.tuple(...numbers.map(version))),
  isThreaded: fc.boolean(),
  style: fc.nat(3),
});

const STYLES: readonly ((version: number, number: number, total: number) => string)[] = [
  (v, n, total) => `[PATCH${v === 1 ? '' : ` v${v}`} ${n}/${total}] `,
  (v, n, total) => `[v${v},${n}/${total}] `,
  (v, n, total) => `[PATCH ${n} of ${total} V${v}] `,
  (v, n, total) => `[list] [RFC [PATCH] net-next v${v} ${`${n}`.padStart(2, '0')}/${total}] `,
];

interface Sent {
  readonly subject: string;
  readonly text: string;
}

/** All mails of a thread, in order; `expected` are the subjects of the patches that count. */
function mailsOf(
  { versions, isThreaded, style }: Thread,
  index: number,
): { readonly sent: readonly Sent[]; readonly expected: readonly string[] } {
  const newest = Math.max(...versions.map((each) => each.version));
  const sent: Sent[] = [];
  const expected: string[] = [];
  for (const { version: number, patches, hasCover, replies } of versions) {
    const tag = (of: number) => STYLES[style]?.(number, of, patches.length) ?? '';
    const id = (of: number | string) => `${index}.${number}.${of}@x`;
    const send = (subject: string, of: number | string, diff: string) => {
      const answers = isThreaded ? `In-Reply-To: <${id('root')}>\nReferences: <${id('root')}>\n` : '';
      const headers = `Message-ID: <${id(of)}>\n${answers}`;
      sent.push({ subject, text: mail({ subject, headers, diff }).replace('Ada Kernel <ada@', `Ada <ada${index}@`) });
    };
    if (hasCover) send(`${tag(0)}cover of ${index}`, 0, '');
    for (const [at, patch] of patches.entries()) {
      const title = `patch ${patch} of series ${index}`;
      send(`${tag(at + 1)}${title}`, at + 1, RING_DIFF.replace('lives', `lives ${index} ${number} ${patch}`));
      if (number === newest) expected.push(title);
    }
    for (const [at, what] of replies.entries()) {
      const diff = { text: '', diff: RING_DIFF, quote: RING_DIFF.replaceAll(/^/gm, '> ') }[what];
      send(`Re: ${tag(1)}reply ${at} of ${index}, v${number}`, `re${at}`, diff);
    }
  }
  return { sent, expected };
}

test('any mailbox of series, versions and replies, in any order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(thread, { minLength: 1, maxLength: 3 }),
      fc.infiniteStream(fc.nat()),
      async (threads, keys) => {
        const all = threads.map(mailsOf);
        const mails = all.flatMap(({ sent }) => sent);
        const order = mails
          .map((each) => ({ each, key: keys.next().value as number }))
          .sort((one, other) => one.key - other.key);
        const { patches, notes } = await seriesOf(order.map(({ each }) => MBOX_LINE + each.text).join(''));
        const said = notes.join('\n');
        for (const [index, { expected }] of all.entries()) {
          const read = patches.map(({ subject }) => subject).filter((subject) => subject?.endsWith(`series ${index}`));
          expect(read).toEqual(expected);
        }
        expect(patches).toHaveLength(all.flatMap(({ expected }) => expected).length);
        const subjects = new Set(patches.map(({ id }) => mails.find(({ text }) => text.includes(`<${id}>`))?.subject));
        for (const { subject } of mails) expect(subjects.has(subject) || said.includes(`\`${subject}\``)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});
