/** A file that takes too long is named as not read; what is said of the others stays, and the answer is incomplete. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULTY, git, run, scratchForEach } from './program.ts';

const place = scratchForEach();
/** So little time that any file which is limited at all is stopped. */
const ENV = { KRA_FILE_SECONDS: '0.001' };
const HOSTILE = `fn f() { ${'m!('.repeat(40_000)}unsafe { *p }${')'.repeat(40_000)} }\n`;
const REASON = 'reading it took longer than 0.001 s; set KRA_FILE_SECONDS=SECONDS to allow more';

/** A tree with a hostile file between two that have a fault each. */
function files(folder: string): void {
  mkdirSync(join(folder, 'drivers'), { recursive: true });
  writeFileSync(join(folder, 'drivers/a.rs'), FAULTY);
  writeFileSync(join(folder, 'drivers/hostile.rs'), HOSTILE);
  writeFileSync(join(folder, 'drivers/z.rs'), FAULTY);
}

function answerOf(args: readonly string[], env: Readonly<Record<string, string>> = ENV) {
  const { status, out, err } = run([...args, '--format', 'json', '--fail-on', 'never'], { cwd: place.folder, env });
  expect(err).toBe('');
  const { complete, unread, findings } = JSON.parse(out);
  const undocumented = findings.flatMap(({ rule, path }: { rule: string; path: string }) =>
    rule === 'undocumented-unsafe' ? [path] : [],
  );
  return { status, complete, unread, undocumented };
}

const WITHOUT_HOSTILE = {
  status: 3,
  complete: false,
  unread: [{ path: 'drivers/hostile.rs', reason: REASON, partial: false }],
  undocumented: ['drivers/a.rs', 'drivers/z.rs'],
};

test('audit of a tree', () => {
  files(place.folder);
  expect(answerOf(['audit', 'drivers'])).toMatchObject({
    ...WITHOUT_HOSTILE,
    undocumented: [expect.stringMatching(/a\.rs$/), expect.stringMatching(/z\.rs$/)],
    unread: [{ path: expect.stringMatching(/hostile\.rs$/), reason: REASON, partial: false }],
  });
});

test('audit of a tree by worker threads', () => {
  files(place.folder);
  for (let index = 0; index < 6; index += 1) writeFileSync(join(place.folder, `drivers/more${index}.rs`), HOSTILE);
  const { status, unread, undocumented } = answerOf(['audit', 'drivers']);
  expect({ status, unread: unread.length, undocumented: undocumented.length }).toEqual({
    status: 3,
    unread: 7,
    undocumented: 2,
  });
});

test('review of a range, and of its patch', () => {
  const { folder } = place;
  git(folder, 'init', '-q');
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'base');
  files(folder);
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'add drivers');
  expect(answerOf(['review', 'HEAD~..HEAD'])).toMatchObject(WITHOUT_HOSTILE);
  writeFileSync(join(folder, 'a.patch'), git(folder, 'format-patch', '-1', '--stdout'));
  expect(answerOf(['review', 'a.patch'])).toMatchObject(WITHOUT_HOSTILE);
});

test('the answer for people says which file was not read, and what to do', () => {
  files(place.folder);
  const { status, out } = run(['audit', 'drivers', '--full'], { cwd: place.folder, env: ENV });
  expect(status).toBe(3);
  const words = out.replaceAll(/\s+/g, ' ');
  expect(words).toContain('hostile.rs');
  expect(words).toContain(REASON);
});

test.each([0.02, 0.05, 0.1, 0.2])('the parser is never interrupted: %d s ends in an answer', (seconds) => {
  mkdirSync(join(place.folder, 'drivers'));
  writeFileSync(join(place.folder, 'drivers/a.rs'), FAULTY);
  writeFileSync(join(place.folder, 'drivers/hostile.rs'), `fn f() { a${'<'.repeat(200_000)} unsafe { *p } }\n`);
  const { undocumented } = answerOf(['audit', 'drivers'], { KRA_FILE_SECONDS: String(seconds) });
  expect(undocumented).toContainEqual(expect.stringMatching(/a\.rs$/));
});

test.each(['', '0', '-1', 'ten', '1e9'])('KRA_FILE_SECONDS=%j is refused in words', (given) => {
  const { status, err } = run(['audit', 'src/text'], { env: { KRA_FILE_SECONDS: given } });
  expect(status).toBe(2);
  expect(err).toMatch(/^kernel-rust-audit: KRA_FILE_SECONDS: is not a number of seconds.*\n$/);
});
