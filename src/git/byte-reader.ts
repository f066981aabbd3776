/** Lines and counted bytes from a stream, without holding more of it than asked for. */

export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** The next line without its `\n`; null where the stream ends before one. */
  async line(): Promise<string | null> {
    const parts: Buffer[] = [];
    for (;;) {
      const end = this.#rest.indexOf(10);
      if (end !== -1) {
        parts.push(this.#rest.subarray(0, end));
        this.#rest = this.#rest.subarray(end + 1);
        return Buffer.concat(parts).toString();
      }
      parts.push(this.#rest);
      if (!(await this.#more())) return null;
    }
  }

  /** The next bytes; null where the stream ends before them. */
  async take(count: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    const complete = await this.#pass(count, (part) => parts.push(part));
    return complete ? Buffer.concat(parts) : null;
  }

  /** Passes over bytes without keeping them. */
  async skip(count: number): Promise<void> {
    await this.#pass(count, () => {});
  }

  async #pass(count: number, use: (part: Buffer) => void): Promise<boolean> {
    let missing = count;
    for (;;) {
      const part = this.#rest.subarray(0, missing);
      use(part);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      if (missing === 0) return true;
      if (!(await this.#more())) return false;
    }
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    this.#rest = done === true ? Buffer.alloc(0) : value;
    return done !== true;
  }
}
