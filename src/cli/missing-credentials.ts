/** What `serve` says where it cannot start. */
import { clipped } from '../report/select/escape-unprintable.ts';
import type { Failure } from '../text/failure.ts';

/** How the program came to the machine: a checkout of the repository, npm's package, or one executable, which has no other files. */
export type Form = 'checkout' | 'package' | 'executable';

interface Ways {
  readonly register: string;
  readonly call: string;
  readonly demo: string;
}

const DEMO_ELSEWHERE = '`npm run demo` in a checkout of the repository';

const WAYS: Readonly<Record<Form, Ways>> = {
  checkout: {
    register: '`node scripts/register-app.js --url https://YOUR-HOST`, or by hand (docs/operating.md)',
    call: 'npx kernel-rust-audit',
    demo: '`npm run demo`',
  },
  package: {
    register: '`node "$(npm root -g)/kernel-rust-audit/scripts/register-app.js" --url https://YOUR-HOST`',
    call: 'kernel-rust-audit',
    demo: DEMO_ELSEWHERE,
  },
  executable: {
    register: "docs/operating.md in this program's repository says how",
    call: 'kernel-rust-audit',
    demo: DEMO_ELSEWHERE,
  },
};

/**
 * Five lines: what is missing, and the way on from there.
 * @param failures each of an environment variable: its name is `where`
 */
export function withoutCredentials(failures: readonly Failure[], form: Form): string {
  const missing = failures.map(({ where, what }) => `${where} ${what}`).join(', ');
  const { register, call, demo } = WAYS[form];
  return `${[
    `kernel-rust-audit serve cannot start: ${clipped(missing === '' ? 'the App has no credentials' : missing, 300)}`,
    `  1. Register a GitHub App: ${register}.`,
    `  2. Set APP_ID, PRIVATE_KEY_PATH and WEBHOOK_SECRET in the environment, and run \`${call} serve\` again.`,
    `  3. \`${call} doctor\` checks everything and says what is still wrong.`,
    `Just curious? ${demo} runs the App without an account.`,
  ].join('\n')}\n`;
}
