/** What a review promises beyond the words of its report; see cases/ for those. */

import { reviewSeries } from '../../src/review/compare-series.ts';
import type { Step } from '../../src/review/patched-tree.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/review/policy.ts';
import type { Review } from '../../src/review/review.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { defineRule, type Rule } from '../../src/rules/rule.ts';
import { undocumentedUnsafe } from '../../src/rules/undocumented-unsafe.ts';

const RING = 'drivers/ring/ring.rs';
const FAULT = 'fn id(ring: *const Ring) -> u32 {\n    unsafe { (*ring).id }\n}\n';
const SOUND = FAULT.replace('    unsafe', '    // SAFETY: `ring` is live.\n    unsafe');

function step(path: string, before: string | null, after: string | null): Step {
  return {
    kind: 'whole',
    pathBefore: before === null ? null : path,
    pathAfter: after === null ? null : path,
    before,
    after,
    isCopy: false,
  };
}

/** Reviews patches, each a list of steps, called `1`, `2` and so on. */
function review(
  patches: readonly (readonly Step[])[],
  rules: readonly Rule[] = RULES,
  policy: Policy = DEFAULT_POLICY,
) {
  const given = patches.map((steps, index) => ({
    id: String(index + 1),
    subject: null,
    steps,
    rustFiles: steps.length,
    unread: [],
  }));
  return reviewSeries(given, { base: null, head: null, basis: 'tree', notes: [] }, rules, policy);
}

const said = ({ findings }: Pick<Review, 'findings'>) =>
  findings.map(({ rule, path, line }) => `${path}:${line} ${rule}`);

describe('a rule that throws', () => {
  const broken = (part: Partial<Rule>): Rule => {
    const { check: _, ...text } = undocumentedUnsafe;
    return defineRule({ ...text, id: 'broken', ...part });
  };
  const fail = (): never => {
    throw new Error('no such token');
  };

  test.each([
    ['looking at a file', { check: fail }],
    ['looking at a change', { compare: fail }],
  ])('%s becomes a note, and the others go on', (_, part) => {
    const result = review([[step(RING, null, FAULT)]], [broken(part), undocumentedUnsafe]);
    expect(said(result)).toEqual([`${RING}:2 undocumented-unsafe`]);
    expect(result.unread).toEqual([
      { path: RING, reason: 'the rule broken failed: Error: no such token', partial: true },
    ]);
    expect(result.complete).toBe(true);
  });

  test('is not spoken of where only the code before makes it fail', () => {
    const choosy = broken({
      check: ({ file }) => (file.text === FAULT ? fail() : []),
    });
    expect(review([[step(RING, FAULT, SOUND)]], [choosy]).unread).toEqual([]);
  });
});

describe('a contract that changes', () => {
  const contract = (words: string) => `/// # Safety\n///\n/// ${words}\npub unsafe fn stop(ring: *mut Ring) {}\n`;
  const caller = (name: string, words: string) =>
    `fn ${name}(ring: *mut Ring) {\n    // SAFETY: ${words}\n    unsafe { stop(ring) };\n}\n`;

  test('names the callers in the patch whose comment did not change, and no others', () => {
    const [before, after] = ['`ring` is live.', '`ring` is live and locked.'];
    const { findings } = review([
      [
        step('rust/kernel/ring.rs', contract(before), contract(after)),
        step(RING, caller('a', before) + caller('b', before), caller('a', after) + caller('b', before)),
      ],
    ]);
    expect(findings.map(({ rule, related }) => ({ rule, related }))).toEqual([
      {
        rule: 'changed-safety-contract',
        related: [{ path: RING, line: 7, message: 'calls `stop`, but its SAFETY comment did not change' }],
      },
    ]);
  });
});

test('an old fault stays old where a new file brings the same one', () => {
  const attribute = '#[allow(static_mut_refs)]\nfn count() {}\n';
  const steps = [
    step('drivers/a.rs', null, attribute),
    step('drivers/b.rs', attribute, `${attribute}\nfn more() {}\n`),
  ];
  expect(
    said(
      review(
        [steps],
        RULES.filter(({ id }) => id === 'suppressed-safety-lint'),
      ),
    ),
  ).toEqual(['drivers/a.rs:1 suppressed-safety-lint']);
});

test('a finding with several places stands at the first path, however the patch lists its files', () => {
  const user = (call: string) =>
    `fn lock(ring: *mut Ring) {\n    // SAFETY: \`ring\` is live.\n    unsafe { ${call}(ring) };\n}\n`;
  const steps = ['drivers/a.rs', 'drivers/b.rs'].map((path) => step(path, user('spin_lock'), user('raw_spin_lock')));
  const there = review([steps]).findings;
  expect(there.map(({ path, related }) => [path, related.map((place) => place.path)])).toEqual([
    ['drivers/a.rs', ['drivers/b.rs']],
  ]);
  expect(review([steps.toReversed()]).findings).toEqual(there);
});

describe('the settings', () => {
  const fault = [[step(RING, null, FAULT)]];

  test('leave files out', () => {
    expect(said(review(fault, RULES, { ...DEFAULT_POLICY, isIgnored: (path) => path === RING }))).toEqual([]);
  });

  test('turn a rule off, or give it another severity', () => {
    const severityOf = (rule: string) => (rule === 'new-unsafe' ? ('off' as const) : ('info' as const));
    const { findings } = review(fault, RULES, { ...DEFAULT_POLICY, severityOf });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['undocumented-unsafe', 'info']]);
  });

  test('suppress a rule in a file, or one finding; both stay in the list', () => {
    const [plain] = review(fault, [undocumentedUnsafe]).findings;
    const policy = {
      ...DEFAULT_POLICY,
      allows: (rule: string) => rule === 'new-unsafe',
      suppressionOf: (print: string) => (print === plain?.fingerprint ? 'as agreed' : undefined),
    };
    expect(review(fault, RULES, policy).findings.map(({ rule, suppressed }) => [rule, suppressed])).toEqual([
      ['new-unsafe', { by: 'configuration: rules', reason: null }],
      ['undocumented-unsafe', { by: 'configuration: suppress', reason: 'as agreed' }],
    ]);
  });

  test('move a file into another layer', () => {
    const { findings, delta } = review(fault, RULES, { ...DEFAULT_POLICY, layerOf: () => 'vendored' });
    expect(findings).toEqual([]);
    expect(delta.layers).toEqual({ vendored: { block: { added: 1, removed: 0, changed: 0, moved: 0 } } });
  });
});

describe('a file that goes while another one comes', () => {
  const NET = 'drivers/net/ring.rs';
  const moved = (after: string) => said(review([[step(RING, FAULT, null), step(NET, null, after)]]));

  test('is taken as renamed where half of the lines are the same', () => {
    expect(moved(FAULT)).toEqual([]);
    expect(moved(`use kernel::prelude::*;\n${FAULT}`)).toEqual([]);
    expect(moved(`${FAULT}\n${FAULT.replaceAll('id', 'head')}`)).toEqual([
      `${NET}:6 new-unsafe`,
      `${NET}:6 undocumented-unsafe`,
    ]);
  });

  test('is another one otherwise', () => {
    expect(moved('fn head() -> u32 {\n    unsafe { HEAD }\n}\n\nfn tail() {}\n')).toEqual([
      `${NET}:2 new-unsafe`,
      `${NET}:2 undocumented-unsafe`,
    ]);
  });

  test('goes to the one that is most alike', () => {
    const other = `${FAULT}fn more() {}\nfn less() {}\n`;
    const steps = [step(RING, FAULT, null), step('drivers/a.rs', null, other), step('drivers/z.rs', null, FAULT)];
    expect(said(review([steps]))).toEqual(['drivers/a.rs:2 new-unsafe', 'drivers/a.rs:2 undocumented-unsafe']);
  });
});

describe('a series', () => {
  test('tells which patch brought a finding and which one took it away', () => {
    const { patches, findings } = review([
      [step(RING, null, FAULT)],
      [step('drivers/ring/other.rs', null, FAULT)],
      [step(RING, FAULT, SOUND)],
    ]);
    const fate = patches.map((patch) =>
      patch.findings
        .filter(({ rule }) => rule === 'undocumented-unsafe')
        .map(({ introducedBy, resolvedBy }) => [introducedBy, resolvedBy]),
    );
    expect(fate).toEqual([[['1', '3']], [['2', null]], []]);
    expect(findings.map(({ rule, path, introducedBy, resolvedBy }) => [rule, path, introducedBy, resolvedBy])).toEqual([
      ['new-unsafe', 'drivers/ring/other.rs', '2', null],
      ['undocumented-unsafe', 'drivers/ring/other.rs', '2', null],
      ['new-unsafe', RING, '1', null],
    ]);
  });

  test('that deletes a file and brings it back changed nothing', () => {
    const { findings, delta } = review([[step(RING, FAULT, null)], [step(RING, null, FAULT)]]);
    expect(findings).toEqual([]);
    expect(delta.layers).toEqual({});
  });

  test('without a patch is empty', () => {
    expect(review([])).toMatchObject({ patches: [], findings: [], complete: true, delta: { layers: {} } });
  });
});
