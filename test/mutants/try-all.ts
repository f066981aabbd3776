/** Tries mutants: each named test is green without the break and red with it. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { apply, brokenPrograms, build, copyCheckout, makeScratch } from './checkout.ts';
import { coloursOf, endAll } from './red.ts';
import { type Mutant, mistakeIn, type NamedTest } from './table.ts';

export interface Verdict {
  readonly mutant: Mutant;
  readonly kind: 'killed' | 'survived' | 'refused';
  /** Of a mutant that is not killed. */
  readonly why: string | null;
  /** How long its tests ran. */
  readonly seconds: number;
}

/** @param onVerdict hears of each mutant as soon as it is known */
export async function tryAll(
  mutants: readonly Mutant[],
  checkout: string,
  workers: number,
  onVerdict: (verdict: Verdict) => void,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const say = (mutant: Mutant, kind: Verdict['kind'], why: string | null, seconds = 0): void => {
    const verdict = { mutant, kind, why, seconds };
    verdicts.push(verdict);
    onVerdict(verdict);
  };
  const sound = mutants.filter((mutant) => {
    const mistake = mistakeIn(mutant, checkout);
    if (mistake !== null) say(mutant, 'refused', mistake);
    return mistake === null;
  });
  const scratch = makeScratch();
  const leave = (): void => {
    endAll();
    scratch.remove();
  };
  process.once('exit', leave);
  try {
    const copies = [...Array(workers).keys()].map((index) => join(scratch.folder, String(index)));
    const [first = '', ...others] = copies;
    copyCheckout(checkout, first);
    build(first);
    for (const other of others) cpSync(first, other, { recursive: true, verbatimSymlinks: true });
    const broken = brokenPrograms(sound, first);
    for (const [index, why] of broken) say(sound[index] as Mutant, 'refused', why);
    const programs = sound.filter((_, index) => !broken.has(index));
    const untrue = await notGreen(programs, copies);
    await each(programs, copies, async (mutant, copy) => {
      const already = mutant.tests.map((test) => untrue.get(keyOf(test))).find((why) => why !== undefined);
      if (already !== undefined) return say(mutant, 'refused', already);
      const begun = performance.now();
      const undo = apply(mutant, copy);
      const { colours, trouble } = await coloursOf(mutant.tests, copy).finally(undo);
      const seconds = (performance.now() - begun) / 1000;
      const green = mutant.tests.filter((_, index) => colours[index] === 'green').map(keyOf);
      if (trouble !== null) say(mutant, 'refused', trouble, seconds);
      else if (green.length > 0) say(mutant, 'survived', `green: ${green.join(', ')}`, seconds);
      else say(mutant, 'killed', null, seconds);
    });
    return verdicts;
  } finally {
    process.off('exit', leave);
    leave();
  }
}

function keyOf({ file, title }: NamedTest): string {
  return title === null ? file : `${file}: ${title}`;
}

/** The named tests that are not green as things are, with the reason: they can prove nothing. */
async function notGreen(mutants: readonly Mutant[], copies: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const named = new Map(mutants.flatMap(({ tests }) => tests.map((test) => [keyOf(test), test] as const)));
  const files = new Set([...named.values()].map(({ file }) => file));
  const found = new Map<string, string>();
  await each([...files], copies, async (file, copy) => {
    const tests = [...named.values()].filter((test) => test.file === file);
    const { colours, trouble } = await coloursOf(tests, copy);
    for (const [index, test] of tests.entries()) {
      const colour = colours[index] ?? 'missing';
      if (trouble !== null || colour !== 'green')
        found.set(keyOf(test), `without the break, ${keyOf(test)} is ${trouble ?? colour}`);
    }
  });
  return found;
}

/** Each by a worker, which has a copy of its own. */
async function each<Item>(
  items: readonly Item[],
  copies: readonly string[],
  act: (item: Item, copy: string) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  await Promise.all(
    copies.map(async (copy) => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item, copy);
    }),
  );
}
