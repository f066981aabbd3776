/** Links of a check run: to files and commits by their full ids, and to nothing else. */
import { code } from './markdown-escape.ts';
import { type PlaceOf, placing } from './markdown-findings.ts';
import { shortId } from './numbering.ts';

export interface CheckRunLinks {
  /** The repository's page, as `https://github.com/owner/name`; without it there are no links. */
  readonly repository?: string;
}

/** Places in the files of a revision; plain ones where it has no full id. */
export function placesIn({ repository }: CheckRunLinks, revision: string | null): PlaceOf {
  if (repository === undefined || !isFullId(revision)) return placing(undefined);
  return placing(`${repository}/blob/${revision}/`);
}

/** The short id of a commit, linked to its page. */
export function revisionLink({ repository }: CheckRunLinks, revision: string): string {
  const short = code(shortId(revision)).replaceAll('|', '');
  return repository === undefined || !isFullId(revision) ? short : `[${short}](${repository}/commit/${revision})`;
}

function isFullId(revision: string | null): revision is string {
  return revision !== null && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
}
