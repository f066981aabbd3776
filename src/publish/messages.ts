/** The App's own messages on GitHub; the texts of findings are in the rules. */
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
  { label: 'Re-audit', description: 'Review this head again', identifier: 'reaudit' },
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
    summary: `GitHub accepts no further requests from this App for now. The audit continues automatically at ${time}.`,
  };
}

/** Why a pull request waits for its next review. */
const WHY_RESTING = {
  changes:
    'This pull request changed often within a short time. The wait grows with each further review and shrinks when nothing changes.',
  'pull-request':
    "Reviews of this pull request have used up their share of this App's requests to GitHub for the hour.",
  author:
    "Reviews of this author's pull requests have used up their share of this App's requests to GitHub for the hour.",
} as const;

/** @param until in ms since 1970 */
export function resting(why: keyof typeof WHY_RESTING, until: number): CheckMessage {
  // never earlier than it is
  const time = `${clockTime(Math.ceil(until / 60_000) * 60_000)} UTC`;
  return {
    title: `Waiting until ${time}`,
    summary: `${WHY_RESTING[why]} The newest head will be reviewed by ${time} automatically. With write permission you can start it now: comment \`/audit\`, or re-run this check.`,
  };
}

/** For an earlier run at the head that is being reviewed now. */
export const BEGUN: CheckMessage = {
  title: 'Replaced by a newer run',
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
    summary: `The merge result equals, file by file and on the same base, what was [audited for pull request ${pullRequest}](${run}).`,
  };
}

export const DRAFT: CheckMessage = {
  title: 'Draft',
  summary: 'The settings skip drafts; the audit runs when the pull request is marked ready for review.',
};

export const PAUSED: CheckMessage = {
  title: 'Paused',
  summary: 'Audits of this pull request are paused. Comment `/audit resume` to continue.',
};

/**
 * @param label the one that the settings name
 * @param person who set it
 */
export function skippedByLabel(label: string, person: string): CheckMessage {
  return {
    title: 'Skipped by a label',
    summary: `The label ${code(label)} skips the audit of this head. Set by ${code(person)} (write access). The next push is audited again.`,
  };
}

const SET_AGAIN = 'Remove it and set it again to skip this head.';

/** Above the result of a head that was audited despite the label; Markdown. @param head at which the label was set */
export function labelOfEarlierHead(label: string, head: string): string {
  return `The label ${code(label)} was set at an earlier head, ${code(shortId(head))}, and does not count for this one. ${SET_AGAIN}`;
}

/** The same if no delivery from GitHub says at which head the label was set. */
export function labelOfUnknownHead(label: string): string {
  return `The label ${code(label)} does not count: the head at which it was set is unknown. ${SET_AGAIN}`;
}

/** The same if the person who set the label may not skip. */
export function labelOfAnother(label: string, person: string): string {
  return `The label ${code(label)} does not count: ${code(person)} set it, but has no write permission.`;
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
    'The head and the base branch have no common ancestor, so the changes of this pull request are unknown. Nothing was audited. Rebase the commits onto the base branch and push again.',
};

/** @param errorId by which the App's operators find it in their log */
export function crashed(errorId: string): CheckMessage {
  return {
    title: 'The audit failed',
    summary: `This is a bug in ${PROGRAM}, not in this change. This head was not audited. Error ${code(errorId)}; press \`Re-audit\` to try again.`,
  };
}

/** Which settings apply while those of the base have mistakes. */
const INSTEAD = {
  'without-ended': 'Expired suppressions are ignored; all other settings apply.',
  'last-good': 'The last valid settings of this branch apply until this is fixed.',
  careful:
    'No valid settings of this branch are known: until this is fixed, the defaults apply, and findings fail the check.',
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
  const also = level === 'never' ? 'but files that could not be read do' : 'and so do files that could not be read';
  return gate === 'strict' ? `Strict: ${fail}, ${also}.` : `Enforced: ${fail}.`;
}

/** For the check: so many findings have no annotation. */
export function notAnnotatedSentence(left: number): string {
  const go = left === 1 ? 'finding is' : 'findings are';
  return `${thousands(left)} more ${go} not annotated: GitHub pages with more annotations do not load, so the most severe come first.`;
}

/** Title and summary of the check of the settings file. */
export function settingsTold(mistakes: number): CheckMessage {
  if (mistakes === 0) return { title: 'The settings are valid', summary: 'All keys and values are valid.' };
  return {
    title: `${counted(mistakes, 'mistake')} in the settings`,
    summary:
      'Until they are fixed, the last valid settings apply. The settings of the base branch decide; those of a pull request are only checked.',
  };
}

/** For the details of an annotation (plain text); the rule is one of the catalogue. */
export function aboutRule(rule: string, address: string, isPage: boolean): string {
  return isPage ? `About the rule: ${address}` : `About the rule: ${explainCall(rule)}, and ${address}`;
}

export const TOP_FINDINGS = '#### Most severe findings';

/** Ends the comment; `/audit` is within a sentence, where it is not a command. */
export function commentClosing(runUrl: string | null): string {
  const report = runUrl === null ? 'The check has the full report.' : `The [check](${runUrl}) has the full report.`;
  return `${report} Comment \`/audit\` on its own line to review again; \`/audit help\` lists all commands.`;
}

/** For the comment: so many findings are only in the check. */
export function moreInReport(left: number): string {
  return `\n${thousands(left)} more in the full report.\n`;
}

// --- replies to commands: each is one comment, and none holds a command on a line of its own ---

/** The words behind `/audit`; `audit` is the command without one. */
export const COMMAND_NAMES = ['audit', 'full', 'explain', 'status', 'accept', 'pause', 'resume', 'help'] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** Who may say a command: a role of GitHub, the least that is enough. */
export type CommandRoles = Readonly<Record<'audit' | 'full' | 'accept' | 'pause', string>>;

/** A command in code, as people copy it. */
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

/** The commands and who may give them. @param roles the least role for each */
export function helpReply(roles: CommandRoles): string {
  const rows: readonly (readonly [CommandName, what: string, who: string])[] = [
    ['audit', 'reviews the current head again', `${roles.audit}, or the author of the pull request`],
    ['full', 'audits the whole tree: census and standing findings', roles.full],
    ['explain', 'explains a rule', 'anyone'],
    ['status', 'shows the state of the current head', 'anyone'],
    ['accept', 'accepts a finding of the current head', roles.accept],
    ['pause', 'stops audits of this pull request', roles.pause],
    ['resume', 'resumes audits of this pull request', roles.pause],
    ['help', 'shows this list', 'anyone'],
  ];
  const lines = rows.map(([command, what, who]) => `- ${usage(command)}: ${what} (${who})`);
  return ['Write a command on its own line, in a new comment; edits are ignored.', '', ...lines].join('\n');
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

/** What is known about the head. */
export function statusReply(status: Status): string {
  const { head, check, isPaused, accepted } = status;
  const said =
    check === null ? 'has not been audited yet' : `was audited: ${prose(check.conclusion)}, ${prose(check.title)}`;
  return [
    `The head ${code(shortId(head))} ${said}.`,
    ...(accepted > 0 ? [`${counted(accepted, 'finding')} accepted for it.`] : []),
    ...(isPaused ? ['Audits of this pull request are paused.'] : []),
    ...(check === null ? [] : [`[The check](${check.url})`]),
  ].join(' ');
}

/** The first line above a rule's page. */
export function explainIntro(id: string): string {
  return `About the rule ${code(id)}:`;
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

/** Says what was accepted, by whom and why. */
export function acceptedReply(accepted: Accepted): string {
  const { fingerprint, rule, path, line, head, person, reason } = accepted;
  return [
    `${code(person)} accepted ${code(fingerprint)} for the head ${code(shortId(head))}: ${code(rule)} at ${code(`${path}:${line}`)}.`,
    `Reason: ${prose(sentence(reason))}`,
    'The acceptance ends when the code at this place changes.',
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
  return `No finding at the head ${code(shortId(head))} has the fingerprint ${code(fingerprint)}.${didYouMean(near)} The annotation of a finding shows its fingerprint. Nothing was accepted.`;
}

/** Findings that a reply names. */
const MOST_NAMED = 5;

/** A rule was named where a fingerprint has to be. @param findings of that rule at the head */
export function acceptNeedsFindingReply(rule: string, head: string, findings: readonly NamedFinding[]): string {
  const named = findings.slice(0, MOST_NAMED).map((each) => `${code(each.fingerprint)} at ${placeOf(each)}`);
  const more = findings.length > MOST_NAMED ? [`${thousands(findings.length - MOST_NAMED)} more`] : [];
  const there = named.length === 0 ? 'no finding' : listed([...named, ...more]);
  return `${code(rule)} is a rule; accept one finding by its fingerprint: ${usage('accept')}. At the head ${code(shortId(head))} this rule has ${there}. Nothing was accepted.`;
}

function placeOf({ path, line }: NamedFinding): string {
  return code(`${path}:${line}`);
}

/** The author asks, and the settings leave it to others. */
export const OWN_FINDING_REPLY =
  'You opened this pull request, and its author cannot accept findings here. Ask another person with permission, or set `accept: anyone-with-write` on the base branch.';

export const ACCEPT_NEEDS_REASON_REPLY =
  'An acceptance needs a fingerprint and a reason: `/audit accept FINGERPRINT REASON`. Nothing was accepted.';

/** Says that reviews are paused, and how to resume them. */
export function pausedReply(person: string): string {
  return `${code(person)} paused the audits of this pull request. Use \`/audit resume\` to continue.`;
}

/** Says that reviews go on. */
export function resumedReply(person: string): string {
  return `${code(person)} resumed the audits of this pull request; the current head is reviewed now.`;
}

/** @param meant what the words were to be, in Markdown; null where nothing is near */
export function unknownCommandReply(command: string, meant: string | null): string {
  return `${code(`/audit ${command}`)} is not a command.${didYouMean(meant)} \`/audit help\` lists all commands. Nothing was done.`;
}

export const TOO_MANY_COMMANDS_REPLY =
  'This pull request got too many commands within an hour. Further commands are ignored until the hour is over.';

/** To a person whose further commands are ignored. */
export const UNHEARD_REPLY =
  'You gave too many commands in this repository within an hour. Your further commands are ignored until the hour is over.';

/** @param errorId by which the App's operators find it in their log */
export function failedCommandReply(command: CommandName, errorId: string): string {
  return `${spelled(command)} failed. This is a bug in ${PROGRAM}. Error ${code(errorId)}; ${spelled('status')} shows what was done; comment again to retry.`;
}

/** Replaces the report of the whole tree. */
export function failedReport(errorId: string): string {
  return `### The whole tree could not be audited\n\nThe audit failed. Error ${code(errorId)}; comment ${spelled('full')} again to retry.`;
}

/** As `17:05`, in UTC. */
function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
