/**
 * Turns at something of which there is one: addresses that are trusted come first, then the one whose last turn is longest ago, and of its
 * requests the newest.
 */
import { givesWay, type Held } from './body-shares.ts';

export interface Turns {
  /** True when it is its turn, which it gives back with `done`; false where it had to give way. */
  wait(address: string): { readonly turn: Promise<boolean>; leave(): void };
  done(): void;
  /** A signature from there was good: it comes before those of whom that is not known. */
  trust(address: string): void;
  /** How many wait. */
  waiting(): number;
}

interface Waiting extends Held {
  readonly decide: (isTurn: boolean) => void;
}

/** Addresses of which something is known. */
const MOST_KNOWN = 1000;

/** @param mostWaiting so many wait; of more, one gives way */
export function makeTurns(mostWaiting: number): Turns {
  const waiting = new Set<Waiting>();
  /** In the order of their last turns. */
  const served = new Set<string>();
  const trusted = new Set<string>();
  let isTaken = false;

  const remember = (known: Set<string>, address: string): void => {
    known.delete(address);
    known.add(address);
    const [oldest] = known;
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  };
  /** By their addresses' last turns, the last one first or last; what came first is first of its address. */
  const inOrder = (first: 'longest ago' | 'last'): readonly Waiting[] => {
    const order = new Map([...served].map((address, at) => [address, at]));
    const turnOf = ({ address }: Waiting) => (order.get(address) ?? -1) - (trusted.has(address) ? MOST_KNOWN : 0);
    return [...waiting].sort((a, b) => (first === 'last' ? turnOf(b) - turnOf(a) : turnOf(a) - turnOf(b)));
  };
  const next = (): void => {
    if (isTaken) return;
    const order = inOrder('longest ago');
    const first = order.findLast(({ address }) => address === order[0]?.address);
    if (first === undefined) return;
    isTaken = true;
    remember(served, first.address);
    first.decide(true);
  };
  return {
    wait: (address) => {
      let own: Waiting | undefined;
      const turn = new Promise<boolean>((resolve) => {
        own = {
          address,
          size: 1,
          decide: (isTurn) => {
            if (own !== undefined) waiting.delete(own);
            resolve(isTurn);
          },
        };
        waiting.add(own);
      });
      next();
      if (waiting.size > mostWaiting) givesWay(inOrder('last'))?.decide(false);
      return { turn, leave: () => own?.decide(false) };
    },
    done: () => {
      isTaken = false;
      next();
    },
    trust: (address) => remember(trusted, address),
    waiting: () => waiting.size,
  };
}
