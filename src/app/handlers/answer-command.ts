/** Use case: answers a command in a comment, once: who asks is GitHub's to say, and what is done is recorded. */

import type { Permission, Settings } from '../../config/settings.ts';
import { type Command, commandOf } from '../../publish/audit-command-line.ts';
import {
  ACCEPT_NEEDS_REASON_REPLY,
  acceptedReply,
  failedCommandReply,
  helpReply,
  OWN_FINDING_REPLY,
  pausedReply,
  refusalReply,
  resumedReply,
  spelled,
  statusReply,
  TOO_MANY_COMMANDS_REPLY,
  UNHEARD_REPLY,
} from '../../publish/messages.ts';
import { mistypedCommand, mistypedFingerprint, mistypedRule } from '../../publish/mistyped.ts';
import { explainReply } from '../../publish/replies.ts';
import { ruleOf } from '../../rules/catalogue.ts';
import { type Attempted, attempt, whyMissing } from '../check/secondary-write.ts';
import { sayInCheck } from '../check/undelivered-replies.ts';
import type { AppServices } from '../context.ts';
import { type Asked, ensureHeard, noteCommand } from '../limits/command-allowance.ts';
import { roleOf } from '../limits/role-memory.ts';
import type { Event } from '../ports/events.ts';
import type { Forge, PullRequest, Role } from '../ports/forge.ts';
import { wantedReport, wantedReview } from '../ports/wanted-jobs.ts';
import { acceptanceKey, recallAcceptances } from '../records/acceptances.ts';
import { pauseKey, recallState } from '../records/pull-request.ts';
import { hasRole } from '../settings/roles.ts';

export type CommentEvent = Event & { readonly kind: 'comment' };

/** Replies in one pull request within an hour. */
const MOST_REPLIES = 5;
const HOUR = 3_600_000;

/** What came of a command: a reply, if it needs one, and whether it was done. */
interface Answer {
  readonly isDone: boolean;
  readonly reply: string | null;
}

/** What is remembered of a command once it was carried out: its reply and reaction can still be owed. */
interface CarriedOut extends Answer {
  readonly command: Command['kind'];
  readonly sender: string;
  readonly isOwed?: boolean;
  /** At which it was asked; absent in what 0.1.0 wrote. */
  readonly head?: string;
}

function commandKey({ repository, comment }: CommentEvent): string {
  return `command/${repository.id}/${comment}`;
}

function askedIn({ repository, number, sender, comment }: CommentEvent): Asked {
  return { repository, number, sender, id: String(comment) };
}

/** @throws LateWrite where the reply or the reaction may be written later; the command is not carried out again */
export async function answerCommand(event: CommentEvent, services: AppServices): Promise<void> {
  const command = commandOf(event.body);
  if (command === null) return;
  const { store, clock } = services;
  const key = commandKey(event);
  const known = (await store.recall(key)) as CarriedOut | undefined;
  if (known !== undefined && known.isOwed !== true) return;
  if (known === undefined) await ensureHeard(askedIn(event), services);
  const forge = await services.forges.of(event.repository);
  const done = known ?? (await carriedOutNow(command, event, forge, services));
  const { reply } = done;
  const said = reply === null ? NOTHING_LATE : await replyOnce(reply, event, forge, services);
  const shown = await attempt(() => forge.react(event.comment, done.isDone ? 'rocket' : '-1'));
  const to = command.kind === 'unknown' ? 'a command' : spelled(command.kind);
  const missing = [...whyMissing(`The reply to ${to}`, said), ...whyMissing(`The reaction to ${to}`, shown)];
  const { head } = done;
  const unsaid =
    missing.length === 0 || head === undefined ? null : await sayInCheck(missing, forge, event.number, head, services);
  const late = said.late ?? shown.late ?? unsaid;
  if (late !== null) throw late;
  await store.remember(key, { ...done, isOwed: false }, clock.now());
}

const NOTHING_LATE: Attempted = { why: null, late: null };

/** Whatever becomes of the reaction that it was seen, the command is carried out, and that is remembered before anything is said. */
async function carriedOutNow(
  command: Command,
  event: CommentEvent,
  forge: Forge,
  services: AppServices,
): Promise<CarriedOut> {
  await attempt(() => forge.react(event.comment, 'eyes'));
  const pullRequest = await forge.pullRequest(event.number);
  const answer = await answerOf(command, event, forge, pullRequest, services);
  const done = { ...answer, head: pullRequest.head, command: command.kind, sender: event.sender, isOwed: true };
  await services.store.remember(commandKey(event), done, services.clock.now());
  return done;
}

/** The attempts are used up: whoever asked is not left without an answer. A command that was carried out did not fail. */
export async function giveUpCommand(event: CommentEvent, errorId: string, services: AppServices): Promise<void> {
  const command = commandOf(event.body);
  if (command === null || command.kind === 'unknown') return;
  if ((await services.store.recall(commandKey(event))) !== undefined) return;
  const forge = await services.forges.of(event.repository);
  const { late } = await replyOnce(failedCommandReply(command.kind, errorId), event, forge, services);
  if (late !== null) throw late;
  await attempt(() => forge.react(event.comment, '-1'));
}

async function answerOf(
  command: Command,
  event: CommentEvent,
  forge: Forge,
  pullRequest: PullRequest,
  services: AppServices,
): Promise<Answer> {
  const { settingsFor } = services;
  const inForce = await settingsFor(forge, { base: pullRequest.base, branch: pullRequest.baseBranch, head: null });
  const { settings } = inForce;
  const { refusal, role } = await mayAsk(command, event, forge, settings, pullRequest);
  const answer =
    refusal === null
      ? await carryOut(command, event, pullRequest, settings, role, services)
      : { isDone: false, reply: refusal };
  if (role !== null && hasRole(role, 'write')) return answer;
  const isLast = await noteCommand(askedIn(event), refusal !== null, services);
  return isLast ? { ...answer, reply: [answer.reply ?? '', UNHEARD_REPLY].join('\n\n').trim() } : answer;
}

/** What a person may ask for. */
interface Permitted {
  /** Null: the person may. */
  readonly refusal: string | null;
  /** Null: GitHub was not asked, or does not say. */
  readonly role: Role | null;
}

/** Where GitHub does not say what a person may do, that person may nothing. */
async function mayAsk(
  command: Command,
  { sender }: CommentEvent,
  forge: Forge,
  { commands, accept: whoAccepts }: Settings,
  { author }: PullRequest,
): Promise<Permitted> {
  const needed = neededFor(command.kind, commands);
  if (needed === null || command.kind === 'unknown') return { refusal: null, role: null };
  const isAuthor = sender.toLowerCase() === author.toLowerCase();
  if (isAuthor && command.kind === 'audit') return { refusal: null, role: null };
  const role = await roleOf(forge, sender);
  if (role === null || !hasRole(role, needed)) return { refusal: refusalReply(command.kind, needed, role), role };
  const isOwn = isAuthor && command.kind === 'accept' && whoAccepts === 'not-the-author';
  return { refusal: isOwn ? OWN_FINDING_REPLY : null, role };
}

/** Null: anybody may, since it changes nothing. */
function neededFor(kind: Command['kind'], commands: Settings['commands']): Permission | null {
  if (kind === 'audit' || kind === 'full' || kind === 'accept' || kind === 'pause') return commands[kind];
  return kind === 'resume' ? commands.pause : null;
}

async function carryOut(
  command: Command,
  event: CommentEvent,
  pullRequest: PullRequest,
  settings: Settings,
  role: Role | null,
  services: AppServices,
): Promise<Answer> {
  const { store, clock } = services;
  const { repository, number, sender, comment } = event;
  const now = clock.now();
  const record = (detail: object) =>
    store.record({
      at: now,
      repository: repository.id,
      pullRequest: number,
      actor: sender,
      what: `command ${command.kind}`,
      detail: { comment, head: pullRequest.head, ...(role === null ? {} : { role }), ...detail },
    });
  const { author } = pullRequest;
  const asked = { head: null, force: true, asker: sender };
  const again = () =>
    store.want([wantedReview(repository, number, 'command', { ...asked, notBefore: now, author })], now);
  switch (command.kind) {
    case 'audit':
      await record({});
      await again();
      return { isDone: true, reply: null };
    case 'full':
      await record({});
      await store.want([wantedReport(repository, number, sender, now)], now);
      return { isDone: true, reply: null };
    case 'explain': {
      const rule = ruleOf(command.rule);
      if (rule === undefined) return { isDone: false, reply: mistypedRule(command.rule) };
      return { isDone: true, reply: explainReply(rule) };
    }
    case 'status':
      return { isDone: true, reply: await statusOf(event, pullRequest, services) };
    case 'accept':
      return accept(command, event, pullRequest, services, record);
    case 'pause':
      await record({});
      await store.remember(pauseKey(repository.id, number), { sender, at: now }, now);
      return { isDone: true, reply: pausedReply(sender) };
    case 'resume':
      await record({});
      await store.remember(pauseKey(repository.id, number), undefined, now);
      await again();
      return { isDone: true, reply: resumedReply(sender) };
    case 'help':
      return { isDone: true, reply: helpReply(settings.commands) };
    case 'unknown':
      return { isDone: false, reply: mistypedCommand(command.words) };
  }
}

async function accept(
  { fingerprint, reason }: Command & { readonly kind: 'accept' },
  { repository, number, sender, comment }: CommentEvent,
  { head, author }: PullRequest,
  { store, clock }: AppServices,
  record: (detail: object) => Promise<void>,
): Promise<Answer> {
  if (fingerprint === '' || reason === '') return { isDone: false, reply: ACCEPT_NEEDS_REASON_REPLY };
  const state = await recallState(store, repository.id, number);
  const findings = state?.head === head ? state.findings : [];
  const finding = findings.find((each) => each.fingerprint === fingerprint);
  if (finding === undefined) return { isDone: false, reply: mistypedFingerprint(fingerprint, head, findings) };
  const now = clock.now();
  const given = { fingerprint, person: sender, reason, head, at: now, comment, frame: finding.frame };
  await record({ fingerprint, reason });
  await store.remember(acceptanceKey(repository.id, number, fingerprint), given, now);
  const wanted = wantedReview(repository, number, 'command', {
    head: null,
    force: true,
    notBefore: now,
    author,
    asker: sender,
  });
  await store.want([wanted], now);
  const { rule, path, line } = finding;
  return { isDone: true, reply: acceptedReply({ fingerprint, rule, path, line, head, person: sender, reason }) };
}

async function statusOf(
  { repository, number }: CommentEvent,
  { head }: PullRequest,
  { store, webUrl }: AppServices,
): Promise<string> {
  const state = await recallState(store, repository.id, number);
  const isOfHead = state !== undefined && state.head === head;
  return statusReply({
    head,
    state: isOfHead ? 'concluded' : 'unknown',
    title: isOfHead ? state.title : null,
    conclusion: isOfHead ? state.conclusion : null,
    runUrl: isOfHead ? `${webUrl}/${repository.owner}/${repository.name}/runs/${state.run}` : null,
    isPaused: (await store.recall(pauseKey(repository.id, number))) !== undefined,
    accepted: (await recallAcceptances(store, repository.id, number)).length,
  });
}

/** Looked up by the marker before it is written: a retry does not say it twice. Above the limit it is silent; what GitHub refuses counts. */
async function replyOnce(
  words: string,
  { repository, number, comment }: CommentEvent,
  forge: Forge,
  { store, clock }: AppServices,
): Promise<Attempted> {
  const marker = `<!-- kernel-rust-audit:reply:${comment} -->`;
  const ofPullRequest = `replies/${repository.id}/${number}/`;
  // each by itself: replies that are given at the same time are all counted
  const own = `${ofPullRequest}${comment}`;
  const now = clock.now();
  const others = [...(await store.recallAll(ofPullRequest))].filter(
    ([key, at]) => key !== own && (at as number) > now - HOUR,
  );
  if (others.length >= MOST_REPLIES) return NOTHING_LATE;
  const said = others.length === MOST_REPLIES - 1 ? `${words}\n\n${TOO_MANY_COMMANDS_REPLY}` : words;
  const tried = await attempt(async () => {
    if ((await forge.commentsOf(number, marker)).length === 0) await forge.comment(number, `${marker}\n${said}`);
  });
  if (tried.late === null) await store.remember(own, now, now);
  return tried;
}
