/**
 * b4's runner of checks in its own words: what `b4 prep --check` and `b4 am --check` make of a command's answer to one mail
 * (b4 0.14 and newer; "b4.prep-perpatch-check-cmd" in https://b4.docs.kernel.org/en/latest/config.html).
 */
import { spawnSync } from 'node:child_process';

export interface Entry {
  readonly flag: 'success' | 'warning' | 'fail';
  readonly words: string;
}

/**
 * @param command as the setting has it; its words are split as a shell would, and no shell runs
 * @param mail comes on standard input
 * @param top the top folder of the repository
 */
export function checkAsB4(command: string, mail: string, top: string, env: NodeJS.ProcessEnv): readonly Entry[] {
  const [program = '', ...args] = wordsOf(command);
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: top, input: mail, encoding: 'utf8', env });
  if (error !== undefined) throw error;
  const entries: readonly Entry[] = [
    ...linesOf(stdout).map((words): Entry => ({ flag: words.includes('ERROR:') ? 'fail' : 'warning', words })),
    ...linesOf(stderr).map((words): Entry => ({ flag: 'fail', words })),
  ];
  if (entries.length > 0) return entries;
  return status === 0
    ? [{ flag: 'success', words: 'passed all checks' }]
    : [{ flag: 'fail', words: `Exited with error code ${status}` }];
}

/** The place that a tool which was given a pipe prints is cut off. */
function linesOf(output: string): readonly string[] {
  const text = output.trim();
  return text === '' ? [] : text.split('\n').map((line) => line.replace(/^-:/, ''));
}

/** Words between blanks; quotes and backslashes hold blanks together. */
function wordsOf(command: string): readonly string[] {
  const words = command.match(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return words.map((word) =>
    word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) => {
      if (double !== undefined) return double.replace(/\\(["\\])/g, '$1');
      return single ?? escaped;
    }),
  );
}
