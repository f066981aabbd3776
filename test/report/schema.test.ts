/** What is written for programs keeps to its schema. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { AUDIT_SCHEMA, REVIEW_SCHEMA, renderAuditJson, renderReviewJson } from '../../src/report/machine/json.ts';
import { AUDIT, audit, finding, GROWN, INCOMPLETE_REVIEW, review, SERIES_REVIEW, TOOL } from './samples.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
const validReview = ajv.compile(schema('review'));
const validAudit = ajv.compile(schema('audit'));

test.each([
  ['an empty review', review()],
  ['a series', SERIES_REVIEW],
  ['an incomplete review', INCOMPLETE_REVIEW],
])('%s', (_, sample) => {
  const written = JSON.parse(renderReviewJson(sample, { tool: TOOL }));
  validReview(written);
  expect(validReview.errors ?? []).toEqual([]);
  expect(written.schema).toBe(REVIEW_SCHEMA);
});

test.each([
  ['an empty audit', audit()],
  ['a tree', AUDIT],
  ['a tree and an earlier one', GROWN],
])('%s', (_, sample) => {
  const written = JSON.parse(renderAuditJson(sample, { tool: TOOL }));
  validAudit(written);
  expect(validAudit.errors ?? []).toEqual([]);
  expect(written.schema).toBe(AUDIT_SCHEMA);
});

test('the schemas refuse what they do not name', () => {
  const written = JSON.parse(renderReviewJson(SERIES_REVIEW, { tool: TOOL }));
  expect(validReview({ ...written, frame: [] })).toBe(false);
  expect(validReview({ ...written, basis: 'guess' })).toBe(false);
  expect(validReview({ ...written, findings: [finding()] })).toBe(false);
  expect(
    validReview({
      ...written,
      delta: { leaf: { lambda: {} }, cSurface: { headers: [], helpers: [], unmarkedHelpers: [] } },
    }),
  ).toBe(false);
  expect(validAudit(written)).toBe(false);
});

test('suppressed findings stay in the list', () => {
  const suppressed = finding({ suppressed: { by: '.github/kernel-rust-audit.yml', reason: null } });
  const written = JSON.parse(renderReviewJson(review({ findings: [suppressed] }), { tool: TOOL }));
  expect(written.findings).toHaveLength(1);
  expect(written.findings[0].suppressed).toEqual({ by: '.github/kernel-rust-audit.yml', reason: null });
});

function schema(name: string): object {
  return JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'));
}
