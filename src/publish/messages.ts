/** All that the App says by itself on GitHub, in one place; what rules say of findings stands with the rules. */
import type { Severity } from '../finding/finding.ts';
import { code, prose } from '../report/markdown/markdown-escape.ts';
import { explainCall } from '../report/markdown/rule-links.ts';
import { shortId } from '../report/select/patch-labels.ts';
import { counted, listed, sentence, thousands } from '../report/select/phrases.ts';
import type { Failure } from '../text/failure.ts';
import { PROGRAM } from '../text/name.ts';
import type { GateOptions } from './conclusion.ts';
import type { Conclusion, RunAction } from './published.ts';

/** Never renamed: branch protection names it. */
export const CHECK_NAME = PROGRAM;
export const SETTINGS_CHECK_NAME = `${PROGRAM} / config`;

/** The buttons of a check run. GitHub takes three; label 20, description 40, identifier 20 characters (OpenAPI, checks). */
export const ACTIONS: readonly RunAction[] = [
  { label: 'Re-audit', description: 'Look at this head again', identifier: 'reaudit' },
  { label: 'Full report', description: 'Audit the whole tree of this head', identifier: 'full-report' },
];

/** A title, and a summary in Markdown. */
export interface CheckMessage {
  readonly title: string;
  readonly summary: string;
}

// --- a run on its way to a result ---

export const RUNNING: CheckMessage = { title: 'Reading the commits', summary: 'The audit is under way.' };

/** @param until in ms since 1970 */
export function waitingForQuota(until: number): CheckMessage {
  const time = `${clockTime(until)} UTC`;
  return {
    title: `Waiting for GitHub quota until ${time}`,
    summary: `GitHub takes no more requests from this App for now. The audit goes on by itself at ${time}.`,
  };
}

/** Why a pull request waits for its next review. */
const WHY_RESTING = {
  changes:
    'This pull request was changed often within a short time. The wait gets longer with each further review, and shorter when nothing changes.',
  'pull-request':
    "Reviews of this pull request have used up their share of this App's requests to GitHub for the hour.",
  author:
    "Reviews of the pull requests of this author have used up their share of this App's requests to GitHub for the hour.",
} as const;

/** @param until in ms since 1970 */
export function resting(why: keyof typeof WHY_RESTING, until: number): CheckMessage {
  // never earlier than it is
  const time = `${clockTime(Math.ceil(until / 60_000) * 60_000)} UTC`;
  return {
    title: `Waiting until ${time}`,
    summary: `${WHY_RESTING[why]} The newest head is reviewed by ${time}; there is nothing to do. A person with write permission can have it reviewed at once: with \`/audit\` in a comment, or by running this check again.`,
  };
}

/** Of a run at the head that is reviewed now, which was begun for another review. */
export const BEGUN: CheckMessage = {
  title: 'The review has begun',
  summary: 'A newer check of this head has the result.',
};

/** @param head of the push that came in between */
export function superseded(head: string): CheckMessage {
  return {
    title: `Superseded by ${shortId(head)}`,
    summary: `${code(shortId(head))} was pushed before this audit ended; its own check has the result.`,
  };
}

export const CLOSED: CheckMessage = {
  title: 'Closed',
  summary: 'The pull request was closed before this audit ended.',
};
export const GROUP_DESTROYED: CheckMessage = {
  title: 'Merge group removed',
  summary: 'The merge queue removed this group before its audit ended.',
};
/** @param run the address of the pull request's check */
export function groupAudited(pullRequest: number, run: string): CheckMessage {
  return {
    title: `Audited as pull request ${pullRequest}`,
    summary: `What would be merged is what pull request ${pullRequest} was [audited as](${run}), file by file and on the same base.`,
  };
}

export const DRAFT: CheckMessage = {
  title: 'A draft',
  summary: 'The settings leave drafts alone: the audit comes when the pull request is ready for review.',
};

export const PAUSED: CheckMessage = {
  title: 'Paused',
  summary: 'Audits of this pull request are paused. A comment with `/audit resume` lets them go on.',
};

/**
 * @param label the one that the settings name
 * @param person who set it
 */
export function skippedByLabel(label: string, person: string): CheckMessage {
  return {
    title: 'Skipped by a label',
    summary: `The label ${code(label)} skips the audit of this head. ${code(person)}, who may write, set it. A push ends that.`,
  };
}

const SET_AGAIN = 'Take it off and set it again to skip this head.';

/** Above the result of a head that was audited though the label is there; Markdown. @param head at which it was set */
export function labelOfEarlierHead(label: string, head: string): string {
  return `The label ${code(label)} was set at an earlier head, ${code(shortId(head))}, and does not count for this one. ${SET_AGAIN}`;
}

/** The same where no delivery of GitHub says at which head it was set. */
export function labelOfUnknownHead(label: string): string {
  return `The label ${code(label)} does not count: it is not known at which head it was set. ${SET_AGAIN}`;
}

/** The same where it was set by a person who may not skip. */
export function labelOfAnother(label: string, person: string): string {
  return `The label ${code(label)} does not count: ${code(person)} set it, and only a person with write permission may.`;
}

/** @param files what was read before the time was up, of how many @param again what to press */
export function timedOut(seconds: number, again = '`Re-audit` tries again.'): CheckMessage {
  return {
    title: `Timed out after ${seconds % 60 === 0 ? counted(seconds / 60, 'minute') : counted(seconds, 'second')}`,
    summary: `No result was kept. ${again}`,
  };
}

/** What is missing beside the check. @param what as `The comment` @param why as `the conversation is locked` */
export function notWritten(what: string, why: string): string {
  return `${what} could not be written: ${why}.`;
}

/** Histories that have no commit in common. */
export const UNRELATED: CheckMessage = {
  title: 'No common history with the base',
  summary:
    'The head and the base branch have no commit in common, so that nothing says what this pull request changes. Nothing was audited. Rebase the commits on the base branch and push them again.',
};

/** @param errorId by which the App's operators find it in their log */
export function crashed(errorId: string): CheckMessage {
  return {
    title: 'The audit failed',
    summary: `A mistake of ${PROGRAM}, not of this change, ended the audit. Nothing is known of this head. Error ${code(errorId)}; \`Re-audit\` tries again.`,
  };
}

/** What holds where the settings of the base have mistakes. */
const INSTEAD = {
  'without-ended': 'The suppressions that have ended count no more; all else holds.',
  'last-good': 'The last good settings of this branch hold until that is mended.',
  careful: 'No good settings of this branch are known: until that is mended, the defaults hold, with the gate on.',
} as const;

/**
 * Markdown sentences above a result.
 * @param mistakes in the settings of the base branch
 * @param file the settings file of the base, and the address of its page
 */
export function settingsTroubleSentence(
  mistakes: readonly Failure[],
  instead: keyof typeof INSTEAD,
  file: { readonly path: string; readonly page: string },
): string {
  const named = mistakes.slice(0, 3).map(({ where, what, remedy }) => {
    const [, path = where, line] = /^(.+?)(?::(\d{1,9})(?::\d{1,9})?)?$/.exec(where) ?? [];
    const place = path === file.path ? `[${code(where)}](${file.page}${line ? `#L${line}` : ''})` : code(where);
    return `${place}: ${prose(what)}; ${prose(remedy)}`;
  });
  const more = mistakes.length > 3 ? `, and ${mistakes.length - 3} more` : '';
  return `**The settings of the base branch have mistakes.** ${named.join('. ')}${more}. ${INSTEAD[instead]}`;
}

// --- a result ---

/** What findings do to the check; Markdown. */
export function gateSentence({ gate, failOn }: GateOptions): string {
  if (gate === 'advisory') return 'Advisory: findings do not fail this check.';
  const level: Severity | 'never' = gate === 'strict' && failOn === 'error' ? 'warning' : failOn;
  const fail = {
    error: 'errors fail this check',
    warning: 'errors and warnings fail this check',
    info: 'all findings fail this check',
    never: 'findings do not fail this check',
  }[level];
  const also = level === 'never' ? 'but what could not be read does' : 'and so does what could not be read';
  return gate === 'strict' ? `Strict: ${fail}, ${also}.` : `Enforced: ${fail}.`;
}

export function notAnnotatedSentence(left: number): string {
  const go = left === 1 ? 'finding is' : 'findings are';
  return `${thousands(left)} more ${go} not shown beside the code: the worst come first, and pages with more of them do not open.`;
}

export function settingsTold(mistakes: number): CheckMessage {
  if (mistakes === 0) return { title: 'The settings are good', summary: 'Every key and value can be used.' };
  return {
    title: `${counted(mistakes, 'mistake')} in the settings`,
    summary:
      'Until they are mended, the last good settings hold. The settings of the base branch decide; those of a pull request are only checked.',
  };
}

/** In the details of an annotation, which is no Markdown; the rule is one of the catalogue. */
export function aboutRule(rule: string, address: string, isPage: boolean): string {
  return isPage ? `About the rule: ${address}` : `About the rule: ${explainCall(rule)}, and ${address}`;
}

export const TOP_FINDINGS = '#### The worst of them';

/** Ends the comment; `/audit` is within a sentence, where it is not a command. */
export function commentClosing(runUrl: string | null): string {
  const report = runUrl === null ? 'The check has the full report.' : `The [check](${runUrl}) has the full report.`;
  return `${report} A comment with \`/audit\` on a line of its own looks again; \`/audit help\` explains more.`;
}

export function moreInReport(left: number): string {
  return `\n${thousands(left)} more in the full report.\n`;
}

// --- replies to commands: each is one comment, and none holds a command on a line of its own ---

/** The words behind `/audit`; `audit` is the command without one. */
export const COMMAND_NAMES = ['audit', 'full', 'explain', 'status', 'accept', 'pause', 'resume', 'help'] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** Who may say a command: a role of GitHub, the least that is enough. */
export type CommandRoles = Readonly<Record<'audit' | 'full' | 'accept' | 'pause', string>>;

/** Within code and behind a word, a command is none; but a person can copy it, so nothing is put into it. */
export function spelled(command: CommandName): string {
  return command === 'audit' ? '`/audit`' : `\`/audit ${command}\``;
}

/** What follows a command. */
const FOLLOWED_BY: Partial<Readonly<Record<CommandName, string>>> = {
  explain: ' RULE',
  accept: ' FINGERPRINT REASON',
};

/** A command with what has to follow it, as `/audit explain RULE`, in code. */
export function usage(command: CommandName): string {
  return spelled(command).replace(/`$/, `${FOLLOWED_BY[command] ?? ''}\``);
}

export function helpReply(roles: CommandRoles): string {
  const rows: readonly (readonly [CommandName, what: string, who: string])[] = [
    ['audit', 'looks at the present head again', `${roles.audit}, or the author of the pull request`],
    ['full', 'audits the whole tree: census and standing findings', roles.full],
    ['explain', 'says what a rule wants, and why', 'anybody'],
    ['status', 'says what is known of the present head', 'anybody'],
    ['accept', 'accepts a finding of the present head', roles.accept],
    ['pause', 'stops audits of this pull request', roles.pause],
    ['resume', 'lets them go on', roles.pause],
    ['help', 'this list', 'anybody'],
  ];
  const lines = rows.map(([command, what, who]) => `- ${usage(command)}: ${what} (${who})`);
  return ['Write a command on a line of its own, in a new comment; edits are not read.', '', ...lines].join('\n');
}

/** @param has null: GitHub did not say what the person may do */
export function refusalReply(command: CommandName, needed: string, has: string | null): string {
  const reason = has === null ? 'GitHub did not say what you may do here' : `you have ${prose(has)}`;
  return `${spelled(command)} needs ${prose(needed)} permission on this repository; ${reason}. Nothing was done.`;
}

export interface Status {
  readonly head: string;
  /** Of the check run; null where the head was not reviewed yet. */
  readonly check: { readonly title: string; readonly conclusion: Conclusion; readonly url: string } | null;
  readonly isPaused: boolean;
  readonly accepted: number;
}

export function statusReply(status: Status): string {
  const { head, check, isPaused, accepted } = status;
  const said =
    check === null ? 'was not audited yet' : `was audited: ${prose(check.conclusion)}, ${prose(check.title)}`;
  return [
    `The head ${code(shortId(head))} ${said}.`,
    ...(accepted > 0 ? [`${counted(accepted, 'finding')} accepted for it.`] : []),
    ...(isPaused ? ['Audits of this pull request are paused.'] : []),
    ...(check === null ? [] : [`[The check](${check.url})`]),
  ].join(' ');
}

/** Stands above a rule's page. */
export function explainIntro(id: string): string {
  return `What the rule ${code(id)} wants, and why:`;
}

/** @param meant an id that was meant, null where none is near */
export function unknownRuleReply(id: string, meant: string | null, known: readonly string[]): string {
  return `There is no rule ${code(id)}.${didYouMean(meant === null ? null : code(meant))} The rules are ${listed(known.map(code))}.`;
}

function didYouMean(markdown: string | null): string {
  return markdown === null ? '' : ` Did you mean ${markdown}?`;
}

export interface Accepted extends NamedFinding {
  readonly head: string;
  readonly person: string;
  readonly reason: string;
}

export function acceptedReply(accepted: Accepted): string {
  const { fingerprint, rule, path, line, head, person, reason } = accepted;
  return [
    `${code(person)} accepted ${code(fingerprint)} for the head ${code(shortId(head))}: ${code(rule)} at ${code(`${path}:${line}`)}.`,
    `Reason: ${prose(sentence(reason))}`,
    'It counts again as soon as the place changes.',
  ].join(' ');
}

/** A finding that a person can name. */
export interface NamedFinding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly path: string;
  readonly line: number;
}

/** @param meant a finding whose fingerprint is near, null where none is */
export function unknownFingerprintReply(fingerprint: string, head: string, meant: NamedFinding | null): string {
  const near = meant === null ? null : `${code(meant.fingerprint)}, ${code(meant.rule)} at ${placeOf(meant)}`;
  return `No finding of the head ${code(shortId(head))} has the fingerprint ${code(fingerprint)}.${didYouMean(near)} The annotation of a finding shows its fingerprint. Nothing was accepted.`;
}

/** Findings that a reply names. */
const MOST_NAMED = 5;

/** A rule was named where a fingerprint has to be. @param findings of that rule at the head */
export function acceptNeedsFindingReply(rule: string, head: string, findings: readonly NamedFinding[]): string {
  const named = findings.slice(0, MOST_NAMED).map((each) => `${code(each.fingerprint)} at ${placeOf(each)}`);
  const more = findings.length > MOST_NAMED ? [`${thousands(findings.length - MOST_NAMED)} more`] : [];
  const there = named.length === 0 ? 'no finding' : listed([...named, ...more]);
  return `${code(rule)} is a rule, and an acceptance is of one finding: ${usage('accept')}. Of this rule the head ${code(shortId(head))} has ${there}. Nothing was accepted.`;
}

function placeOf({ path, line }: NamedFinding): string {
  return code(`${path}:${line}`);
}

/** The author asks, and the settings leave it to others. */
export const OWN_FINDING_REPLY =
  'You opened this pull request, and here its author cannot accept its findings. Ask somebody else with the permission; the setting `accept: anyone-with-write` on the base branch would let you.';

export const ACCEPT_NEEDS_REASON_REPLY =
  'An acceptance needs a fingerprint and a reason: `/audit accept FINGERPRINT REASON`. Nothing was accepted.';

export function pausedReply(person: string): string {
  return `${code(person)} paused the audits of this pull request. \`/audit resume\` lets them go on.`;
}

export function resumedReply(person: string): string {
  return `${code(person)} let the audits of this pull request go on; the present head is looked at now.`;
}

/** @param meant what the words were to be, in Markdown; null where nothing is near */
export function unknownCommandReply(command: string, meant: string | null): string {
  return `${code(`/audit ${command}`)} is not a command.${didYouMean(meant)} \`/audit help\` lists them. Nothing was done.`;
}

export const TOO_MANY_COMMANDS_REPLY =
  'There were too many commands in this pull request within an hour. Later ones get no answer until the hour is over.';

/** To a person whose further commands are passed over. */
export const UNHEARD_REPLY =
  'You gave too many commands in this repository within an hour. Further ones of yours get no answer, and nothing is done for them, until the hour is over.';

/** @param errorId by which the App's operators find it in their log */
export function failedCommandReply(command: CommandName, errorId: string): string {
  return `${spelled(command)} failed, through no mistake of yours. Error ${code(errorId)}; ${spelled('status')} shows what was done, and a new comment tries again.`;
}

/** In place of the report of the whole tree. */
export function failedReport(errorId: string): string {
  return `### The whole tree could not be audited\n\nThe audit failed. Error ${code(errorId)}; ${spelled('full')} in a new comment tries again.`;
}

/** As `17:05`, in UTC. */
function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
