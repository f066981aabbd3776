/** Did you mean: what the App says to commands, rules and fingerprints that there are none of. */

import { COMMAND_NAMES, usage } from '../../src/publish/messages.ts';
import { mistypedCommand, mistypedFingerprint, mistypedRule } from '../../src/publish/mistyped.ts';

/** What a reply takes the words for; null where it offers nothing. */
function meant(reply: string): string | null {
  return /Did you mean (.+?)\?/.exec(reply)?.[1] ?? null;
}

test.each([
  ['hlep', '`/audit help`'],
  ['Full', '`/audit full`'],
  ['full please', '`/audit full`'],
  ['--full', '`/audit full`'],
  ['pause!', '`/audit pause`'],
  ['resmue now', '`/audit resume`'],
  ['stat', '`/audit status`'],
  ['explain', '`/audit explain RULE`'],
  ['explain:transmute', '`/audit explain RULE`'],
  ['exlpain transmute', '`/audit explain RULE`'],
  ['acept 0123456789ab it is known', '`/audit accept FINGERPRINT REASON`'],
  ['audit', '`/audit`'],
  ['re-audit', '`/audit`'],
  ['transmute', '`/audit explain transmute`'],
  ['undocumented_unsafe', '`/audit explain undocumented-unsafe`'],
  ['clippy::undocumented_unsafe_blocks', null],
  ['dance', null],
  ['rm -rf @torvalds #1 `x`', null],
  ['💥', null],
  ['', null],
])('/audit %s: did you mean %s', (words, expected) => {
  expect(meant(mistypedCommand(words))).toBe(expected);
});

test('every command is near to itself with two letters in the wrong order', () => {
  for (const name of COMMAND_NAMES) {
    const swapped = `${name.slice(0, -2)}${name.at(-1)}${name.at(-2)}`;
    expect([name, meant(mistypedCommand(swapped))]).toEqual([name, usage(name)]);
  }
});

test.each([
  ['transmut', '`transmute`'],
  ['TRANSMUTE', '`transmute`'],
  ['undocumented_unsafe', '`undocumented-unsafe`'],
  ['clippy::undocumented_unsafe_blocks', '`undocumented-unsafe`'],
  ['missing_safety_doc', '`missing-safety-doc`'],
  ['no-such-rule', null],
])('explain %s: did you mean %s; all rules are named besides', (id, expected) => {
  const reply = mistypedRule(id);
  expect(meant(reply)).toBe(expected);
  expect(reply).toContain('The rules are `undocumented-unsafe`, ');
});

const FINDINGS = [
  { fingerprint: '0123456789abcdef', rule: 'transmute', path: 'drivers/ring.rs', line: 43 },
  { fingerprint: 'fedcba9876543210', rule: 'static-mut', path: 'drivers/a`b.rs', line: 7 },
];
const HEAD = 'a'.repeat(40);

test.each([
  ['0123456789ab', '`0123456789abcdef`, `transmute` at `drivers/ring.rs:43`'],
  ['fedcba9876543201', '`fedcba9876543210`, `static-mut` at ``drivers/a`b.rs:7``'],
  ['1111111111111111', null],
])('accept %s: did you mean %s', (written, expected) => {
  const reply = mistypedFingerprint(written, HEAD, FINDINGS);
  expect(meant(reply)).toBe(expected);
  expect(reply).toMatch(/^No finding at the head .* Nothing was accepted\.$/);
});

test.each(['transmute', 'transmut', 'Transmute'])(
  'accept %s: a rule is named, so its findings are offered',
  (written) => {
    expect(mistypedFingerprint(written, HEAD, FINDINGS)).toBe(
      '`transmute` is a rule; accept one finding by its fingerprint: `/audit accept FINGERPRINT REASON`. ' +
        'At the head `aaaaaaaaaaaa` this rule has `0123456789abcdef` at `drivers/ring.rs:43`. Nothing was accepted.',
    );
    expect(mistypedFingerprint(written, HEAD, [])).toContain('has no finding. Nothing was accepted.');
  },
);
