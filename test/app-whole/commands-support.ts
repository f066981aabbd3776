/** A pull request and what people say in it, for tests of the whole App. */
import type { FakeGitHub, FakeRepository } from '../support/fake-github/index.ts';

type Run = ReturnType<FakeRepository['runs']>[number];

export interface Conversation {
  readonly repo: FakeRepository;
  readonly number: number;
  readonly head: string;
  /** A comment that nobody has heard of yet. */
  write(who: string, body: string): number;
  /** A command, and the App's reactions to it when it is done. */
  say(who: string, body: string): Promise<readonly string[]>;
  reactionsTo(comment: number): readonly string[];
  /** The App's replies to commands, without their markers. */
  replies(): readonly string[];
  /** Ends when so many runs of the head are concluded; gives the newest. */
  concluded(head: string, runs?: number): Promise<Run>;
}

/** A base, a pull request of `ada` upon it, and its first run concluded. */
export async function openConversation(
  hub: FakeGitHub,
  name: string,
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Conversation> {
  const repo = hub.repository(name);
  repo.commit({ files: { 'rust/kernel/lib.rs': '//! The kernel crate.\n', 'drivers/a.rs': 'fn a() {}\n', ...more } });
  const head = repo.commit({ files, parents: [repo.tip()] });
  const { number } = repo.openPullRequest({ head, author: 'ada' });
  const reactionsTo = (comment: number): readonly string[] =>
    repo
      .comments(number)
      .flatMap(({ id, reactions }) => (id === comment ? reactions : []))
      .map((each) => each.content);
  const concluded = async (of: string, runs = 1): Promise<Run> => {
    const ended = () => repo.runs(of).filter(({ status }) => status === 'completed');
    await hub.until(() => ended().length >= runs);
    return ended().at(-1) as Run;
  };
  const conversation: Conversation = {
    repo,
    number,
    head,
    write: (who, body) => repo.comment(number, who, body).id,
    say: async (who, body) => {
      const { id } = repo.comment(number, who, body);
      await hub.deliverAll();
      await hub.until(() => reactionsTo(id).length === 2);
      return reactionsTo(id);
    },
    reactionsTo,
    replies: () =>
      repo.comments(number).flatMap(({ isByApp, body }) => {
        const reply = /^<!-- kernel-rust-audit:reply:\d+ -->\n/.exec(body);
        return isByApp && reply !== null ? [body.slice(reply[0].length)] : [];
      }),
    concluded,
  };
  await hub.deliverAll();
  await concluded(head);
  return conversation;
}

/** Of the unsafe block without a comment. */
export function fingerprintOf({ annotations }: Run): string {
  const details = annotations.find(({ title }) => title?.startsWith('undocumented'))?.raw_details;
  return /Fingerprint: (\S+)/.exec(details ?? '')?.[1] ?? 'none';
}
