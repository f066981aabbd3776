/** Progress on standard error: one line that is written over, and wiped at the end. */

export interface Progress {
  readonly step: (done: number, all: number) => void;
  readonly end: () => void;
}

/**
 * @param when as --progress says; `auto`: on a terminal
 * @param what as `audited`
 * @param things as `files`
 */
export function makeProgress(
  when: 'auto' | 'always' | 'never',
  isTerminal: boolean,
  what: string,
  things: string,
): Progress {
  if (when === 'never' || (when !== 'always' && !isTerminal)) return { step: () => {}, end: () => {} };
  let last = '';
  return {
    step: (done, all) => {
      const line = `${what} ${done} of ${all} ${things}`;
      if (line === last) return;
      process.stderr.write(isTerminal ? `\r${line}` : `${line}\n`);
      last = line;
    },
    end: () => {
      if (isTerminal && last !== '') process.stderr.write(`\r${' '.repeat(last.length)}\r`);
    },
  };
}
