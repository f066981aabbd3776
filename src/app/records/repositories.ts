/** The repositories that the App has seen. */
import type { RepositoryRef } from '../ports/forge.ts';
import type { JobStore } from '../ports/job-store.ts';

/** A repository that the App has seen, for work that no delivery asks for. */
export function repositoryKey({ id }: Pick<RepositoryRef, 'id'>): string {
  return `repository/${id}`;
}

export async function noteRepository(store: JobStore, repository: RepositoryRef, now: number): Promise<void> {
  await store.remember(repositoryKey(repository), repository, now);
}

/** By their numbers. */
export async function knownRepositories(store: JobStore): Promise<ReadonlyMap<number, RepositoryRef>> {
  const known = (await store.recallAll('repository/')).values() as Iterable<RepositoryRef>;
  return new Map([...known].map((repository) => [repository.id, repository]));
}
