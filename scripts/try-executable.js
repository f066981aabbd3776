/**
 * Tries the one executable as a machine without Node.js would: `node scripts/try-executable.js [FILE]` (default: the one in build/ for this
 * machine). It runs in an empty environment with no more than git on its path, and has to say what the program in dist/ says.
 */
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { formatsOf } from '../dist/report/formats.js';

const given = resolve(process.argv[2] ?? `build/kernel-rust-audit-linux-${process.arch}`);
const FILES = [process.execPath, resolve('dist/main/cli.js')];
const EXAMPLE = ['--tree', 'ring-driver/tree', 'ring-driver/series'];

const scratch = fs.mkdtempSync(join(tmpdir(), 'kra-executable-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));
const at = (name) => join(scratch, name);

// By itself in a folder, so that nothing of the checkout is beside it.
const executable = at('kernel-rust-audit');
fs.copyFileSync(given, executable);
fs.cpSync('examples', at('work'), { recursive: true });
for (const name of ['home', 'empty', 'git']) fs.mkdirSync(at(name));
fs.symlinkSync(spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim(), at('git/git'));
// Large enough for worker threads.
const driver = fs.readFileSync('examples/ring-driver/tree/drivers/ring/driver.rs', 'utf8');
fs.mkdirSync(at('large/drivers'), { recursive: true });
for (let copy = 0; copy < 16; copy += 1)
  fs.writeFileSync(at(`large/drivers/copy${copy}.rs`), driver.repeat(1 + 50_000 / driver.length));

const HOME = { PATH: at('git'), HOME: at('home') };
const KEPT = at('home/.cache/kernel-rust-audit/native');

step('it knows its version');
strictEqual(
  executableSays(HOME, '--version').out,
  `kernel-rust-audit ${JSON.parse(fs.readFileSync('package.json', 'utf8')).version}\n`,
);
ok(!fs.existsSync(at('home/.cache')), 'and unpacks nothing for it');

for (const call of [
  ['rules'],
  ['explain', 'undocumented-unsafe'],
  ['explain', 'no-such-rule'],
  ...formatsOf('review').map((format) => ['review', '--format', format, ...EXAMPLE]),
  ['audit', 'ring-driver/tree'],
  ['audit', at('large'), '--format', 'json'],
]) {
  step(call.join(' ').replace(scratch, '').slice(0, 60));
  deepStrictEqual(executableSays(HOME, ...call), filesSay(HOME, ...call));
}

if (availableParallelism() > 1) {
  step('worker threads');
  ok(executableSays({ ...HOME, KRA_CACHE: 'off', NODE_DEBUG: 'worker' }, 'audit', at('large')).err.includes('WORKER'));
}

step('a repository, by the git on its path');
for (const words of [
  ['init', '-q'],
  ['add', '.'],
  ['-c', 'user.name=Ada', '-c', 'user.email=ada@ring.invalid', 'commit', '-qm', 'All'],
])
  strictEqual(spawnSync('git', words, { cwd: at('work') }).status, 0);
fs.appendFileSync(
  at('work/ring-driver/tree/drivers/ring/driver.rs'),
  '\npub fn last(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n',
);
const reviewed = executableSays(HOME, 'review');
deepStrictEqual(reviewed, filesSay(HOME, 'review'));
ok(reviewed.out.includes('undocumented-unsafe'));

step('what was unpacked is left alone, and replaced where it is damaged');
const unpacked = () =>
  fs.readdirSync(KEPT).map((name) => [name, fs.statSync(join(KEPT, name)).ino, fs.statSync(join(KEPT, name)).ctimeMs]);
const before = unpacked();
strictEqual(before.length, 2);
executableSays(HOME, 'review', ...EXAMPLE);
deepStrictEqual(unpacked(), before);
for (const [name] of before) fs.writeFileSync(join(KEPT, name), 'damaged');
const expected = filesSay(HOME, 'review', ...EXAMPLE);
deepStrictEqual(executableSays(HOME, 'review', ...EXAMPLE), expected);
deepStrictEqual(
  unpacked().map(([name]) => [name, fs.statSync(join(KEPT, name)).size > 100_000]),
  before.map(([name]) => [name, true]),
);

step('several at once unpack for the first time');
fs.rmSync(KEPT, { recursive: true });
const several = Array.from({ length: 4 }, () => {
  const { stdout, stderr } = spawn(executable, ['review', ...EXAMPLE], { cwd: at('work'), env: HOME });
  return Promise.all([text(stdout), text(stderr)]);
});
for (const [out, err] of await Promise.all(several)) deepStrictEqual({ out, err }, { out: expected.out, err: '' });
deepStrictEqual(
  fs.readdirSync(KEPT),
  before.map(([name]) => name),
);

for (const [where, env] of Object.entries({
  'without git': { PATH: at('empty'), HOME: at('home') },
  'without HOME': { PATH: at('git') },
  'without any variable': {},
  'with a HOME that cannot be written': { PATH: at('git'), HOME: '/sys' },
  'with KRA_CACHE=off': { ...HOME, KRA_CACHE: 'off' },
})) {
  step(`a review ${where}`);
  deepStrictEqual(executableSays(env, 'review', ...EXAMPLE), expected);
}

step('a limit of the heap, as the App sets it for the process that reads hostile text');
const limited = executableSays(
  { ...HOME, KRA_CACHE: 'off', NODE_OPTIONS: '--max-old-space-size=8' },
  'audit',
  at('large'),
);
ok(limited.status === null && limited.err.includes('heap out of memory'), `it ended with ${limited.status}`);

step('what serve and doctor say without credentials');
const bare = executableSays(HOME, 'serve');
strictEqual(bare.status, 2);
ok(bare.err.startsWith('kernel-rust-audit serve cannot start: APP_ID') && !bare.err.includes('scripts/'), bare.err);
const doctor = executableSays({ ...HOME, GHE_HOST: '127.0.0.1:9', GHE_PROTOCOL: 'http' }, 'doctor');
strictEqual(doctor.err, '');
ok(/^ *ok +store/m.test(doctor.out), doctor.out);

step('the App: ready, healthy, and gone when it is asked to go');
await tryApp();
step('the App reviews pull requests with hostile text, in the process that it guards');
const tests = spawnSync(process.execPath, ['scripts/jest.js', 'test/app-whole/hostile.test.ts'], {
  env: { ...process.env, KRA_EXECUTABLE: executable },
  encoding: 'utf8',
});
strictEqual(tests.status, 0, tests.stderr);

console.log(`try-executable: done; ${(fs.statSync(executable).size / 1e6).toFixed(0)} MB`);

async function tryApp() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const app = spawn(executable, ['serve'], {
    cwd: at('work'),
    env: {
      ...HOME,
      APP_ID: '1',
      PRIVATE_KEY: privateKey.export({ type: 'pkcs1', format: 'pem' }),
      WEBHOOK_SECRET: randomBytes(32).toString('hex'),
      GHE_HOST: '127.0.0.1:9',
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      KRA_DATA: at('data'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let trouble = '';
  app.stderr.on('data', (chunk) => {
    trouble += chunk;
  });
  const ended = new Promise((resolve) => app.once('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: app.stdout }).on('line', (line) => {
      const ready = /serve: ready, webhooks at (http:\/\/[^/]+)/.exec(line);
      if (ready !== null) resolve(ready[1]);
    });
    void ended.then((status) => reject(new Error(`it ended with ${status}: ${trouble}`)));
  });
  strictEqual((await fetch(`${address}/healthz`)).status, 200);
  app.kill('SIGTERM');
  deepStrictEqual([await ended, trouble], [0, '']);
  strictEqual(fs.readdirSync(KEPT).length, 3, 'the store has native code as well');
}

function executableSays(env, ...call) {
  return says([executable], env, call);
}

/** The environment has to be the same, as far as the output depends on it; nothing that it keeps may serve the executable. */
function filesSay(env, ...call) {
  return says(FILES, { ...env, KRA_CACHE: 'off' }, call);
}

function says([program, ...first], env, call) {
  const { status, stdout, stderr } = spawnSync(program, [...first, ...call], {
    cwd: at('work'),
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, out: stdout, err: stderr };
}

function step(words) {
  console.log(`try-executable: ${words}`);
}
