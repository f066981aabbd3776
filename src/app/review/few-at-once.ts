/** Many of one kind of work, a few at a time. */

/**
 * What the work gave for each, in their order.
 * @throws what the first one threw that failed; then no further work is begun
 */
export async function fewAtOnce<T, R>(
  all: readonly T[],
  most: number,
  work: (each: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  let hasFailed = false;
  const lane = async (): Promise<void> => {
    while (next < all.length && !hasFailed) {
      const index = next++;
      try {
        results[index] = await work(all[index] as T);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, lane));
  return results;
}
