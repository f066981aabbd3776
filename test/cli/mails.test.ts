/** Mails from the user's side: what is nothing to do, what is refused, and what is said of the rest. */
import { MBOX_LINE, mail, RING_DIFF } from '../patch/support.ts';
import { run, scratch } from './program.ts';

const place = scratch();
afterAll(() => place.remove());

const review = (input: string, ...options: readonly string[]) =>
  run(['review', '-', ...options], { input, cwd: place.folder });

const UNDOCUMENTED = RING_DIFF.replace(
  '+        // SAFETY: `self.registers` is mapped for as long as `self` lives.',
  '+        unsafe { self.start() };',
);

test.each(['[PATCH 0/2] ring: start', 'Re: [PATCH 1/2] ring: start'])('%s alone is nothing to do', (subject) => {
  const letter = mail({ subject, diff: '' });
  expect(review(letter)).toMatchObject({ status: 0, err: '' });
  expect(review(letter).out).toMatch(/skipped .*: it is a (?:cover letter|reply)\n.*nothing to audit/s);
  expect(review(letter, '--format', 'terse')).toEqual({ status: 0, out: '', err: '' });
});

test.each([
  ['', 'is empty'],
  ['Subject: [PATCH] ring: start\n\nStart it.\n', 'contains no patch'],
  [`Subject: [PATCH] x\nContent-Type: text/html\n\n<pre>${RING_DIFF}</pre>\n`, 'the mail contains only HTML'],
])('what cannot be read is an error in one line', (input, what) => {
  const { status, out, err } = review(input);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(new RegExp(`^kernel-rust-audit: standard input: ${what}; .*\n$`));
});

/** Notes are wrapped to the page. */
const unwrapped = (text: string): string => text.replace(/\n +/g, ' ');

test('a reply with a diff is reviewed alone, and named beside a patch', () => {
  const reply = mail({ subject: 'Re: [PATCH] ring: start', diff: UNDOCUMENTED });
  expect(review(reply)).toMatchObject({ status: 1, out: expect.stringContaining('undocumented-unsafe') });
  const { out } = review(MBOX_LINE + mail() + MBOX_LINE + reply);
  expect(unwrapped(out)).toMatch(/note: .*skipped `Re: \[PATCH\] ring: start`: it is a reply; its diff was not read/);
  // silence would mean that all checks were passed
  const terse = review(MBOX_LINE + mail() + MBOX_LINE + reply, '--format', 'terse').out;
  expect(terse).toContain('WARNING: not read: the diff in `Re: [PATCH] ring: start`: it is a reply (in part)');
});

test('the newest version is reviewed', () => {
  const [old, now] = [mail({ diff: UNDOCUMENTED }), mail({ subject: '[PATCH v2] gpu: ring: say why' })];
  const { status, out } = review(MBOX_LINE + now + MBOX_LINE + old);
  expect(status).toBe(0);
  expect(unwrapped(out)).toMatch(
    /note: .*v1 was skipped because v2 of the same series is present: `\[PATCH\] gpu: ring: say why`/,
  );
});
