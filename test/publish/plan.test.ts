/** What is done on GitHub, as a table; and a GitHub that loses its breath in between. */
import fc from 'fast-check';
import { planComment, planRun, type WantedComment, type WantedRun } from '../../src/publish/plan.ts';
import type { Annotation, CheckRun, OwnComment } from '../../src/publish/published.ts';
import { holds } from '../support/holds.ts';
import { carryOut, emptyForge, type Forge, planAt, type Wanted } from './fake-forge.ts';
import { HEAD } from './samples.ts';

const ID = 'a1:12:c0ffee012345:0123456789ab:5e771n95:0.1.0:0';

function annotations(count: number): readonly Annotation[] {
  return Array.from({ length: count }, (_, at) => ({
    path: 'drivers/ring.rs',
    startLine: at + 1,
    endLine: at + 1,
    startColumn: null,
    level: 'warning',
    title: 'ring',
    message: 'ring',
    details: null,
  }));
}

function wanted(given: Partial<WantedRun> = {}): WantedRun {
  return {
    head: HEAD,
    externalId: ID,
    conclusion: 'neutral',
    output: { title: '1 warning', summary: 'one', text: null },
    annotations: annotations(1),
    actions: [],
    ...given,
  };
}

function wantedComment(given: Partial<WantedComment> = {}): WantedComment {
  return { policy: 'when-findings', hasFindings: true, body: 'body', wasDeleted: false, ...given };
}

function run(given: Partial<CheckRun> = {}): CheckRun {
  return {
    id: 7,
    name: 'kernel-rust-audit',
    head: HEAD,
    externalId: ID,
    conclusion: null,
    annotations: 0,
    ...given,
  };
}

/** The plan of a run on one line: what is done, and how many annotations go with it. */
function inShort(asked: WantedRun, there: CheckRun | null = null): string {
  return planRun(asked, there)
    .map((step) => {
      const { conclusion, output } = step.kind === 'create-run' ? step.run : step.change;
      const isEnd = conclusion !== null && step.kind !== 'conclude';
      return `${step.kind}${isEnd ? ' concluded' : ''} ${output.annotations.length}`;
    })
    .join(', ');
}

/** The plan of a comment on one line. */
function ofComment(asked: Partial<WantedComment>, there: readonly OwnComment[] = []): string {
  return planComment(wantedComment(asked), there)
    .map((step) => (step.kind === 'edit-comment' ? `${step.kind} ${step.comment}` : step.kind))
    .join(', ');
}

const DONE = run({ conclusion: 'neutral', annotations: 1 });
const comments = (...bodies: readonly string[]): readonly OwnComment[] =>
  bodies.map((body, at) => ({ id: at + 1, body }));

test.each<[string, string, string]>([
  ['nothing is there', inShort(wanted()), 'create-run concluded 1'],
  ['the run is there', inShort(wanted(), run()), 'conclude 1'],
  ['a run waits', inShort(wanted(), run({ externalId: 'other' })), 'take-over concluded 1'],
  [
    'a run waits, and it only begins',
    inShort(wanted({ conclusion: null }), run({ externalId: 'other' })),
    'take-over 0',
  ],
  [
    'another run has annotations',
    inShort(wanted(), run({ externalId: 'other', annotations: 1 })),
    'create-run concluded 1',
  ],
  [
    'another run is concluded',
    inShort(wanted(), run({ externalId: 'other', conclusion: 'neutral' })),
    'create-run concluded 1',
  ],
  ['the run is concluded', inShort(wanted(), DONE), ''],
  ['it only begins', inShort(wanted({ conclusion: null })), 'create-run 0'],
  ['it began', inShort(wanted({ conclusion: null }), run()), ''],
  ['the comment is there', ofComment({}, comments('body')), ''],
  ['the comment came back with other line ends', ofComment({ body: 'a\nb\n' }, comments('a\r\nb')), ''],
  ['the comment says something else', ofComment({}, comments('old')), 'edit-comment 1'],
  ['two comments', ofComment({}, comments('old', 'body')), 'edit-comment 1'],
])('%s: %s', (_, plan, expected) => {
  expect(plan).toBe(expected);
});

test.each<[number, number, string]>([
  [0, 0, 'conclude 0'],
  [50, 0, 'conclude 50'],
  [51, 0, 'annotate 50, conclude 1'],
  [100, 0, 'annotate 50, conclude 50'],
  [120, 0, 'annotate 50, annotate 50, conclude 20'],
  [200, 0, 'annotate 50, annotate 50, annotate 50, conclude 50'],
  [120, 50, 'annotate 50, conclude 20'],
  [120, 120, 'conclude 0'],
])('of %i annotations, %i are there: %s', (all, there, expected) => {
  expect(inShort(wanted({ annotations: annotations(all) }), run({ annotations: there }))).toBe(expected);
});

test.each<[number, string]>([
  [0, 'create-run concluded 0'],
  [50, 'create-run concluded 50'],
  [51, 'create-run 50, conclude 1'],
  [120, 'create-run 50, annotate 50, conclude 20'],
])('of %i annotations, as few requests as possible, and the conclusion with the last: %s', (all, expected) => {
  const asked = wanted({ annotations: annotations(all) });
  expect(inShort(asked)).toBe(expected);
  expect(inShort(asked, run({ externalId: 'other' }))).toBe(expected.replace('create-run', 'take-over'));
});

test.each<[WantedComment['policy'], Partial<WantedComment>, string, string]>([
  ['when-findings', { hasFindings: true }, 'post-comment', 'edit-comment 1'],
  ['when-findings', { hasFindings: false }, '', 'edit-comment 1'],
  ['when-findings', { hasFindings: true, wasDeleted: true }, 'post-comment', 'edit-comment 1'],
  ['always', { hasFindings: false }, 'post-comment', 'edit-comment 1'],
  ['always', { hasFindings: false, wasDeleted: true }, 'post-comment', 'edit-comment 1'],
  ['once', { hasFindings: false }, 'post-comment', 'edit-comment 1'],
  ['once', { hasFindings: true, wasDeleted: true }, '', 'edit-comment 1'],
  ['never', { hasFindings: true }, '', ''],
])('%s %j: without a comment %j, with one %j', (policy, given, without, withOne) => {
  expect(ofComment({ policy, ...given })).toBe(without);
  expect(ofComment({ policy, ...given }, comments('old'))).toBe(withOne);
});

test('each step says all that GitHub is told', () => {
  const actions = [{ label: 'Re-audit', description: 'again', identifier: 'reaudit' }];
  const asked = wanted({ annotations: annotations(101), actions });
  const [create, annotate, conclude] = planRun(asked, null);
  expect(create).toMatchObject({
    run: { name: 'kernel-rust-audit', head: HEAD, externalId: ID, conclusion: null, output: { title: '1 warning' } },
  });
  expect(annotate).toMatchObject({ change: { conclusion: null, output: { title: '1 warning', summary: 'one' } } });
  expect(conclude).toMatchObject({ change: { conclusion: 'neutral', actions, output: { title: '1 warning' } } });
  const named = planRun({ ...asked, name: 'other', conclusion: null }, null);
  const output = { ...asked.output, annotations: [] };
  expect(named).toEqual([
    { kind: 'create-run', run: { name: 'other', head: HEAD, externalId: ID, conclusion: null, output, actions } },
  ]);
});

const asked: fc.Arbitrary<Wanted> = fc
  .record({
    count: fc.nat({ max: 260 }),
    conclusion: fc.constantFrom('success', 'neutral', 'failure', null),
    policy: fc.constantFrom('when-findings', 'always', 'once', 'never'),
    hasFindings: fc.boolean(),
    wasDeleted: fc.boolean(),
    body: fc.constantFrom('one', 'two\n', 'three\r\n'),
  })
  .map(({ count, conclusion, ...comment }) => ({
    run: wanted({ conclusion, annotations: annotations(count) }),
    comment: wantedComment(comment),
  }));

test('the same job twice publishes once: the second plan is empty', async () => {
  await holds(
    300,
    fc.property(asked, fc.array(fc.constantFrom('one', 'old'), { maxLength: 2 }), (job, bodies) => {
      const forge = emptyForge(bodies);
      carryOut(forge, planAt(forge, job));
      expect(planAt(forge, job)).toEqual([]);
    }),
  );
});

test('broken off anywhere and begun again, everything is there once', async () => {
  await holds(
    300,
    fc.property(asked, fc.array(fc.nat({ max: 7 }), { maxLength: 4 }), (job, breaks) => {
      const [whole, broken] = [emptyForge([]), emptyForge([])];
      carryOut(whole, planAt(whole, job));
      for (const steps of breaks) carryOut(broken, planAt(broken, job).slice(0, steps));
      carryOut(broken, planAt(broken, job));
      expect(shown(broken)).toEqual(shown(whole));
      if (job.run.conclusion !== null) expect(broken.runs[0]?.annotations).toEqual(job.run.annotations);
      expect(broken.largestBatch).toBeLessThanOrEqual(50);
    }),
  );
});

function shown({ runs, comments: bodies }: Forge) {
  return { runs, bodies };
}
