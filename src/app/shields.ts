/** What keeps the process that reads hostile text from the rest of the machine: one table. */

export type Shield = 'user' | 'network' | 'permissions' | 'privileges';

export interface ShieldWords {
  readonly shield: Shield;
  /** The name of its line in `doctor`. */
  readonly name: string;
  /** What holds; a sentence without its full stop. */
  readonly holds: string;
  /** What a process that was taken over can do without it. */
  readonly without: string;
  readonly remedy: string;
}

/** The one whose loss is worst first. */
export const SHIELDS: readonly ShieldWords[] = [
  {
    shield: 'user',
    name: 'own user',
    holds: 'runs as a user of its own',
    without: 'runs as the same user as the server, so its files and its memory may be within reach',
    remedy: 'let user KRA_ANALYST_UID read the program (chmod a+rX), with setpriv of util-linux in /usr/bin',
  },
  {
    shield: 'network',
    name: 'no network',
    holds: 'has no network',
    without: 'has the network of the server',
    remedy:
      'allow user namespaces (user.max_user_namespaces; a seccomp profile with `unshare`), with unshare of util-linux in /usr/bin',
  },
  {
    shield: 'permissions',
    name: 'permissions of Node.js',
    holds: 'Node.js lets it read its own program only, and start nothing',
    without: 'may read files and start programs as its user',
    remedy: 'install the program where all paths to it can be read, and see whether it starts with `--permission`',
  },
  {
    shield: 'privileges',
    name: 'no new privileges',
    holds: 'can gain no rights by starting programs',
    without: 'may gain rights by programs with set-user-ID',
    remedy: 'install util-linux (setpriv in /usr/bin)',
  },
];
