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
    holds: 'runs as a user of its own',
    without: 'runs as the same user as the server, so its files and its memory may be within reach',
    remedy: 'let user KRA_ANALYST_UID read the program (chmod a+rX), with setpriv of util-linux in /usr/bin',
  },
  {
    shield: 'network',
    name: 'guard: network',
    holds: 'has no network',
    without: 'has the network of the server',
    remedy:
      'allow user namespaces (user.max_user_namespaces; a seccomp profile with `unshare`), with unshare of util-linux in /usr/bin',
  },
  {
    shield: 'permissions',
    name: 'guard: files',
    holds: 'may read its own program only, and start nothing (permissions of Node.js)',
    without: 'may read files and start programs as its user',
    remedy: 'install the program where all paths to it can be read, and see whether it starts with `--permission`',
  },
  {
    shield: 'privileges',
    name: 'guard: privileges',
    holds: 'can gain no rights by starting programs',
    without: 'may gain rights by programs with set-user-ID',
    remedy: 'install util-linux (setpriv in /usr/bin)',
  },
];
