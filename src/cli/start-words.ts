/** What `serve` says where it cannot start. */
import { clipped } from '../report/visible.ts';
import type { Failure } from '../text/failure.ts';

/** @param failures each of an environment variable: its name is `where`. Five lines: what is missing, and the way on from there. */
export function withoutCredentials(failures: readonly Failure[]): string {
  const missing = failures.map(({ where, what }) => `${where} ${what}`).join(', ');
  return `${[
    `kernel-rust-audit serve cannot start: ${clipped(missing === '' ? 'the App has no credentials' : missing, 300)}`,
    '  1. Register a GitHub App: `node scripts/register-app.js --url https://YOUR-HOST`, or by hand (docs/operating.md).',
    '  2. Set APP_ID, PRIVATE_KEY_PATH and WEBHOOK_SECRET in the environment, and run `npm start` again.',
    '  3. `npx kernel-rust-audit doctor` looks at all of it and says what is still wrong.',
    'Only curious? `npm run demo` shows the App at work on this machine, without an account.',
  ].join('\n')}\n`;
}
