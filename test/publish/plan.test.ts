/** What is done on GitHub, as a table; and a GitHub that loses its breath in between. */
import fc from 'fast-check';
import { type Published, planPublication, type WantedPublication } from '../../src/publish/plan.ts';
import type { Annotation, CheckRun, OwnComment } from '../../src/publish/published.ts';
import { holds } from '../support/holds.ts';
import { carryOut, emptyForge, type Forge, look } from './fake-forge.ts';
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

function wanted(given: Partial<WantedPublication> = {}, comment: Partial<WantedPublication['comment']> = {}) {
  return {
    head: HEAD,
    externalId: ID,
    conclusion: 'neutral',
    output: { title: '1 warning', summary: 'one', text: null },
    annotations: annotations(1),
    actions: [],
    comment: { policy: 'when-findings', hasFindings: true, body: 'body', wasDeleted: false, ...comment },
    ...given,
  } as const satisfies WantedPublication;
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

/** A plan on one line: what is done, and how many annotations go with it. */
function inShort(asked: WantedPublication, published: Partial<Published> = {}): string {
  return planPublication(asked, { run: null, comments: [], ...published })
    .map((step) => {
      if (step.kind === 'annotate' || step.kind === 'conclude')
        return `${step.kind} ${step.change.output.annotations.length}`;
      return step.kind === 'edit-comment' ? `${step.kind} ${step.comment}` : step.kind;
    })
    .join(', ');
}

const DONE = run({ conclusion: 'neutral', annotations: 1 });
const comments = (...bodies: readonly string[]): readonly OwnComment[] =>
  bodies.map((body, at) => ({ id: at + 1, body }));

test.each<[string, string, string]>([
  ['nothing is there', inShort(wanted()), 'create-run, conclude 1, post-comment'],
  ['the run is there', inShort(wanted(), { run: run() }), 'conclude 1, post-comment'],
  ['a run waits', inShort(wanted(), { run: run({ externalId: 'other' }) }), 'take-over, conclude 1, post-comment'],
  [
    'a run waits, and it only begins',
    inShort(wanted({ conclusion: null }), { run: run({ externalId: 'other' }) }),
    'take-over',
  ],
  [
    'another run has annotations',
    inShort(wanted(), { run: run({ externalId: 'other', annotations: 1 }) }),
    'create-run, conclude 1, post-comment',
  ],
  [
    'another run is concluded',
    inShort(wanted(), { run: run({ externalId: 'other', conclusion: 'neutral' }) }),
    'create-run, conclude 1, post-comment',
  ],
  ['the run is concluded', inShort(wanted(), { run: DONE }), 'post-comment'],
  ['all is there', inShort(wanted(), { run: DONE, comments: comments('body') }), ''],
  [
    'the comment came back with other line ends',
    inShort(wanted({}, { body: 'a\nb\n' }), { run: DONE, comments: comments('a\r\nb') }),
    '',
  ],
  ['the comment says something else', inShort(wanted(), { run: DONE, comments: comments('old') }), 'edit-comment 1'],
  ['two comments', inShort(wanted(), { run: DONE, comments: comments('old', 'body') }), 'edit-comment 1'],
  ['it only begins', inShort(wanted({ conclusion: null })), 'create-run'],
  ['it began', inShort(wanted({ conclusion: null }), { run: run() }), ''],
  ['no comment is asked for', inShort(wanted({ comment: null })), 'create-run, conclude 1'],
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
  const asked = wanted({ annotations: annotations(all), comment: null });
  expect(inShort(asked, { run: run({ annotations: there }) })).toBe(expected);
});

test.each<[string, Parameters<typeof wanted>[1], string, string]>([
  ['when-findings', { hasFindings: true }, 'post-comment', 'edit-comment 1'],
  ['when-findings', { hasFindings: false }, '', 'edit-comment 1'],
  ['when-findings', { hasFindings: true, wasDeleted: true }, 'post-comment', 'edit-comment 1'],
  ['always', { hasFindings: false }, 'post-comment', 'edit-comment 1'],
  ['always', { hasFindings: false, wasDeleted: true }, 'post-comment', 'edit-comment 1'],
  ['once', { hasFindings: false }, 'post-comment', 'edit-comment 1'],
  ['once', { hasFindings: true, wasDeleted: true }, '', 'edit-comment 1'],
  ['never', { hasFindings: true }, '', ''],
])('%s %j: without a comment %j, with one %j', (policy, given, without, withOne) => {
  const asked = wanted({}, { policy: policy as 'always', ...given });
  expect(inShort(asked, { run: DONE })).toBe(without);
  expect(inShort(asked, { run: DONE, comments: comments('old') })).toBe(withOne);
});

test('each step says all that GitHub is told', () => {
  const actions = [{ label: 'Re-audit', description: 'again', identifier: 'reaudit' }];
  const asked = wanted({ annotations: annotations(51), actions });
  const [create, annotate, conclude] = planPublication(asked, { run: null, comments: [] });
  expect(create).toMatchObject({ run: { name: 'kernel-rust-audit', head: HEAD, externalId: ID } });
  expect(annotate).toMatchObject({ change: { conclusion: null, output: { title: '1 warning', summary: 'one' } } });
  expect(conclude).toMatchObject({ change: { conclusion: 'neutral', actions, output: { title: '1 warning' } } });
  const named = planPublication({ ...asked, name: 'other', conclusion: null }, { run: null, comments: [] });
  expect(named).toEqual([
    { kind: 'create-run', run: { name: 'other', head: HEAD, externalId: ID, title: '1 warning', summary: 'one' } },
  ]);
});

const asked: fc.Arbitrary<WantedPublication> = fc
  .record({
    count: fc.nat({ max: 260 }),
    conclusion: fc.constantFrom('success', 'neutral', 'failure', null),
    policy: fc.constantFrom('when-findings', 'always', 'once', 'never'),
    hasFindings: fc.boolean(),
    wasDeleted: fc.boolean(),
    body: fc.constantFrom('one', 'two\n', 'three\r\n'),
  })
  .map(({ count, conclusion, ...comment }) => wanted({ conclusion, annotations: annotations(count), comment }));

test('the same job twice publishes once: the second plan is empty', async () => {
  await holds(
    300,
    fc.property(asked, fc.array(fc.constantFrom('one', 'old'), { maxLength: 2 }), (job, bodies) => {
      const forge = emptyForge(bodies);
      carryOut(forge, planPublication(job, look(forge, ID)));
      expect(planPublication(job, look(forge, ID))).toEqual([]);
    }),
  );
});

test('broken off anywhere and begun again, everything is there once', async () => {
  await holds(
    300,
    fc.property(asked, fc.array(fc.nat({ max: 7 }), { maxLength: 4 }), (job, breaks) => {
      const [whole, broken] = [emptyForge([]), emptyForge([])];
      carryOut(whole, planPublication(job, look(whole, ID)));
      for (const steps of breaks) carryOut(broken, planPublication(job, look(broken, ID)).slice(0, steps));
      carryOut(broken, planPublication(job, look(broken, ID)));
      expect(shown(broken)).toEqual(shown(whole));
      if (job.conclusion !== null) expect(broken.runs[0]?.annotations).toEqual(job.annotations);
      expect(broken.largestBatch).toBeLessThanOrEqual(50);
    }),
  );
});

function shown({ runs, comments: bodies }: Forge) {
  return { runs, bodies };
}
