/** GitHub's answers as plain data: what is not as it should be is trouble on GitHub's side. */
import { ForgeError } from '../../app/ports/forge.ts';
import type { Parameters } from './attempt.ts';
import type { Client } from './client.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** An object of GitHub's answer. @throws Refusal where it is not one */
export function fieldsOf(value: unknown, what = 'an answer'): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw senseless(what);
}

/** A text of an answer. @throws Refusal where it is not one */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw senseless(`\`${name}\``);
}

/** A number of an answer. @throws Refusal where it is not one */
export function numberOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw senseless(`\`${name}\``);
}

/** An object within an answer. @throws Refusal where it is not one */
export function partOf(fields: Fields, name: string): Fields {
  return fieldsOf(fields[name], `\`${name}\``);
}

/** Undefined where it is not there, or is null. */
export function maybePartOf(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  return value === undefined || value === null ? undefined : fieldsOf(value, `\`${name}\``);
}

/** The objects of a list in an answer. @throws Refusal where it is not one */
export function listOf(value: unknown, what = 'a list'): readonly Fields[] {
  if (!Array.isArray(value)) throw senseless(what);
  return value.map((each) => fieldsOf(each, `an entry of ${what}`));
}

/** A full commit, tree or blob id, before it becomes part of an address. */
export function checkedId(id: string): string {
  if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(id)) return id;
  throw new TypeError(`not a full id: ${JSON.stringify(id.slice(0, 80))}`);
}

/** A full id, or a branch as `refs/heads/main`: the rules of git for names keep it apart from a path behind it. */
export function checkedRevision(name: string): string {
  return /^refs\/heads\/[^\p{Cc} ~^:?*[\\]{1,255}$/u.test(name) && !/\.\.|@\{/.test(name) ? name : checkedId(name);
}

export interface PagesHow {
  /** No page is asked for once there are so many. */
  readonly most: number;
  readonly perPage?: number;
  /** Where the list is in an answer. */
  readonly pick?: (data: unknown) => readonly Fields[];
}

export interface Pages {
  readonly all: readonly Fields[];
  /** Whether there were more. */
  readonly isCut: boolean;
}

/** All pages of a list. Where the next one is, is not taken from the answer. */
export async function pagesOf(
  client: Client,
  route: string,
  parameters: Parameters,
  { most, perPage = 100, pick = listOf }: PagesHow,
): Promise<Pages> {
  const all: Fields[] = [];
  for (let page = 1; ; page++) {
    const answer = await client.read(route, { ...parameters, per_page: perPage, page });
    const list = pick(answer.data);
    all.push(...list);
    // where a proxy took the header away, a full page may have a next one
    const hasMore = answer.link === '' ? list.length === perPage : /rel="?next"?/.test(answer.link);
    if (!hasMore || list.length === 0) return { all: all.slice(0, most), isCut: all.length > most };
    if (all.length >= most) return { all: all.slice(0, most), isCut: true };
  }
}

/** The first and last pages of a list, so many of each; in the middle of a longer one nothing is read. */
export async function endsOf(
  client: Client,
  route: string,
  parameters: Parameters,
  pages: number,
): Promise<readonly Fields[]> {
  const perPage = 100;
  const all: Fields[] = [];
  let last: number | null = null;
  for (let page = 1; ; page++) {
    const answer = await client.read(route, { ...parameters, per_page: perPage, page });
    const list = listOf(answer.data);
    all.push(...list);
    // only the number is taken from the answer, never where the page is
    const named = /[?&]page=(\d{1,9})[^>]*>;\s*rel="?last"?/.exec(answer.link)?.[1];
    last = named === undefined ? last : Number(named);
    const hasMore = answer.link === '' ? list.length === perPage : /rel="?next"?/.test(answer.link);
    if (!hasMore || list.length === 0) return all;
    if (page === pages && last !== null) page = Math.max(page, last - pages);
    if (page >= 2 * pages && last === null) return all;
  }
}

function senseless(what: string): ForgeError {
  return new ForgeError('later', `GitHub's answer is incomplete: ${what} is missing`, null, 200);
}
