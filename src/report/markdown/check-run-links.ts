/** Links of a check run: to files and commits by their full ids, to the rules' pages, and to nothing else. */

import { shortId } from '../select/patch-labels.ts';
import { code } from './markdown-escape.ts';
import { type Links, linking } from './markdown-findings.ts';
import type { RuleLinks } from './rule-links.ts';

export interface CheckRunLinks {
  /** The repository's page, as `https://github.com/owner/name`; without it there are only plain names. */
  readonly repository?: string;
  /** Where rules are explained; without it their names are not linked. */
  readonly rules?: RuleLinks;
}

/** Places in the files of a revision, plain ones where it has no full id; and rules. */
export function linksIn({ repository, rules }: CheckRunLinks, revision: string | null): Links {
  if (repository === undefined || !isFullId(revision)) return linking(undefined, rules);
  return linking(`${repository}/blob/${revision}/`, rules);
}

/** The short id of a commit, linked to its page. */
export function revisionLink({ repository }: CheckRunLinks, revision: string): string {
  const short = code(shortId(revision)).replaceAll('|', '');
  return repository === undefined || !isFullId(revision) ? short : `[${short}](${repository}/commit/${revision})`;
}

function isFullId(revision: string | null): revision is string {
  return revision !== null && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
}
