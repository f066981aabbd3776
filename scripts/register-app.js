/**
 * Registers the GitHub App from app.yml (GitHub docs, "Registering a GitHub App from a manifest"): serves one page on loopback that sends you to
 * GitHub, gets the App's key and secret in return, and writes them into two files for their owner alone. Nothing else keeps them.
 *
 *   node scripts/register-app.js --url https://audit.example.org [--org NAME] [--name NAME] [--out FOLDER] [--port 3456]
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

/** In ms: GitHub gives an hour for all of it. */
const PATIENCE = 3_600_000;
const ENV_FILE = 'kernel-rust-audit.env';
const KEY_FILE = 'kernel-rust-audit.private-key.pem';

const { url, org, name, out, port } = readCall();
const web = `${process.env.GHE_PROTOCOL || 'https'}://${process.env.GHE_HOST || 'github.com'}`;
const api = apiOf(process.env.GHE_HOST || 'github.com');
const state = randomBytes(24).toString('hex');

const server = createServer((request, response) => {
  answer(request).then(
    ({ status, html }) => respond(response, status, html),
    (error) => {
      console.error(`register-app: ${error.message}`);
      respond(response, 502, `<p>${escaped(error.message)}</p><p>Nothing was written. Begin again.</p>`);
    },
  );
});
server.listen(port, '127.0.0.1', () => {
  console.log(`Open this page within an hour, and follow it:\n\n  ${address()}/?state=${state}\n`);
});
const timer = setTimeout(() => end(1, 'register-app: the hour is over; begin again'), PATIENCE);

/** As src/github/client/hosts.ts has it, which is not built yet where this runs. */
function apiOf(host) {
  return host === 'github.com' || /^[a-z\d-]+\.ghe\.com$/i.test(host) ? `https://api.${host}` : `${web}/api/v3`;
}

async function answer({ method, url: target = '/', headers }) {
  // a page of somebody else's, whose name was turned to loopback, bears that name in here
  if (method !== 'GET' || headers.host !== new URL(address()).host) return { status: 403, html: '<p>No.</p>' };
  const { pathname, searchParams } = new URL(target, address());
  if (pathname !== '/' && pathname !== '/done') return { status: 404, html: '<p>There is nothing here.</p>' };
  if (!isState(searchParams.get('state') ?? ''))
    return { status: 403, html: '<p>This address is not the one that was printed.</p>' };
  return pathname === '/' ? { status: 200, html: startPage() } : await finish(searchParams.get('code') ?? '');
}

function startPage() {
  const place = org === undefined ? 'settings/apps/new' : `organizations/${encodeURIComponent(org)}/settings/apps/new`;
  return `<form method="post" action="${escaped(`${web}/${place}?state=${state}`)}">
<input type="hidden" name="manifest" value="${escaped(JSON.stringify(manifest()))}">
<p>GitHub will show what the App may do, and ask for its name.</p><p><button autofocus>Go on to GitHub</button></p></form>`;
}

function manifest() {
  const asked = parse(readFileSync(new URL('../app.yml', import.meta.url), 'utf8'));
  return {
    ...asked,
    ...(name === undefined ? {} : { name }),
    url: url.href,
    hook_attributes: { ...asked.hook_attributes, url: new URL('/api/github/webhooks', url).href },
    redirect_url: `${address()}/done`,
  };
}

async function finish(code) {
  if (!/^[\w-]{1,200}$/.test(code)) return { status: 400, html: '<p>GitHub sent no code.</p>' };
  const answered = await fetch(`${api}/app-manifests/${code}/conversions`, {
    method: 'POST',
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'kernel-rust-audit' },
    signal: AbortSignal.timeout(30_000),
  });
  if (!answered.ok) throw new Error(`GitHub answered ${answered.status} to the code`);
  const app = await answered.json();
  if (!Number.isInteger(app.id) || typeof app.pem !== 'string' || typeof app.webhook_secret !== 'string')
    throw new Error('GitHub gave no id, key or secret');
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const key = join(out, KEY_FILE);
  const env = join(out, ENV_FILE);
  // `wx`: credentials of another App are never written over
  writeFileSync(key, app.pem, { mode: 0o600, flag: 'wx' });
  writeFileSync(env, `APP_ID=${app.id}\nPRIVATE_KEY_PATH=${key}\nWEBHOOK_SECRET=${app.webhook_secret}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  const install = `${new URL(app.html_url, web).href}/installations/new`;
  setImmediate(() =>
    end(
      0,
      `The App is registered. Its credentials are in\n\n  ${env}\n  ${key}\n\nNow install it on repositories: ${install}`,
    ),
  );
  return { status: 200, html: `<p>Registered. Now <a href="${escaped(install)}">install it on repositories</a>.</p>` };
}

function respond(response, status, html) {
  const type = { 'content-type': 'text/html; charset=utf-8', connection: 'close' };
  const policy = `default-src 'none'; form-action ${web}; frame-ancestors 'none'; base-uri 'none'`;
  response.writeHead(status, { ...type, 'content-security-policy': policy, 'referrer-policy': 'no-referrer' });
  response.end(`<!doctype html><title>kernel-rust-audit</title>${html}`);
}

function isState(text) {
  const given = Buffer.from(text);
  const wanted = Buffer.from(state);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function address() {
  return `http://127.0.0.1:${server.address().port}`;
}

function end(status, words) {
  clearTimeout(timer);
  (status === 0 ? console.log : console.error)(words);
  process.exitCode = status;
  server.close();
}

function readCall() {
  const options = { url: { type: 'string' }, org: { type: 'string' }, name: { type: 'string' } };
  const rest = { out: { type: 'string', default: '.' }, port: { type: 'string', default: '3456' } };
  try {
    const { values } = parseArgs({ options: { ...options, ...rest } });
    if (values.url === undefined || !/^https?:\/\//.test(values.url) || !URL.canParse(values.url))
      throw new Error('--url has to be the address where GitHub will reach the App, as https://audit.example.org');
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) throw new Error('--port has to be a port');
    return { ...values, url: new URL(values.url), out: resolve(values.out), port: Number(values.port) };
  } catch (error) {
    console.error(`register-app: ${error.message}`);
    process.exit(2);
  }
}
