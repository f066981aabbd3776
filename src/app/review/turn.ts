/** A turn of the event loop: the parser's trees are given back only there, and signals and messages are heard. */

/** Resolves in the next turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
