/** The command `completion`: a script by which a shell completes calls, made from the tables of commands and options. */
import { suggestion } from '../config/suggest.ts';
import { RULES } from '../rules/catalogue.ts';
import { type Failure, failure } from '../text/failure.ts';
import { SHELLS, type Shell } from './commands.ts';
import { bashScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { zshScript } from './completion/zsh.ts';
import type { Outcome } from './surroundings.ts';

const WRITERS: Readonly<Record<Shell, (rules: readonly string[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The script for the shell that is named; a failure where it is not one of the table. */
export function runCompletion(inputs: readonly string[]): Outcome | Failure {
  const [shell, ...others] = inputs;
  const oneOf = `pass one of ${SHELLS.join(', ')}`;
  if (shell === undefined || others.length > 0)
    return failure('kernel-rust-audit completion', 'it takes one shell', oneOf);
  if (!isShell(shell))
    return failure(shell.slice(0, 80), `no completion for this shell${suggestion(shell, SHELLS)}`, oneOf);
  return { text: WRITERS[shell](RULES.map(({ id }) => id)), status: 0 };
}

function isShell(word: string): word is Shell {
  return (SHELLS as readonly string[]).includes(word);
}
