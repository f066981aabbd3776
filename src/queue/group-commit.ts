/** Group commit: what comes in while the disk is at work is written by one transaction. */

/**
 * @param writeAll writes several in one transaction, and gives as many results
 * @returns writes one; it ends when the transaction that holds it is on the disk
 */
export function gathered<Item, Result>(
  writeAll: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  let waiting: {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  let isWriting = false;

  const write = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const results = await writeAll(batch.map(({ item }) => item));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        // one of them may be the reason: each on its own then
        else
          for (const { item, resolve, reject } of batch)
            await writeAll([item]).then(([result]) => resolve(result as Result), reject);
      }
      await nextTurn();
    }
    isWriting = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // in the next turn, so that all that has arrived by then is in it
      if (!isWriting) {
        isWriting = true;
        void nextTurn().then(write);
      }
    });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
