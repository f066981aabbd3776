/** A check without a review: skipped, paused, settings that cannot be used, too long, or given up. */
import { externalIdOf } from '../publish/external-id.ts';
import type { WantedPublication } from '../publish/plan.ts';
import type { Conclusion } from '../publish/published.ts';
import { ACTIONS, CHECK_NAME, type Told } from '../publish/words.ts';
import type { Forge, PullRequest } from './forge.ts';
import { endOpenRuns, noteRun, runConcluded } from './open-runs.ts';
import { publish } from './publication.ts';
import type { AppServices } from './services.ts';

/**
 * Its conclusion and words.
 * @param attempt each has a run of its own; that it is paused is said once for a head
 */
export async function tellWithout(
  forge: Forge,
  { number, head }: PullRequest,
  conclusion: Conclusion,
  told: Told,
  services: AppServices,
  attempt: number | 'paused',
): Promise<void> {
  const externalId = externalIdOf({
    number,
    head,
    mergeBase: 'none',
    settings: attempt === 'paused' ? 'paused' : 'none',
    engine: services.engine,
    attempt: attempt === 'paused' ? 0 : attempt,
  });
  await endOpenRuns(forge, number, told, services, (run) => run.externalId !== externalId, conclusion);
  const run = (await forge.runsOn(head, CHECK_NAME)).find((each) => each.externalId === externalId) ?? null;
  const wanted: WantedPublication = {
    head,
    externalId,
    conclusion,
    output: { ...told, text: null },
    annotations: [],
    actions: ACTIONS.slice(0, 1),
    comment: null,
  };
  await publish(
    wanted,
    { run, comments: [] },
    {
      forge,
      number,
      ensureCurrent: async () => {},
      onRun: noteRun(services, forge, number, head),
    },
  );
  await runConcluded(services, forge, number, externalId);
}
