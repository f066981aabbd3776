/** SARIF: the parts that are used, as the standard has them, and the limits of those who read it. */
import { Ajv } from 'ajv';
import { MOST_RESULTS, renderAuditSarif, renderReviewSarif } from '../../../src/report/machine/sarif.ts';
import { type RuleLinks, ruleLinks } from '../../../src/report/markdown/rule-links.ts';
import { AUDIT, audit, finding, INCOMPLETE_REVIEW, RULES, review, SERIES_REVIEW, TOOL } from '../samples.ts';

const OPTIONS = { tool: TOOL, rules: RULES };
const CHOICE = { asked: ['undocumented-unsafe'], leftOut: ['send-sync-impl', 'unknown-here'], off: [] };

/** What SARIF 2.1.0 (section 3) asks of the objects that occur here; anything else is refused. */
const text = closed({ text: { type: 'string', minLength: 1 } });
const level = { enum: ['none', 'note', 'warning', 'error'] };
const line = { type: 'integer', minimum: 1 };
const uri = { type: 'string', pattern: '^(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+$' };
const place = closed(
  {
    artifactLocation: closed({ uri, uriBaseId: { const: '%SRCROOT%' } }),
    region: closed({ startLine: line, startColumn: line, endLine: line, endColumn: line }, ['startLine']),
  },
  ['artifactLocation'],
);
const location = closed(
  {
    id: { type: 'integer', minimum: 0 },
    message: text,
    physicalLocation: place,
    logicalLocations: { type: 'array', items: closed({ fullyQualifiedName: { type: 'string' } }) },
  },
  ['physicalLocation'],
);
const rule = closed({
  id: { type: 'string' },
  shortDescription: text,
  fullDescription: text,
  helpUri: { type: 'string', pattern: '^https://' },
  help: closed({ text: { type: 'string' }, markdown: { type: 'string' } }),
  defaultConfiguration: closed({ level }),
  properties: { type: 'object' },
});
const result = closed(
  {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message: text,
    locations: { type: 'array', items: location },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
    suppressions: {
      type: 'array',
      items: closed({ kind: { enum: ['inSource', 'external'] }, justification: { type: 'string' } }),
    },
    relatedLocations: { type: 'array', items: location, uniqueItems: true },
    properties: { type: 'object' },
  },
  ['ruleId', 'level', 'message', 'locations', 'partialFingerprints'],
);
const run = closed({
  tool: closed({
    driver: closed({
      name: { type: 'string' },
      version: { type: 'string' },
      semanticVersion: { type: 'string' },
      rules: { type: 'array', items: rule, uniqueItems: true },
    }),
  }),
  automationDetails: closed({ id: { type: 'string' } }),
  columnKind: { const: 'utf16CodeUnits' },
  originalUriBaseIds: closed({ '%SRCROOT%': closed({ description: text }) }),
  invocations: {
    type: 'array',
    items: closed(
      {
        executionSuccessful: { type: 'boolean' },
        toolExecutionNotifications: {
          type: 'array',
          items: closed({ level, message: text, locations: { type: 'array', items: location } }, ['message']),
        },
        ruleConfigurationOverrides: {
          type: 'array',
          minItems: 1,
          items: closed({
            configuration: closed({ enabled: { type: 'boolean' } }),
            descriptor: closed({ id: { type: 'string' }, index: { type: 'integer', minimum: -1 } }, ['id']),
          }),
        },
      },
      ['executionSuccessful', 'toolExecutionNotifications'],
    ),
  },
  results: { type: 'array', items: result },
  properties: { type: 'object' },
});
const valid = new Ajv({ allErrors: true }).compile(
  closed({
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: { type: 'array', items: run, minItems: 1, maxItems: 1 },
  }),
);

test.each([
  ['a series', renderReviewSarif(SERIES_REVIEW, OPTIONS)],
  ['an incomplete review', renderReviewSarif(INCOMPLETE_REVIEW, OPTIONS)],
  ['a review by some rules', renderReviewSarif({ ...SERIES_REVIEW, choice: CHOICE }, OPTIONS)],
  ['a tree', renderAuditSarif(AUDIT, OPTIONS)],
  ['an empty tree', renderAuditSarif(audit(), { ...OPTIONS, rules: [] })],
])('%s', (_, sarif) => {
  valid(JSON.parse(sarif));
  expect(valid.errors ?? []).toEqual([]);
});

test('a rule that the catalogue does not hold has no index', () => {
  const { results } = runOf(renderReviewSarif(SERIES_REVIEW, OPTIONS));
  expect(results.map((one: { ruleId: string; ruleIndex?: number }) => [one.ruleId, one.ruleIndex])).toEqual([
    ['undocumented-unsafe', 0],
    ['bindings-bypass', undefined],
    ['undocumented-unsafe', 0],
    ['send-sync-impl', 1],
    ['undocumented-unsafe', 0],
  ]);
});

test('a review that is not complete was not successful', () => {
  const { invocations, properties } = runOf(renderReviewSarif(INCOMPLETE_REVIEW, OPTIONS));
  expect(invocations[0].executionSuccessful).toBe(false);
  expect(invocations[0].toolExecutionNotifications[0].level).toBe('error');
  expect(properties).toMatchObject({ basis: 'hunks', complete: false });
});

test('what a later patch resolved is left out where only the end of the series counts', () => {
  const { results } = runOf(renderReviewSarif(SERIES_REVIEW, { ...OPTIONS, perCommit: 'report' }));
  expect(results).toHaveLength(4);
});

test('suppressions say where they stand', () => {
  const sources = [
    '#[allow(clippy::undocumented_unsafe_blocks)]',
    '#![expect(warnings)]',
    '.github/kernel-rust-audit.yml',
  ];
  const findings = sources.map((by) => finding({ suppressed: { by, reason: 'known' } }));
  const { results } = runOf(renderReviewSarif(review({ findings }), OPTIONS));
  const kinds = results.map((one: { suppressions: { kind: string }[] }) => one.suppressions[0]?.kind);
  expect(kinds).toEqual(['inSource', 'inSource', 'external']);
});

test('the most severe findings are kept, and the others counted', () => {
  const findings = Array.from({ length: MOST_RESULTS + 10 }, (_, at) =>
    finding({ line: at + 1, severity: at === MOST_RESULTS + 9 ? 'error' : 'info' }),
  );
  const { results, properties } = runOf(renderAuditSarif(audit({ findings }), OPTIONS));
  expect(results).toHaveLength(MOST_RESULTS);
  expect(results[0].level).toBe('error');
  expect(properties.resultsLeftOut).toBe(10);
});

test('paths are percent-encoded, and messages hold no links', () => {
  const hostile = finding({ path: 'drivers/r ing#1?[ä]\ud800.rs', message: 'see [here](https://example.org) {0}' });
  const { results } = runOf(renderReviewSarif(review({ findings: [hostile] }), OPTIONS));
  const [first] = results;
  const { uri: written } = first.locations[0].physicalLocation.artifactLocation;
  expect(written).toBe('drivers/r%20ing%231%3F%5B%C3%A4%5D%EF%BF%BD.rs');
  expect(first.message.text).not.toContain('](');
  expect(first.message.text).not.toContain('{0}');
});

function runOf(sarif: string) {
  return JSON.parse(sarif).runs[0];
}

function closed(properties: Readonly<Record<string, object>>, required = Object.keys(properties)) {
  return { type: 'object', properties, required, additionalProperties: false };
}

test("helpUri is the rule's page where there is one, else the kernel's document", () => {
  const helpOf = (links?: RuleLinks) => {
    const text = renderReviewSarif(SERIES_REVIEW, { ...OPTIONS, ...(links === undefined ? {} : { links }) });
    const [first] = (JSON.parse(text) as Sarif).runs[0].tool.driver.rules;
    return [first.helpUri, first.help.text.split('\n').at(-1)];
  };
  const id = OPTIONS.rules[0]?.id ?? '';
  const explain = `kernel-rust-audit explain ${id}`;
  expect(helpOf(ruleLinks('https://example.org/{rule}.html'))).toEqual([`https://example.org/${id}.html`, explain]);
  expect(helpOf(ruleLinks(null))).toEqual([OPTIONS.rules[0]?.reference, explain]);
  expect(helpOf()).toEqual([OPTIONS.rules[0]?.reference, explain]);
});

interface Sarif {
  readonly runs: readonly [
    { readonly tool: { readonly driver: { readonly rules: readonly [{ helpUri: string; help: { text: string } }] } } },
  ];
}
