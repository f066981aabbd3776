/** With KRA_RULE_PAGES, a rule's name leads to its page from wherever the App writes it. */
import { BLOCK, useApp } from './support.ts';

const PAGES = 'https://example.org/rules/';
const bed = useApp('linux/pages', {}, { KRA_RULE_PAGES: PAGES });
const LINK = `[\`undocumented-unsafe\`](${PAGES}undocumented-unsafe.md)`;

test('from the summary, the annotation, the comment and the report of the whole tree', async () => {
  const { head, number } = await bed.open({ 'drivers/a.rs': BLOCK });
  const run = await bed.concluded(head);
  expect(run?.summary).toContain(LINK);
  expect(run?.annotations.map(({ raw_details }) => raw_details)).toContainEqual(
    expect.stringContaining(`About the rule: ${PAGES}undocumented-unsafe.md\n`),
  );
  const bodies = () => bed.repo.comments(number).map(({ body }) => body);
  await bed.hub.until(() => bodies().some((body) => body.includes(LINK)));
  bed.repo.setRole('max', 'write');
  await bed.say(number, 'max', '/audit full');
  await bed.hub.until(() => bodies().some((body) => body.includes('kernel-rust-audit:full:') && body.includes(LINK)));
});
