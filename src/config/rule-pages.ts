/** Where the rules' pages (docs/rules) can be read: KRA_RULE_PAGES, or else the repository that package.json names. */
import { type Failure, failure } from '../text/failure.ts';
import { RULE_IN_ADDRESS } from '../text/name.ts';

export const RULE_PAGES = 'KRA_RULE_PAGES';

/**
 * @param given the variable: a folder of pages as `ID.md`, or an address with `{rule}` in it
 * @param manifest the text of package.json
 * @returns an address with `{rule}` where the id belongs; null where there is none; what is wrong with the variable
 */
export function rulePagesOf(given: string | undefined, manifest: string): string | null | Failure {
  if (!given) return pagesInRepository(JSON.parse(manifest) as Manifest);
  const isAddress = /^https:\/\/[^\s()<>"'`|\\]+$/.test(given) && URL.canParse(given);
  if (!isAddress)
    return failure(
      RULE_PAGES,
      'is not an address that begins with https://',
      'write the folder of the pages, as `https://example.org/docs/rules/`, or an address with `{rule}` in it',
    );
  return given.includes(RULE_IN_ADDRESS) ? given : `${given.replace(/\/$/, '')}/${RULE_IN_ADDRESS}.md`;
}

interface Manifest {
  readonly repository?: string | { readonly url?: string };
  readonly homepage?: string;
}

/** npm writes the place of a repository in several ways ("repository" in its documentation of package.json); of others than GitHub's no page is known. */
function pagesInRepository({ repository, homepage }: Manifest): string | null {
  const written = [typeof repository === 'string' ? repository : repository?.url, homepage];
  for (const each of written) {
    const [, name] = ON_GITHUB.exec(each ?? '') ?? [];
    if (name !== undefined) return `https://github.com/${name}/blob/HEAD/docs/rules/${RULE_IN_ADDRESS}.md`;
  }
  return null;
}

const ON_GITHUB =
  /^(?:github:|(?:(?:git\+)?(?:https|ssh|git):\/\/)?(?:[\w.-]+@)?github\.com[/:])?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?(?:#.*)?$/;
