/** The register of formats: every renderer is in it, and the command line offers what is in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseArguments } from '../../src/cli/arguments.ts';
import { FORMATS, type FormatOf, formatsOf } from '../../src/report/formats.ts';
import { isFailure } from '../../src/text/failure.ts';

const REPORT = new URL('../../src/report/', import.meta.url);
const SUBJECTS = ['review', 'audit'] as const;

/** The functions that make a report: `renderReviewText`, `renderAuditText`. */
const RENDERERS = readdirSync(REPORT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [
    ...readFileSync(new URL(file, REPORT), 'utf8').matchAll(/^export function (render(?:Review|Audit)\w+)/gm),
  ])
  .map(([, name]) => name as string);

test('every renderer of a review and of an audit is in the register', () => {
  const register = readFileSync(new URL('formats.ts', REPORT), 'utf8');
  expect(RENDERERS.length).toBeGreaterThan(9);
  expect(RENDERERS.filter((name) => !register.includes(`.${name}(`))).toEqual([]);
});

test.each(Object.entries(FORMATS))('the entry %s is whole', (_, { description, ending, review, audit }) => {
  expect(description).toMatch(/^(?:[a-z]|[A-Z]{2}).*[^.]$/);
  expect(ending).toMatch(/^\.\w+$/);
  expect([review, audit].some((render) => render !== null)).toBe(true);
});

test.each(SUBJECTS)('%s takes the formats that the register has for it, and no other', (subject) => {
  const taken = Object.keys(FORMATS).filter((name) => !isFailure(parseArguments([subject, '--format', name])));
  expect(taken).toEqual(formatsOf(subject));
});

test('a format that one of the two has not does not compile', () => {
  // @ts-expect-error an audit answers no mail
  const wrong: FormatOf<'audit'> = 'mail';
  expect(formatsOf('audit')).not.toContain(wrong);
  expect(FORMATS.mail.audit).toBeNull();
});
