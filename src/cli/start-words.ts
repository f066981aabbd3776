/** What `serve` says where it cannot start. */
import { clipped } from '../report/visible.ts';
import type { Failure } from '../text/failure.ts';

/** The ways on, for the program as files of a checkout, and as one executable, which has no other files. */
const WAYS = {
  files: [
    '  1. Register a GitHub App: `node scripts/register-app.js --url https://YOUR-HOST`, or by hand (docs/operating.md).',
    '  2. Set APP_ID, PRIVATE_KEY_PATH and WEBHOOK_SECRET in the environment, and run `npm start` again.',
    '  3. `npx kernel-rust-audit doctor` looks at all of it and says what is still wrong.',
    'Only curious? `npm run demo` shows the App at work on this machine, without an account.',
  ],
  executable: [
    "  1. Register a GitHub App, as docs/operating.md in this program's repository says.",
    '  2. Set APP_ID, PRIVATE_KEY_PATH and WEBHOOK_SECRET in the environment, and run `kernel-rust-audit serve` again.',
    '  3. `kernel-rust-audit doctor` looks at all of it and says what is still wrong.',
    'Only curious? `npm run demo` in a checkout of the repository shows the App at work, without an account.',
  ],
} as const;

/**
 * Five lines: what is missing, and the way on from there.
 * @param failures each of an environment variable: its name is `where`
 * @param form how the program came to this machine
 */
export function withoutCredentials(failures: readonly Failure[], form: keyof typeof WAYS): string {
  const missing = failures.map(({ where, what }) => `${where} ${what}`).join(', ');
  return `${[
    `kernel-rust-audit serve cannot start: ${clipped(missing === '' ? 'the App has no credentials' : missing, 300)}`,
    ...WAYS[form],
  ].join('\n')}\n`;
}
