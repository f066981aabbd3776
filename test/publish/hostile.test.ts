/** Text from a pull request never becomes more than text on GitHub, wherever it is shown. */
import fc from 'fast-check';
import type { Finding } from '../../src/finding/finding.ts';
import { annotationsOf } from '../../src/publish/annotations.ts';
import { checkOutput } from '../../src/publish/check-output.ts';
import { commentBody, LONGEST_STICKY } from '../../src/publish/comment.ts';
import * as words from '../../src/publish/messages.ts';
import { mistypedCommand, mistypedFingerprint, mistypedRule } from '../../src/publish/mistyped.ts';
import { settingsOutput } from '../../src/publish/settings-check-output.ts';
import { LONGEST_OUTPUT, LONGEST_TITLE } from '../../src/report/markdown/check-run.ts';
import type { Review } from '../../src/review/review.ts';
import { failure } from '../../src/text/failure.ts';
import { finding, patchReview, review } from '../report/samples.ts';
import { holds } from '../support/holds.ts';
import { type Read, readMarkdown } from './markdown.ts';
import { COMMENT, HEAD, OUTPUT, REPOSITORY } from './samples.ts';

const OTHER = '8a2b4c6d8e0f1a3b5c7d9e1f2a4b6c8d0e2f4a6b';

const spiteful = fc.constantFrom(
  ...['\n', '\r\n', '\t', '\u001b[31m', '\u202e', '\u2066', '\u200b', '\ud800', '\u2028', '\0', '\u{e0041}'],
  ...['`', '``', '```', '~~~', '|', '\\', '\\|', '\\`', '<', '>', '<!--', '-->', '--!>', '</details>', '<img src=x>'],
  ...['@torvalds', '@phy/linux', '@', '#12', 'phy/linux#12', 'GH-7', 'gh-7', 'Fixes #1', 'https://e.org', 'www.e.org'],
  ...['mailto:a@b.c', '[a](b)', '![a](b)', '[a]: b', '[^1]', '&#64;x', '&#x40;x', '&commat;x', '&num;1', '&amp;#64;x'],
  ...[
    '/audit',
    '\n/audit\n',
    '\n\n/audit full\n\n',
    '  /audit',
    '&#47;audit',
    '\\/audit',
    '$$',
    '$`',
    '# ',
    '- ',
    '1. ',
  ],
  ...['---', '===', ':--', '> ', '*', '_', '**', '~~', '<!-- kernel-rust-audit:pull-request:12 -->', ' ', 'ring', '環'],
);
const hostileText = fc
  .array(fc.oneof(spiteful, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    path: hostileText,
    message: hostileText,
    help: hostileText,
    item: fc.option(hostileText),
    severity: fc.constantFrom('error', 'warning', 'info'),
    suppressed: fc.option(fc.record({ by: hostileText, reason: fc.option(hostileText) }), { freq: 3 }),
    related: fc.array(fc.record({ path: hostileText, line: fc.constant(3), message: hostileText }), { maxLength: 2 }),
    resolvedBy: fc.constantFrom(null, null, OTHER),
    fingerprint: hostileText,
  })
  .map((given) => finding(given as Partial<Finding>));

const hostileReview: fc.Arbitrary<Review> = fc
  .record({
    findings: fc.array(hostileFinding, { maxLength: 4 }),
    subject: fc.option(hostileText),
    text: hostileText,
    complete: fc.boolean(),
  })
  .map(({ findings, subject, text, complete }) =>
    review({
      head: HEAD,
      complete,
      patches: [patchReview({ id: OTHER, subject, findings }), patchReview({ id: text, subject: text })],
      findings,
      delta: { layers: {}, cSurface: { headers: [text], helpers: [text], unmarkedHelpers: [text] } },
      unread: [
        { path: text, reason: text, partial: false },
        { path: `${text}.rs`, reason: text, partial: true },
      ],
      notes: [text],
    }),
  );

const optionsOf = fc.record({
  gate: fc.constantFrom('advisory', 'enforce', 'strict'),
  perCommit: fc.constantFrom('report', 'gate'),
  rustFiles: fc.nat({ max: 3 }),
});

test('what a check run shows is inert', async () => {
  await holds(
    150,
    fc.property(hostileReview, optionsOf, (sample, given) => {
      const { title, summary, text } = checkOutput(sample, { ...OUTPUT, ...given });
      expect(title.length).toBeLessThanOrEqual(LONGEST_TITLE);
      for (const markdown of [summary, text ?? '']) {
        expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(LONGEST_OUTPUT);
        expect(expectInert(markdown).html).toEqual([]);
      }
      expectTables(summary);
    }),
  );
});

test('what the comment shows is inert, and its one hidden line is the marker', async () => {
  await holds(
    120,
    fc.property(hostileReview, (sample) => {
      const body = commentBody(sample, COMMENT);
      const read = expectInert(body);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LONGEST_STICKY);
      expect(read.html).toEqual(['<!-- kernel-rust-audit:pull-request:12 -->']);
    }),
  );
});

test('annotations hold nothing unseen, no mention and no reference', async () => {
  await holds(
    120,
    fc.property(hostileReview, (sample) => {
      for (const { title, message, details } of annotationsOf(sample)) {
        expectPlain(title);
        expectPlain(message);
        expectPlain(details ?? '');
        expect(title.length).toBeLessThanOrEqual(255);
        expect(`${title}${message}`).not.toContain('\n');
      }
    }),
  );
});

test('replies and run states are inert, whatever people write', async () => {
  await holds(
    120,
    fc.property(hostileText, fc.array(hostileText, { maxLength: 3 }), (text, names) => {
      const accepted = { fingerprint: text, rule: text, path: text, line: 1, head: text, person: text, reason: text };
      const states = [words.superseded(text), words.skippedByLabel(text, text), words.crashed(text)];
      const replies = [
        words.refusalReply('accept', text, text),
        words.unknownRuleReply(text, text, names),
        mistypedRule(text),
        words.acceptedReply(accepted),
        words.unknownFingerprintReply(text, text, accepted),
        words.acceptNeedsFindingReply(text, text, [accepted, accepted]),
        mistypedFingerprint(text, text, [accepted]),
        words.pausedReply(text),
        words.resumedReply(text),
        words.unknownCommandReply(text, null),
        mistypedCommand(text),
        mistypedCommand(`explian ${text}`),
        words.failedCommandReply('full', text),
        words.statusReply({ ...STATUS, head: text, check: { ...STATUS.check, title: text } }),
        ...states.map(({ summary }) => summary),
      ];
      for (const reply of replies) expect(expectInert(reply).html).toEqual([]);
      for (const { title } of states) expectSeen(title);
    }),
  );
});

test('mistakes in settings are inert', async () => {
  await holds(
    120,
    fc.property(fc.array(fc.tuple(hostileText, hostileText, hostileText), { maxLength: 3 }), (given) => {
      const mistakes = given.map(([where, what, remedy]) => failure(`${where}:3:5`, what, remedy));
      const { output, annotations } = settingsOutput(mistakes, given[0]?.[0]);
      expect(expectInert(output.summary).html).toEqual([]);
      for (const { title, message } of annotations) expectPlain(`${title} ${message}`);
    }),
  );
});

const STATUS = {
  check: { conclusion: 'failure', url: `${REPOSITORY}/pull/12/checks` },
  isPaused: false,
  accepted: 0,
} as const;

/** Our own links, commands in code, and nothing of what came in. */
function expectInert(markdown: string): Read {
  expectSeen(markdown);
  const read = readMarkdown(markdown);
  const { texts, codes, links, types, commands } = read;
  expect(commands).toEqual([]);
  expect(markdown.split('\n').filter((line) => /^\s*\/audit/i.test(line))).toEqual([]);
  for (const shown of [...texts, ...codes]) expectNoReference(shown);
  expect(links.filter((link) => !isOurs(link))).toEqual([]);
  for (const type of ['image', 'definition', 'blockquote', 'code', 'thematicBreak', 'imageReference'])
    expect([...types]).not.toContain(type);
  return read;
}

function isOurs(link: string): boolean {
  return new RegExp(`^${REPOSITORY}/(?:blob/[0-9a-f]{40}/[\\w%./~-]*#L\\d+|commit/[0-9a-f]{40}|pull/12/checks)$`).test(
    link,
  );
}

/** Text that is shown as it is. */
function expectPlain(text: string): void {
  expectSeen(text);
  expectNoReference(text);
  expect(text.split('\n').filter((line) => /^\s*\/audit/i.test(line))).toEqual([]);
}

function expectNoReference(text: string): void {
  expect(text).not.toMatch(/@[\w-]|#\d|GH-\d|:\/\/|www\.|mailto:|&#|&(?:commat|num);/i);
}

/** Nothing but line ends and our own breaks of references is left of what cannot be seen. */
function expectSeen(text: string): void {
  const rest = text.replaceAll('\n', '').replaceAll('\u200b', '');
  expect(rest).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
}

/** Each row of the table of commits has its five cells (GitHub Flavored Markdown, "Tables"). */
function expectTables(summary: string): void {
  const at = summary.indexOf('#### Commit by commit');
  const rows = summary
    .slice(at)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row.replace(/\\./gs, '').split('|')).toHaveLength(7);
}
