/** Real payloads of GitHub and of GitHub Enterprise Server, as if this App had got them. */
import { createRequire } from 'node:module';

export interface Example {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const load = createRequire(import.meta.url);

/** As they are in the package; most were recorded without an App. */
export function recordedExamples(): readonly Example[] {
  const folders = ['api.github.com', 'ghes-35', 'ghes-34', 'ghes-33', 'ghes-32', 'ghes-31'];
  return folders.flatMap((folder) => {
    const events: unknown = load(`@octokit/webhooks-examples/${folder}/index.json`);
    if (!Array.isArray(events)) throw new Error(`${folder} holds no list`);
    return events.flatMap(({ name, examples }) => examples.map((payload: Example['payload']) => ({ name, payload })));
  });
}

export const INSTALLATION = 5;

/** Every one with an installation, and check runs of our own name. */
export function ownExamples(): readonly Example[] {
  return recordedExamples().map(({ name, payload }) => {
    const run = payload['check_run'];
    const own = typeof run === 'object' && run !== null ? { check_run: { ...run, name: 'kernel-rust-audit' } } : {};
    return { name, payload: { installation: { id: INSTALLATION }, ...payload, ...own } };
  });
}
