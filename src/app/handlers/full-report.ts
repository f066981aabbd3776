/** Use case: `/audit full`: the census and the standing findings of the tree at the head, in one comment. */
import { failedReport } from '../../publish/messages.ts';
import { renderAuditMarkdown } from '../../report/markdown/markdown-report.ts';
import { isFailure } from '../../text/failure.ts';
import type { AppServices } from '../context.ts';
import type { Event } from '../ports/events.ts';
import type { Forge, RepositoryRef } from '../ports/forge.ts';

type FullEvent = Event & { readonly kind: 'full' };

/** Found again by it, so that there is one such comment. */
function fullMarker(number: number): string {
  return `<!-- kernel-rust-audit:full:${number} -->`;
}

/** In UTF-16 units; GitHub refuses a comment of more than 65,536. */
const LONGEST = 60_000;

/** Writes the census and the standing findings at the head as one comment. @throws ForgeError */
export async function reportTree(
  repository: RepositoryRef,
  number: number,
  services: AppServices,
  signal: AbortSignal,
): Promise<void> {
  const forge = await services.forges.of(repository);
  const { head, base, baseBranch: branch } = await forge.pullRequest(number);
  const inForce = await services.settingsFor(forge, { base, branch, head: null });
  const deadline = AbortSignal.any([signal, services.clock.timeout(services.deadline)]);
  const audit = await services.analyst.audit(
    repository,
    forge.tree(head),
    inForce.settings,
    services.store.cache,
    deadline,
  );
  const filesAt = `${services.webUrl}/${repository.owner}/${repository.name}/blob/${head}/`;
  const report = isFailure(audit)
    ? `### The tree at ${head.slice(0, 12)} could not be read: ${audit.what}`
    : renderAuditMarkdown({ ...audit, revision: head }, { filesAt, rules: services.rules, maximum: LONGEST });
  await writeReport(forge, number, report);
}

/** The attempts are used up: the comment says so in the report's place. */
export async function giveUpReport(
  { repository, number }: FullEvent,
  errorId: string,
  { forges }: AppServices,
): Promise<void> {
  await writeReport(await forges.of(repository), number, failedReport(errorId));
}

async function writeReport(forge: Forge, number: number, report: string): Promise<void> {
  const body = `${fullMarker(number)}\n${report}`;
  const [known] = await forge.commentsOf(number, fullMarker(number));
  if (known === undefined) await forge.comment(number, body);
  else if (known.body.trimEnd() !== body.trimEnd()) await forge.editComment(known.id, body);
}
