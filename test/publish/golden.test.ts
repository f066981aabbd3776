/** What people read on GitHub, as files that a maintainer can read as well. `UPDATE_GOLDEN=1` writes them anew. */

import { checkOutput } from '../../src/publish/check-output.ts';
import { commentBody } from '../../src/publish/comment.ts';
import * as words from '../../src/publish/messages.ts';
import type { RunOutput } from '../../src/publish/published.ts';
import { explainReply } from '../../src/publish/replies.ts';
import { settingsOutput } from '../../src/publish/settings-check-output.ts';
import { failure } from '../../src/text/failure.ts';
import { finding, patchReview, RULES, review } from '../report/samples.ts';
import { goldensIn } from '../support/made-files.ts';
import { COMMENT, COMMITS, HEAD, INCOMPLETE, OUTPUT } from './samples.ts';

const GOLDENS = goldensIn(new URL('./golden/', import.meta.url), 'test/publish/golden.test.ts');
const [rule = RULES[0]] = RULES;
if (rule === undefined) throw new Error('there is no sample rule');
const NOTHING = review({ patches: [patchReview({ rustFiles: 0 })] });
const ROLES = { audit: 'triage', full: 'triage', accept: 'write', pause: 'write' };
const MISTAKES = [
  failure('.github/kernel-rust-audit.yml:3:1', 'unknown key `gaet`', 'the keys here are `gate` and `rules`'),
  failure('.github/kernel-rust-audit.yml:9:5', '`fail-on` is `@all`', 'write one of `error` and `warning`'),
];
const STATES = [
  words.RUNNING,
  words.waitingForQuota(Date.UTC(2026, 10, 22, 17, 5, 59)),
  words.superseded(HEAD),
  words.CLOSED,
  words.GROUP_DESTROYED,
  words.PAUSED,
  words.skippedByLabel('audit:skip', 'max'),
  words.timedOut(1800),
  words.timedOut(90, 'A re-run of the check tries again.'),
  words.crashed('7f3a-12'),
];
const STATUS = {
  head: HEAD,
  check: {
    title: '2 errors in 7 of 7 Rust files',
    conclusion: 'failure',
    url: 'https://github.com/phy/linux/pull/12/checks',
  },
  isPaused: false,
  accepted: 1,
} as const;
const FINDING = { fingerprint: '0123456789abcdef', rule: 'new-unsafe', path: 'drivers/ring.rs', line: 43 };
const REPLIES = [
  words.helpReply(ROLES),
  words.refusalReply('accept', 'write', 'read'),
  words.refusalReply('full', 'triage', null),
  words.statusReply(STATUS),
  words.statusReply({ ...STATUS, check: null, isPaused: true }),
  words.unknownRuleReply('@torvalds', null, ['new-unsafe', 'static-mut']),
  words.unknownRuleReply('new-unsaef', 'new-unsafe', ['new-unsafe', 'static-mut']),
  words.acceptedReply({
    ...FINDING,
    head: HEAD,
    person: 'alice',
    reason: 'the module documents why, see #12',
  }),
  words.unknownFingerprintReply('0123', HEAD, null),
  words.unknownFingerprintReply('0123', HEAD, FINDING),
  words.acceptNeedsFindingReply('new-unsafe', HEAD, []),
  words.acceptNeedsFindingReply(
    'new-unsafe',
    HEAD,
    Array.from({ length: 7 }, () => FINDING),
  ),
  words.ACCEPT_NEEDS_REASON_REPLY,
  words.pausedReply('alice'),
  words.resumedReply('alice'),
  words.unknownCommandReply('dance', null),
  words.unknownCommandReply('paues', '`/audit pause`'),
  words.TOO_MANY_COMMANDS_REPLY,
  words.failedCommandReply('full', '7f3a-12'),
];

const SETTINGS_FILE = {
  path: '.github/kernel-rust-audit.yml',
  page: 'https://github.com/phy/linux/blob/main/.github/kernel-rust-audit.yml',
};
const TROUBLES = [
  words.settingsTroubleSentence(MISTAKES, 'last-good', SETTINGS_FILE),
  words.settingsTroubleSentence(
    [failure('.github:settings.yml', 'is `a|b`', 'mend <it>'), ...MISTAKES, ...MISTAKES],
    'careful',
    SETTINGS_FILE,
  ),
  words.settingsTroubleSentence(MISTAKES.slice(0, 1), 'without-ended', SETTINGS_FILE),
];

const GOLDEN: Readonly<Record<string, () => string>> = {
  'check-clean.md': () => page(checkOutput(review(), { ...OUTPUT, rustFiles: 1 })),
  'check-commits.md': () => page(checkOutput(COMMITS, OUTPUT)),
  'check-commits-gate.md': () => page(checkOutput(COMMITS, { ...OUTPUT, gate: 'strict', perCommit: 'gate' })),
  'check-incomplete.md': () => page(checkOutput(INCOMPLETE, { ...OUTPUT, gate: 'enforce', rustFiles: 7 })),
  'check-nothing.md': () => page(checkOutput(NOTHING, { ...OUTPUT, rustFiles: 0 })),
  'check-one-commit.md': () => page(checkOutput(review({ head: HEAD, findings: [finding()] }), OUTPUT)),
  'comment.md': () => commentBody(COMMITS, COMMENT),
  'comment-clean.md': () => commentBody(review(), { ...COMMENT, runUrl: null }),
  'comment-incomplete.md': () => commentBody(INCOMPLETE, { ...COMMENT, rustFiles: 7 }),
  'explain.md': () => explainReply(rule),
  'replies.md': () => REPLIES.map((reply) => `${reply}\n`).join('\n---\n\n'),
  'settings.md': () => page({ ...settingsOutput(MISTAKES).output, annotations: [] }),
  'settings-good.md': () => page({ ...settingsOutput([]).output, annotations: [] }),
  'settings-trouble.md': () => TROUBLES.map((sentence) => `${sentence}\n`).join('\n'),
  'states.md': () => STATES.map(({ title, summary }) => `# ${title}\n\n${summary}\n`).join('\n'),
};

test.each(Object.entries(GOLDEN))('%s', (name, render) => {
  GOLDENS.expect(name, render());
});

test('no golden file is left over', () => {
  expect(GOLDENS.names()).toEqual(Object.keys(GOLDEN).toSorted());
});

/** Title, summary and details one below the other, as GitHub shows them. */
function page({ title, summary, text }: RunOutput): string {
  return [`# ${title}`, summary, ...(text === null ? [] : ['# Details', text])].map((part) => `${part}\n`).join('\n');
}
