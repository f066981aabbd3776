/** What keeps hostile text from the rest of the machine: one diagnosis for each shield, and one for secrets in the environment. */
import { type Diagnosis, ok, warning, wrong } from './diagnosis.ts';
import type { ShieldFacts } from './setup-facts.ts';
import { SHIELDS, type Shield, type ShieldWords } from './shields.ts';

const WHO = 'the process that reads pull requests';

/** @param inEnvironment variables with a secret itself */
export function diagnoseShields(facts: ShieldFacts, inEnvironment: readonly string[]): readonly Diagnosis[] {
  if (facts.kind === 'untried') return [wrong('guard', facts.words, facts.remedy)];
  return [
    ...SHIELDS.map((row) =>
      row.shield === 'user' && !facts.isRoot ? diagnoseSameUser(row, facts) : diagnose(row, facts),
    ),
    diagnoseEnvironment(facts, inEnvironment),
  ];
}

type Tried = ShieldFacts & { readonly kind: 'tried' };

function diagnose({ shield, name, holds, without, remedy }: ShieldWords, { holding, missing }: Tried): Diagnosis {
  if (holding.includes(shield)) return ok(name, `${WHO} ${holds}`);
  const words = missing.find((each) => each.shield === shield)?.words;
  return warning(name, `${WHO} ${without}${words ? `: ${words}` : ''}`, remedy);
}

/** Only root can start something as another user; what that is for, others do as well. */
function diagnoseSameUser({ name, without }: ShieldWords, { holding }: Tried): Diagnosis {
  const words = 'the server is not root, so it cannot start processes as another user';
  return holding.includes('permissions')
    ? ok(name, `${words}; file access is restricted in another way`)
    : warning(name, `${words}: ${WHO} ${without}`, 'fix the lines below');
}

/** Each of these alone keeps the process from /proc/PID/environ of the server, by the kernel. */
const HIDES: Readonly<Record<'root' | 'other', readonly Shield[]>> = {
  root: ['user', 'privileges'],
  // without rights, a network of its own needs a user namespace of its own
  other: ['network'],
};

/** What a process was started with stays in /proc/PID/environ until it ends: Node.js cannot clear it. */
function diagnoseEnvironment({ isRoot, holding }: Tried, inEnvironment: readonly string[]): Diagnosis {
  const name = 'environment';
  if (inEnvironment.length === 0) return ok(name, 'holds no secret');
  const words = `holds ${inEnvironment.join(', ')}`;
  if (HIDES[isRoot ? 'root' : 'other'].some((shield) => holding.includes(shield)))
    return ok(name, `${words}, which ${WHO} cannot read`);
  // they bind JavaScript, and not what takes over the parser, which is native
  const danger = holding.includes('permissions')
    ? `only Node.js permissions keep ${WHO} from it`
    : `${WHO} may read it`;
  const files = inEnvironment.map((each) => `${each}_PATH`).join(', ');
  return warning(name, `${words}, and ${danger}`, `put it into a file and set ${files} to its path`);
}
