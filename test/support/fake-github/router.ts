/** Which route an address means. */
import type { Route } from './route.ts';
import type { World } from './world.ts';

/** Those with more fixed parts first. */
export function matchersOf(routes: readonly Route[]): readonly Matcher[] {
  return [...routes].sort((a, b) => weightOf(b.path) - weightOf(a.path)).map(matcherOf);
}

export interface Matcher {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** May hold slashes. */
const LONG: readonly string[] = ['path', 'ref', 'basehead', 'tree_sha'];

function matcherOf(route: Route): Matcher {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = route.path.replace(/\{(\w+)\}/g, (_, name: string) => (LONG.includes(name) ? '(.+)' : '([^/]+)'));
  return { route, names, pattern: new RegExp(`^${pattern}/?$`) };
}

/** What has more fixed parts is tried first. */
function weightOf(path: string): number {
  const parts = path.split('/');
  return 100 * parts.length + parts.filter((part) => !part.startsWith('{')).length;
}

export function find(matchers: readonly Matcher[], method: string, path: string) {
  for (const { route, pattern, names } of matchers) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const params = Object.fromEntries(names.map((name, index) => [name, decode(match[index + 1] ?? '')]));
    return { route, params };
  }
  return undefined;
}

/** `/repositories/ID/...` is the same as `/repos/OWNER/NAME/...`. */
export function byNumber(world: World, path: string): string {
  const [, id, rest] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const found = world.repositories.find((each) => each.id === Number(id));
  return found === undefined ? path : `/repos/${found.owner.login}/${found.name}${rest ?? ''}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
