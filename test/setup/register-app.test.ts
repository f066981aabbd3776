/** Registering the App: a page on loopback, a state that cannot be guessed, and credentials that only their owner can read. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EVENTS, PERMISSIONS } from '../../src/app/ports/github-app.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/register-app.js', import.meta.url));
const SECRET = '0123456789abcdef0123456789abcdef01234567';

let github: Server;
let folder: string;
let child: ChildProcess | undefined;
const asked: string[] = [];
let given: { readonly status: number; readonly body: unknown };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kra-register-'));
  asked.length = 0;
  given = {
    status: 201,
    body: { id: 77, pem: 'KEY\n', webhook_secret: SECRET, html_url: 'https://github.com/apps/kra' },
  };
  github = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.body));
  });
  github.listen(0, '127.0.0.1');
  await once(github, 'listening');
});
afterEach(async () => {
  if (child?.exitCode === null && child.kill()) await once(child, 'exit');
  child = undefined;
  await new Promise((resolve) => github.close(resolve));
  rmSync(folder, { recursive: true });
});

const hostOfGitHub = () => `127.0.0.1:${(github.address() as AddressInfo).port}`;

interface Started {
  readonly page: URL;
  /** Everything that was printed, once the script has ended. */
  ended(): Promise<{ readonly status: number | null; readonly text: string }>;
}

async function start(...words: readonly string[]): Promise<Started> {
  const env = { PATH: process.env['PATH'], GHE_HOST: hostOfGitHub(), GHE_PROTOCOL: 'http' };
  const started = spawn(process.execPath, [SCRIPT, '--out', folder, '--port', '0', ...words], { env });
  child = started;
  let text = '';
  started.stderr.on('data', (chunk) => {
    text += chunk;
  });
  const closed = once(started, 'close');
  const page = await new Promise<URL>((resolve, reject) => {
    started.stdout.on('data', (chunk) => {
      text += chunk;
      const found = /http:\/\/127\S+/.exec(text)?.[0];
      if (found !== undefined) resolve(new URL(found));
    });
    closed.then(() => reject(new Error(text)));
  });
  const ended = async () => {
    await closed;
    return { status: started.exitCode, text };
  };
  return { page, ended };
}

const doneAt = (page: URL, code: string) => `${page.origin}/done${page.search}&code=${code}`;
const manifestOf = (html: string) =>
  JSON.parse(
    (/name="manifest" value="([^"]*)"/.exec(html)?.[1] ?? '').replace(/&#(\d+);/g, (_, number) =>
      String.fromCharCode(Number(number)),
    ),
  );

test('from the page to the credentials', async () => {
  const { page, ended } = await start('--url', 'https://audit.example.org/some/page', '--org', 'linux "rust"');
  const html = await (await fetch(page)).text();
  expect(html).toContain(`action="http://${hostOfGitHub()}/organizations/linux%20%22rust%22/settings/apps/new?state=`);
  const manifest = manifestOf(html);
  expect(manifest.hook_attributes.url).toBe('https://audit.example.org/api/github/webhooks');
  expect(manifest.redirect_url).toBe(`${page.origin}/done`);
  expect(manifest.default_permissions).toEqual(
    Object.fromEntries(PERMISSIONS.map(({ name, access }) => [name, access])),
  );
  expect(manifest.default_events).toEqual(EVENTS.map(({ name }) => name));

  const done = await fetch(doneAt(page, 'c0de'));
  expect(await done.text()).toContain('https://github.com/apps/kra/installations/new');
  expect(asked).toEqual(['POST /api/v3/app-manifests/c0de/conversions']);
  const { status, text } = await ended();
  expect(status).toBe(0);
  expect(text).not.toContain(SECRET);

  const key = join(folder, 'kernel-rust-audit.private-key.pem');
  const env = join(folder, 'kernel-rust-audit.env');
  expect(readFileSync(key, 'utf8')).toBe('KEY\n');
  expect(readFileSync(env, 'utf8')).toBe(`APP_ID=77\nPRIVATE_KEY_PATH=${key}\nWEBHOOK_SECRET=${SECRET}\n`);
  for (const file of [key, env]) expect(statSync(file).mode & 0o077).toBe(0);
});

test.each([
  ['no state', (page: URL) => `${page.origin}/done?code=c0de`, 403],
  ['another state', (page: URL) => `${page.origin}/done?code=c0de&state=${'0'.repeat(48)}`, 403],
  ['the first page without it', (page: URL) => `${page.origin}/`, 403],
  ['a code that is a path', (page: URL) => doneAt(page, encodeURIComponent('../../user')), 400],
  ['another page', (page: URL) => `${page.origin}/.env`, 404],
])('%s is refused, and GitHub is not asked', async (_, address, status) => {
  const { page } = await start('--url', 'https://audit.example.org');
  expect((await fetch(address(page))).status).toBe(status);
  expect(asked).toEqual([]);
});

test('another name for loopback is refused', async () => {
  const { page } = await start('--url', 'https://audit.example.org');
  const status = await new Promise((resolve) => {
    get(page, { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
  });
  expect(status).toBe(403);
});

test('credentials that are there are never written over', async () => {
  const key = join(folder, 'kernel-rust-audit.private-key.pem');
  writeFileSync(key, 'older');
  const { page } = await start('--url', 'https://audit.example.org');
  expect((await fetch(doneAt(page, 'c0de'))).status).toBe(502);
  expect(readFileSync(key, 'utf8')).toBe('older');
  expect(existsSync(join(folder, 'kernel-rust-audit.env'))).toBe(false);
});

test.each([
  ['refuses the code', { status: 404, body: { message: 'Not Found' } }],
  ['gives no key', { status: 201, body: { id: 77 } }],
])('nothing is written where GitHub %s', async (_, answer) => {
  given = answer;
  const { page } = await start('--url', 'https://audit.example.org');
  expect((await fetch(doneAt(page, 'c0de'))).status).toBe(502);
  expect(existsSync(join(folder, 'kernel-rust-audit.env'))).toBe(false);
});

test.each([[[]], [['--url', 'audit.example.org']], [['--url', 'https://a.example', '--port', '70000']]])(
  'a call that makes no sense ends with 2: %j',
  async (words) => {
    const wrong = spawn(process.execPath, [SCRIPT, ...words], { stdio: 'ignore' });
    const [status] = await once(wrong, 'exit');
    expect(status).toBe(2);
  },
);
