/** `npm run demo`: the App at work on a sample pull request, against a GitHub that is made up on this machine. */
import { styleOf } from '../../src/cli/terminal.ts';
import { WIDEST_PROSE, wrap } from '../../src/report/select/text-width.ts';
import { pageOf } from '../../src/report/terminal/page.ts';
import { commitsOfExample, treeOfExample } from './example.ts';
import { startFakeGitHub } from './fake-github/index.ts';
import { markdownText } from './markdown-text.ts';
import { startApp } from './whole-app.ts';

/** A command is never wrapped: it is there to be copied. */
const NEXT_STEPS = [
  [
    'The same from the command line:',
    'npx kernel-rust-audit review examples/ring-driver/series --tree examples/ring-driver/tree',
  ],
  ['A patch of yours:', 'npx kernel-rust-audit review 0001-your.patch --tree /path/to/linux'],
  ['Your commits:', 'npx kernel-rust-audit review --base origin/master --repo /path/to/linux'],
  ['A pull request on GitHub:', 'npx kernel-rust-audit review owner/repository#123'],
  ['To see what a rule checks, and why:', 'npx kernel-rust-audit explain bindings-bypass'],
  ['The App for your repository (docs/operating.md explains each step):', 'npm start'],
];

const style = styleOf(process.stdout, process.env, false);
const page = pageOf({ ...style, width: Math.min(style.width ?? WIDEST_PROSE, WIDEST_PROSE) });

function print(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function printWords(text: string, indent = ''): void {
  print(...wrap(text, page.width, indent));
}

function heading(words: string): void {
  print('', page.paint('bold', words), '='.repeat(words.length), '');
}

const hub = await startFakeGitHub();
const repo = hub.repository('example/linux');
const tree = treeOfExample();
repo.commit({ message: 'Base', files: tree });
printWords('Starting the App against a made-up GitHub on this machine: no account, no network.');
const app = await startApp(hub, { env: { LOG_LEVEL: 'warn' } });
try {
  const commits = await commitsOfExample(tree);
  let head = repo.tip();
  for (const commit of commits) head = repo.commit({ ...commit, parents: [head] });
  const { number } = repo.openPullRequest({ head, title: 'Ring driver' });
  const begun = performance.now();
  const [answer] = await hub.deliverAll();
  await hub.until(() => repo.comments(number).length > 0);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  printWords(
    `Pull request ${number} with ${commits.length} commits (examples/ring-driver/series) was opened; its signed webhook was answered with ${answer?.status}, and the review was there after ${seconds} s and ${hub.count()} calls to GitHub. This is what its author sees.`,
  );

  const run = repo.runs(head).at(-1);
  heading(`Check run ${run?.name}: ${run?.conclusion}`);
  print(...wrap(page.paint('bold', run?.title ?? ''), page.width), '');
  process.stdout.write(markdownText([run?.summary, run?.text].join('\n\n'), page));

  const annotations = run?.annotations ?? [];
  heading(`Annotations beside the code (${annotations.length})`);
  for (const { path, start_line, annotation_level, title, message } of annotations) {
    const level = annotation_level === 'failure' ? page.paint('error', 'failure') : page.paint('warning', 'warning');
    print(`${path}:${start_line}: ${level}: ${title?.split(':')[0]}`);
    printWords(message, '    ');
  }

  heading('Comment, edited in place from push to push');
  process.stdout.write(markdownText(repo.comments(number)[0]?.body ?? '', page));
} finally {
  await app.stop();
  await hub.close();
}
heading('What to do next');
for (const [what = '', command = ''] of NEXT_STEPS) print(what, `    ${command}`);
