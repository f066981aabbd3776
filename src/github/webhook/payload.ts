/** Reading a payload without trusting it: what is not as expected is absent. */

type Fields = Readonly<Record<string, unknown>>;

/** Fields of a JSON value, one step at a time; every step may be absent. */
export class Part {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  get isThere(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  get(...names: readonly string[]): Part {
    let value = this.#value;
    for (const name of names)
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Fields)[name] : undefined;
    return new Part(value);
  }

  text(...names: readonly string[]): string | undefined {
    const value = this.get(...names).#value;
    return typeof value === 'string' ? value : undefined;
  }

  /** A number that identifies something. */
  id(...names: readonly string[]): number | undefined {
    const value = this.get(...names).#value;
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
  }

  is(...names: readonly string[]): boolean {
    return this.get(...names).#value === true;
  }

  list(...names: readonly string[]): readonly Part[] {
    return this.get(...names).items(1000);
  }

  /** The first so many of a list. */
  items(most: number): readonly Part[] {
    const value = this.#value;
    return Array.isArray(value) ? value.slice(0, most).map((each) => new Part(each)) : [];
  }

  /** Undefined where it is not a list of texts. */
  texts(name: string): readonly string[] | undefined {
    const value = this.get(name).#value;
    return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
  }
}

/** A full commit id. */
export function commitId(text: string | undefined): string | undefined {
  return text !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : undefined;
}
