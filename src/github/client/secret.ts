/** Text that must not be shown: whatever prints it prints `[secret]`. */

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Only for what signs, verifies or connects. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [INSPECT](): string {
    return '[secret]';
  }
}
