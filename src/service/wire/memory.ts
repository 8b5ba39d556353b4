/** Remembers what short texts lead to. Strangers choose the texts, so there are never many, nor long ones. */

const most = 500;
const longestText = 512;

export class Memory<Value> {
  readonly #known = new Map<string, Value>();

  /** What `make` answered for the text, now or before; it must depend on the text alone. `undefined` is not remembered. */
  get(text: string, make: (text: string) => Value): Value {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const value = make(text);
    if (value === undefined || text.length > longestText) return value;
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(text, value);
    return value;
  }
}
