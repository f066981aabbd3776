/** What keeps the process that reads hostile text from the rest of the machine: one table. */

export type Shield = 'user' | 'network' | 'permissions' | 'privileges';

export interface ShieldWords {
  readonly shield: Shield;
  /** The name of its line in `doctor`. */
  readonly name: string;
  /** What holds, after "the process that reads pull requests". */
  readonly holds: string;
  /** The same where it does not hold. */
  readonly without: string;
  readonly remedy: string;
}

/** The one whose loss is worst first. */
export const SHIELDS: readonly ShieldWords[] = [
  {
    shield: 'user',
    name: 'guard: user',
    holds: 'runs as its own user',
    without: "runs as the server's user, so it may reach the server's files and memory",
    remedy:
      'make the program readable for user KRA_ANALYST_UID (chmod a+rX) and install setpriv (util-linux) in /usr/bin',
  },
  {
    shield: 'network',
    name: 'guard: network',
    holds: 'has no network',
    without: "shares the server's network",
    remedy:
      'allow user namespaces (user.max_user_namespaces; a seccomp profile with `unshare`) and install unshare (util-linux) in /usr/bin',
  },
  {
    shield: 'permissions',
    name: 'guard: files',
    holds: 'may only read its own program and start nothing (Node.js permissions)',
    without: 'may read files and start programs as its user',
    remedy: 'install the program in a readable path, and check that it starts with `--permission`',
  },
  {
    shield: 'privileges',
    name: 'guard: privileges',
    holds: 'cannot gain privileges by starting programs',
    without: 'may gain privileges through set-user-ID programs',
    remedy: 'install util-linux (setpriv in /usr/bin)',
  },
];
