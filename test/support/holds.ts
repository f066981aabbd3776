/** Properties with a fixed seed: a failure is the same on every machine. `FC_SEED=7 FC_TIMES=20` tries other and more inputs. */
import fc from 'fast-check';

const SEED = Number(process.env['FC_SEED'] ?? 20261122);
const TIMES = Number(process.env['FC_TIMES'] ?? 1);

/** Fails with the seed, the smallest input found and the way to run it again. */
export async function holds<Inputs extends [unknown, ...unknown[]]>(
  numRuns: number,
  property: fc.IAsyncProperty<Inputs> | fc.IProperty<Inputs>,
): Promise<void> {
  await fc.assert(property as fc.IAsyncProperty<Inputs>, { seed: SEED, numRuns: numRuns * TIMES });
}
