/** What a route is given and gives back. */
import { Refusal } from './refusal.ts';
import type { Caller } from './tokens.ts';
import type { Access, Json, RepositoryState, World } from './world.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly world: World;
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly accept: string;
  readonly caller: Caller;
  /** The address without its query, as the caller sees it. */
  readonly address: string;
}

export interface RepositoryCall extends Call {
  readonly repository: RepositoryState;
}

/** Permissions of which one is enough. */
export type Need = readonly (readonly [name: string, access: Access])[];

interface Path {
  readonly method: string;
  /** As GitHub's OpenAPI description has it. */
  readonly path: string;
}

export type Route = Path &
  (
    | { readonly by: 'app' | 'anybody'; readonly answer: (call: Call) => Reply | Promise<Reply> }
    | {
        readonly by: 'installation';
        readonly need: Need;
        readonly answer: (call: RepositoryCall) => Reply | Promise<Reply>;
      }
    | { readonly by: 'app-in-repository'; readonly answer: (call: RepositoryCall) => Reply | Promise<Reply> }
  );

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, body, headers };
}

/** One page of a list, and the header that leads to the others. */
export function pageOf<T>(
  call: Call,
  all: readonly T[],
  { usual = 30, most = 100 }: { readonly usual?: number; readonly most?: number } = {},
): { readonly items: readonly T[]; readonly headers: Readonly<Record<string, string>> } {
  const numberOf = (name: string, otherwise: number) => {
    const value = Number(call.query[name] ?? otherwise);
    return Number.isInteger(value) && value > 0 ? value : otherwise;
  };
  const perPage = call.query['per_page'] === undefined ? usual : Math.min(most, numberOf('per_page', usual));
  const page = numberOf('page', 1);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams({ ...call.query, page: String(to) });
    return `<${call.address}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}

export function numberIn(call: Call, name: string): number {
  const value = Number(call.params[name]);
  if (!Number.isInteger(value)) throw new Refusal(404, 'Not Found');
  return value;
}
