/** The limit of time for one file: what it stops, what it leaves alone. */
import { makeTimeLimit } from '../../src/pool/time-limit.ts';
import { Stopped } from '../../src/review/guard.ts';
import { readRust } from '../../src/rust/file.ts';

const LARGE = 1_000_000;
const endless = (): never => {
  for (;;) Math.sqrt(2);
};

test('endless work on a large file is stopped, with words and the remedy; other files go on', () => {
  const guard = makeTimeLimit({ perFile: 1000, together: 100_000, quick: 0, remedy: '; do this' });
  const stopped = guard('a.rs', LARGE, (run) => run(endless));
  expect(stopped).toEqual(new Stopped('reading it took longer than 1 s; do this'));
  expect(guard('b.rs', LARGE, (run) => run(() => 'read'))).toBe('read');
});

test('a file that was stopped is not tried again', () => {
  const guard = makeTimeLimit({ perFile: 20, together: 100_000, quick: 0, remedy: '' });
  guard('a.rs', LARGE, (run) => run(endless));
  let tries = 0;
  const again = guard('a.rs', LARGE, () => {
    tries += 1;
  });
  expect(again).toBeInstanceOf(Stopped);
  expect(tries).toBe(0);
});

test('slow files share one time: what comes after it is not begun', () => {
  const guard = makeTimeLimit({ perFile: 20, together: 20, quick: 0, remedy: '' });
  guard('a.rs', LARGE, (run) => run(endless));
  let begun = 0;
  const piece = (): number => {
    begun += 1;
    return begun;
  };
  const stopped = guard('b.rs', LARGE, (run) => run(piece));
  expect(stopped).toEqual(new Stopped('slow files used up their shared limit of 0.02 s'));
  expect(begun).toBe(0);
  expect(guard('small.rs', 10, (run) => run(piece))).toBe(1);
});

test('quick work uses up nothing', () => {
  const guard = makeTimeLimit({ perFile: 1000, together: 1000, quick: 60_000, remedy: '' });
  guard('a.rs', LARGE, (run) => run(endless));
  expect(guard('b.rs', LARGE, (run) => run(() => 'read'))).toBe('read');
});

test('an error of the work is thrown as it is', () => {
  const guard = makeTimeLimit({ perFile: 60_000, together: 60_000, quick: 0, remedy: '' });
  const broken = new Error('broken');
  const work = (): never => {
    throw broken;
  };
  expect(() => guard('a.rs', LARGE, (run) => run(work))).toThrow(broken);
});

test('a limit does not change what is read, and after a stop the next text is read as ever', () => {
  const text = `fn f(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n${'fn g() {}\n'.repeat(50)}`;
  const limits = (run: <T>(work: () => T) => T) => ({ parseMs: 60_000, length: LARGE, points: 100, run });
  const guard = makeTimeLimit({ perFile: 60_000, together: 60_000, quick: 0, remedy: '' });
  const short = makeTimeLimit({ perFile: 1, together: 60_000, quick: 0, remedy: '' });
  expect(short('hostile.rs', LARGE, (run) => readRust(`fn f() {${'m!('.repeat(50_000)}unsafe`, limits(run)))).toEqual(
    new Stopped('reading it took longer than 0.001 s'),
  );
  const limited = guard('a.rs', LARGE, (run) => readRust(text, limits(run)));
  const { sites, unread } = readRust(text);
  expect(limited).toMatchObject({ sites: sites.map(({ kind }) => ({ kind })), unread });
});
