/** Where the rules' pages are: the variable, or the repository that package.json names. */
import { rulePagesOf } from '../../src/config/rule-pages.ts';
import { ruleLinks, ruleName } from '../../src/report/markdown/rule-links.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';

test.each([
  ['https://example.org/docs/rules', 'https://example.org/docs/rules/{rule}.md'],
  ['https://example.org/docs/rules/', 'https://example.org/docs/rules/{rule}.md'],
  ['https://example.org/{rule}.html?of={rule}', 'https://example.org/{rule}.html?of={rule}'],
])('KRA_RULE_PAGES=%s', (given, pages) => {
  expect(rulePagesOf(given, '{}')).toBe(pages);
});

test.each([
  'example.org/rules',
  'http://example.org/',
  'javascript:alert(1)',
  'https://',
  'https://example.org/ rules',
  'https://example.org/a) [b](https://elsewhere.example',
  'https://example.org/<b>',
  'https://example.org/`a`',
])('KRA_RULE_PAGES=%s is refused', (given) => {
  const refused = rulePagesOf(given, '{}');
  expect(isFailure(refused) && failureText(refused)).toMatch(/^KRA_RULE_PAGES: is not an address .*; write the folder/);
});

const OURS = 'https://github.com/phy/audit/blob/HEAD/docs/rules/{rule}.md';

test.each([
  [{ repository: 'phy/audit' }, OURS],
  [{ repository: 'github:phy/audit' }, OURS],
  [{ repository: { type: 'git', url: 'git+https://github.com/phy/audit.git' } }, OURS],
  [{ repository: { url: 'git@github.com:phy/audit.git' } }, OURS],
  [{ repository: { url: 'git+ssh://git@github.com/phy/audit.git' } }, OURS],
  [{ homepage: 'https://github.com/phy/audit#readme' }, OURS],
  [{ repository: 'gitlab:phy/audit', homepage: 'https://github.com/phy/audit' }, OURS],
  [{ repository: { url: 'https://git.example.org/phy/audit.git' }, homepage: 'https://example.org/' }, null],
  [{}, null],
])('package.json with %j', (manifest, pages) => {
  expect([rulePagesOf(undefined, JSON.stringify(manifest)), rulePagesOf('', JSON.stringify(manifest))]).toEqual([
    pages,
    pages,
  ]);
});

test('every rule leads to words: to its page, or to the document that asks for it', () => {
  const [own, kernels] = [ruleLinks(OURS), ruleLinks(null)];
  expect([own.arePages, kernels.arePages]).toEqual([true, false]);
  for (const { id, reference } of RULES) {
    expect(own.addressOf(id)).toBe(`https://github.com/phy/audit/blob/HEAD/docs/rules/${id}.md`);
    expect(kernels.addressOf(id)).toBe(reference);
    expect(reference).toMatch(/^https:\/\//);
  }
});

test('a name that is no rule is code, and leads nowhere', () => {
  const hostile = 'x](https://evil.example) `';
  expect(ruleName(hostile, ruleLinks(OURS))).toBe(ruleName(hostile, undefined));
  expect(ruleName('transmute', ruleLinks(OURS))).toBe(`[\`transmute\`](${OURS.replace('{rule}', 'transmute')})`);
});
