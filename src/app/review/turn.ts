/** A turn of the event loop: the parser's trees are given back only there, and signals and messages are heard. */

export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
