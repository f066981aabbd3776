/** A pull request in a repository of its own, for tests of the whole App. */
import type { FakeGitHub, FakeRepository } from '../support/fake-github/index.ts';

export const BLOCK = 'pub fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
export const JUSTIFIED =
  'pub fn read(p: *const u8) -> u8 {\n    // SAFETY: `p` is valid for reads.\n    unsafe { *p }\n}\n';
export const SETTINGS = '.github/kernel-rust-audit.yml';
export const BASE = { 'rust/kernel/lib.rs': '//! The kernel crate.\n', 'drivers/a.rs': 'fn a() {}\n' };
/** Whoever fails a call waits no longer than tests can. */
export const QUICK = { KRA_WRITE_PAUSE_MS: '5' };

export type Run = ReturnType<FakeRepository['runs']>[number];

export interface Opened {
  readonly repo: FakeRepository;
  readonly head: string;
  readonly number: number;
}

/** Webhooks of it wait in the outbox. */
export function open(
  hub: FakeGitHub,
  name: string,
  { files = { 'drivers/a.rs': BLOCK }, base = {}, ...pull }: OpenOptions = {},
): Opened {
  const repo = hub.repository(name);
  repo.commit({ files: { ...BASE, ...base } });
  const head = repo.commit({ files, parents: [repo.tip()] });
  const { number } = repo.openPullRequest({ head, author: 'ada', ...pull });
  return { repo, head, number };
}

export interface OpenOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly base?: Readonly<Record<string, string>>;
  readonly title?: string;
  readonly draft?: boolean;
}

/** The newest review of a head when so many are completed; the check of its settings is another one. */
export async function concluded(hub: FakeGitHub, { repo, head }: Omit<Opened, 'number'>, runs = 1): Promise<Run> {
  const ended = () =>
    repo.runs(head).filter(({ name, status }) => name === 'kernel-rust-audit' && status === 'completed');
  await hub.until(() => ended().length >= runs);
  return ended().at(-1) as Run;
}
