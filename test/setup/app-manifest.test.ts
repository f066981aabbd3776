/** app.yml: the least privilege that covers what the App does, in GitHub's own names. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { NODE_RELEASES } from '../../src/app/doctor/examine.ts';
import { EVENTS, PERMISSIONS, WEBHOOK_PATH } from '../../src/app/ports/github-app.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = parse(read('app.yml'), { strict: true }) as Readonly<Record<string, unknown>>;
const permissions = manifest['default_permissions'] as Readonly<Record<string, string>>;
const events = manifest['default_events'] as readonly string[];

/** The union that GitHub's published types give for a permission of an App, by the permission's name. */
function publishedPermissions(): ReadonlyMap<string, string> {
  const types = read('node_modules/@octokit/openapi-types/types.d.ts');
  const body = /"app-permissions": \{([\s\S]*?)\n {4}\};/.exec(types)?.[1] ?? '';
  return new Map([...body.matchAll(/^\s+(\w+)\?: ([^;]+);$/gm)].map(([, name = '', union = '']) => [name, union]));
}

/** The events that a webhook can be, from the types of all payloads. */
function publishedEvents(): ReadonlySet<string> {
  const types = read('node_modules/@octokit/webhooks-types/schema.d.ts');
  const body = /interface EventPayloadMap \{([\s\S]*?)\n\}/.exec(types)?.[1] ?? '';
  return new Set([...body.matchAll(/^\s+(\w+): /gm)].map(([, name = '']) => name));
}

test('the permissions are those that the App needs, and no others', () => {
  expect(permissions).toEqual(Object.fromEntries(PERMISSIONS.map(({ name, access }) => [name, access])));
});

test('nothing is asked for that lets an App change code, workflows or a repository', () => {
  expect(PERMISSIONS.map(({ name, access }) => `${name}: ${access}`).sort()).toEqual([
    'checks: write',
    'contents: read',
    'issues: write',
    'merge_queues: read',
    'metadata: read',
    'pull_requests: write',
  ]);
});

test("each permission is one of GitHub's, with an access that it takes", () => {
  const published = publishedPermissions();
  expect(published.size).toBeGreaterThan(30);
  const wrong = Object.entries(permissions).filter(([name, access]) => !published.get(name)?.includes(`"${access}"`));
  expect(wrong).toEqual([]);
});

test('the events are those that the App reads, once each', () => {
  expect(events).toEqual(EVENTS.map(({ name }) => name));
});

test("each event is one of GitHub's", () => {
  const published = publishedEvents();
  expect(published.size).toBeGreaterThan(40);
  expect(events.filter((name) => !published.has(name))).toEqual([]);
});

test('the manifest says what GitHub wants of it, and nothing else', () => {
  expect(Object.keys(manifest).sort()).toEqual([
    'default_events',
    'default_permissions',
    'description',
    'hook_attributes',
    'name',
    'public',
    'url',
  ]);
  const hook = manifest['hook_attributes'] as { url: string; active: boolean };
  expect(new URL(hook.url).pathname).toBe(WEBHOOK_PATH);
  expect(hook.active).toBe(true);
  expect(manifest['public']).toBe(false);
});

test('each permission and event has its reason above it', () => {
  const lines = read('app.yml').split('\n');
  const entries = lines.flatMap((line, at) => (/^ {2}(?:- )?[a-z_]+(?:: (?:read|write))?$/.test(line) ? [at] : []));
  expect(entries).toHaveLength(PERMISSIONS.length + EVENTS.length);
  expect(entries.filter((at) => !/^ {2}# /.test(lines[at - 1] ?? '')).map((at) => lines[at])).toEqual([]);
});

test('the releases of Node.js are those of package.json', () => {
  const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
  const ranges = NODE_RELEASES.map(([major, minor]) => `^${major}.${minor}.0`);
  expect(engines.node).toBe(ranges.join(' || '));
});
