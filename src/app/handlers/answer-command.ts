/** Use case: answers a command in a comment, once. GitHub says who asks and what that person may do; what is done is recorded. */

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
import { type AppServices, type PullRequestContext, pullRequestContext } from '../context.ts';
import { type Asked, ensureHeard, noteCommand } from '../limits/command-allowance.ts';
import { roleOf } from '../limits/role-memory.ts';
import type { Event } from '../ports/events.ts';
import type { Forge, PullRequest, Role } from '../ports/forge.ts';
import { wantedReport, wantedReview } from '../ports/wanted-jobs.ts';
import { PullRequestRecords } from '../records/pull-request-records.ts';
import { type CarriedOut, RepositoryRecords } from '../records/repository-records.ts';
import type { Value } from '../records/value.ts';
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

function commandRecord({ repository, comment }: CommentEvent, { store, clock }: AppServices): Value<CarriedOut> {
  return new RepositoryRecords(store, clock, repository).command(comment);
}

function askedIn({ repository, number, sender, comment }: CommentEvent): Asked {
  return { repository, number, sender, id: String(comment) };
}

/** @throws LateWrite where the reply or the reaction may be written later; the command is not carried out again */
export async function answerCommand(event: CommentEvent, services: AppServices): Promise<void> {
  const command = commandOf(event.body);
  if (command === null) return;
  const memory = commandRecord(event, services);
  const known = await memory.recall();
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
    missing.length === 0 || head === undefined
      ? null
      : await sayInCheck(pullRequestContext(services, forge, { number: event.number, head }), missing);
  const late = said.late ?? shown.late ?? unsaid;
  if (late !== null) throw late;
  await memory.remember({ ...done, isOwed: false });
}

const NOTHING_LATE: Attempted = { why: null, late: null };

/** The command is carried out even where the reaction fails, and that is remembered before the reply is written. */
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
  await commandRecord(event, services).remember(done);
  return done;
}

/** All attempts failed: the person who asked gets a reply that says so. A command that was carried out did not fail. */
export async function giveUpCommand(event: CommentEvent, errorId: string, services: AppServices): Promise<void> {
  const command = commandOf(event.body);
  if (command === null || command.kind === 'unknown') return;
  if ((await commandRecord(event, services).recall()) !== undefined) return;
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
      ? await carryOut(command, event, pullRequestContext(services, forge, pullRequest), pullRequest, settings, role)
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

/** Without an answer from GitHub the person may not. */
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

/** Null: everyone may, since it changes nothing. */
function neededFor(kind: Command['kind'], commands: Settings['commands']): Permission | null {
  if (kind === 'audit' || kind === 'full' || kind === 'accept' || kind === 'pause') return commands[kind];
  return kind === 'resume' ? commands.pause : null;
}

async function carryOut(
  command: Command,
  event: CommentEvent,
  context: PullRequestContext,
  pullRequest: PullRequest,
  settings: Settings,
  role: Role | null,
): Promise<Answer> {
  const { records, clock } = context;
  const { store } = context.services;
  const { repository, number, sender, comment } = event;
  const now = clock.now();
  const asked = { comment, head: pullRequest.head, ...(role === null ? {} : { role }) };
  const record = (detail: object) => records.record(sender, `command ${command.kind}`, { ...asked, ...detail });
  const { author } = pullRequest;
  const how = { head: null, force: true, notBefore: now, author, asker: sender };
  const again = () => store.want([wantedReview(repository, number, 'command', how)], now);
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
      return { isDone: true, reply: await statusOf(context) };
    case 'accept':
      return accept(command, event, context, record, again);
    case 'pause':
      await record({});
      await records.pause.remember({ sender, at: now });
      return { isDone: true, reply: pausedReply(sender) };
    case 'resume':
      await record({});
      await records.pause.forget();
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
  { sender, comment }: CommentEvent,
  { records, clock, head }: PullRequestContext,
  record: (detail: object) => Promise<void>,
  again: () => Promise<void>,
): Promise<Answer> {
  if (fingerprint === '' || reason === '') return { isDone: false, reply: ACCEPT_NEEDS_REASON_REPLY };
  const state = await records.state.recall();
  const findings = state?.head === head ? state.findings : [];
  const finding = findings.find((each) => each.fingerprint === fingerprint);
  if (finding === undefined) return { isDone: false, reply: mistypedFingerprint(fingerprint, head, findings) };
  const given = { fingerprint, person: sender, reason, head, at: clock.now(), comment, frame: finding.frame };
  await record({ fingerprint, reason });
  await records.acceptance(fingerprint).remember(given);
  await again();
  const { rule, path, line } = finding;
  return { isDone: true, reply: acceptedReply({ fingerprint, rule, path, line, head, person: sender, reason }) };
}

async function statusOf({ records, forge, services, head }: PullRequestContext): Promise<string> {
  const { owner, name } = forge.repository;
  const state = await records.state.recall();
  const isOfHead = state !== undefined && state.head === head;
  const url = `${services.webUrl}/${owner}/${name}/runs/${state?.run}`;
  return statusReply({
    head,
    check: isOfHead ? { title: state.title, conclusion: state.conclusion, url } : null,
    isPaused: (await records.pause.recall()) !== undefined,
    accepted: (await records.acceptances()).length,
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
  const records = new PullRequestRecords(store, clock, repository, number);
  const now = clock.now();
  const others = await records.otherReplies(comment, now - HOUR);
  if (others >= MOST_REPLIES) return NOTHING_LATE;
  const said = others === MOST_REPLIES - 1 ? `${words}\n\n${TOO_MANY_COMMANDS_REPLY}` : words;
  const tried = await attempt(async () => {
    if ((await forge.commentsOf(number, marker)).length === 0) await forge.comment(number, `${marker}\n${said}`);
  });
  if (tried.late === null) await records.reply(comment).remember(now);
  return tried;
}
