/** `npm run demo`: what a newcomer sees can be read, names the abstraction that was bypassed, and leads on. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { widthOf } from '../src/report/select/text-width.ts';
import { pageOf } from '../src/report/terminal/page.ts';
import { markdownText } from './support/markdown-text.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

test('the demo', () => {
  const demo = ['--import', './bench/typescript.js', 'test/support/demo.ts'];
  const env = { ...process.env, COLUMNS: '80' };
  const { status, stdout, stderr } = spawnSync(process.execPath, demo, { cwd: ROOT, encoding: 'utf8', env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const text = stdout.replace(/\s+/g, ' ');
  expect(text).toContain('`bindings::ring_kick` bypasses `kernel::ring::Ring`');
  expect(text).toContain('Use `kernel::ring::Ring::kick`.');
  // nothing raw: comments, markers, tags, tables, links
  for (const raw of ['<!--', 'eyJ', '<details>', '| ---', '](', 'http://127.', '####']) expect(text).not.toContain(raw);
  expect(text).toContain('kernel-rust-audit review 0001-your.patch --tree');
  expect(stdout.split('\n').filter((line) => widthOf(line) > 80 && !line.includes('npx '))).toEqual([]);
});

test('Markdown as text', () => {
  const markdown = `<!-- for programs -->
### A *title* of \`code\`

Words with a [link](http://made.up/) and a @\u200bname
on two lines that are wrapped.

- one
- two, which goes on and on

| rule | errors |
| --- | --: |
| a \\| b | 12 |

<details><summary>More</summary>

> quoted

\`\`\`
code
\`\`\`

</details>
`;
  expect(markdownText(markdown, pageOf({ colour: false, width: 24 }))).toBe(`A title of \`code\`

Words with a link and a
@name on two lines that
are wrapped.

- one
- two, which goes on and
  on

rule   errors
a | b      12

More

> quoted

    code
`);
});
