/** `npm run demo`: the App at work on a sample pull request, against a GitHub that is made up on this machine. */
import { commitsOfExample, treeOfExample } from './example.ts';
import { startFakeGitHub } from './fake-github/index.ts';
import { startApp } from './whole-app.ts';

function heading(words: string): void {
  process.stdout.write(`\n${words}\n${'='.repeat(words.length)}\n\n`);
}

const hub = await startFakeGitHub();
const repo = hub.repository('example/linux');
const tree = treeOfExample();
repo.commit({ message: 'Base', files: tree });
process.stdout.write('Starting the App against a made-up GitHub on this machine: no account, no network.\n');
const app = await startApp(hub, { env: { LOG_LEVEL: 'warn' } });
try {
  let head = repo.tip();
  for (const commit of await commitsOfExample(tree)) head = repo.commit({ ...commit, parents: [head] });
  const { number } = repo.openPullRequest({ head, title: 'Ring driver' });
  const begun = performance.now();
  const [answer] = await hub.deliverAll();
  process.stdout.write(`Pull request ${number} was opened; its signed webhook was answered with ${answer?.status}.\n`);
  await hub.until(() => repo.comments(number).length > 0);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const run = repo.runs(head).at(-1);
  heading(`Check run ${run?.name}: ${run?.conclusion} (after ${seconds} s, ${hub.count()} calls to GitHub)`);
  process.stdout.write(`${run?.title}\n\n${run?.summary}\n`);
  heading(`Annotations (${run?.annotations.length})`);
  for (const { path, start_line, annotation_level, title, message } of run?.annotations ?? [])
    process.stdout.write(
      `${path}:${start_line}: ${annotation_level}: ${title ?? ''}\n    ${message.replaceAll('\n', '\n    ')}\n`,
    );
  heading('The comment, edited in place from push to push');
  process.stdout.write(`${repo.comments(number)[0]?.body}\n`);
} finally {
  await app.stop();
  await hub.close();
}
process.stdout.write(
  '\nThat was the whole way, from the webhook to the comment. docs/operating.md tells how to run it for real.\n',
);
