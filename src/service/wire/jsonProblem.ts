/** Says what is wrong with a broken JSON text in the words of AWS's JSON parser (Jackson), with line and column. */

const source = 'Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)';
const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /[A-Za-z_$][\w$]*/y;

/** The problem of a text that is not JSON. Costs a second pass: ask only after parsing has failed. */
export function findJsonProblem(text: string): string {
  const scanner = new Scanner(text);
  try {
    scanner.scan();
  } catch (problem) {
    if (problem instanceof JsonProblem) return `${problem.message}\n at ${scanner.place(problem.at)}`;
    throw problem;
  }
  return 'Unexpected content';
}

class JsonProblem extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): void {
    this.#skipSpace();
    if (this.#at === this.#text.length) throw new JsonProblem('No content to map due to end-of-input', this.#at);
    // The open containers, as the positions of their brackets: no recursion, whatever the depth.
    const open: number[] = [];
    let expectValue = true;
    for (;;) {
      this.#skipSpace();
      if (expectValue) {
        const opened = this.#value(open);
        expectValue = opened;
        if (opened) continue;
      }
      if (open.length === 0) break;
      expectValue = this.#afterValue(open);
    }
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#refuse(`expected a valid value ${values}`);
  }

  place(at: number): string {
    const before = this.#text.slice(0, at).split('\n');
    return `[${source}; line: ${before.length}, column: ${(before.at(-1) ?? '').length + 1}]`;
  }

  /** Reads one value. Returns true when it opened a container whose first value comes next. */
  #value(open: number[]): boolean {
    const character = this.#peek(open);
    if (character === '{' || character === '[') {
      open.push(this.#at);
      this.#at += 1;
      this.#skipSpace();
      if (this.#peek(open) === (character === '{' ? '}' : ']')) {
        open.pop();
        this.#at += 1;
        return false;
      }
      if (character === '{') this.#fieldName(open);
      return true;
    }
    if (character === '"') this.#string();
    else if (!this.#match(numberPattern)) this.#word();
    return false;
  }

  /** Reads what may follow a value inside a container. Returns true when another value must come. */
  #afterValue(open: number[]): boolean {
    const inObject = this.#text[open.at(-1) ?? 0] === '{';
    this.#skipSpace();
    const character = this.#peek(open);
    if (character === (inObject ? '}' : ']')) {
      open.pop();
      this.#at += 1;
      return false;
    }
    if (character !== ',') this.#refuse(`was expecting comma to separate ${inObject ? 'Object' : 'Array'} entries`);
    this.#at += 1;
    this.#skipSpace();
    if (inObject) this.#fieldName(open);
    return true;
  }

  #fieldName(open: number[]): void {
    if (this.#peek(open) !== '"') this.#refuse('was expecting double-quote to start field name');
    this.#string();
    this.#skipSpace();
    if (this.#peek(open) !== ':') this.#refuse('was expecting a colon to separate field name and value');
    this.#at += 1;
  }

  #string(): void {
    const start = this.#at;
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x22) {
        this.#at += 1;
        return;
      }
      if (code < 0x20) {
        const what = `Illegal unquoted character ((CTRL-CHAR, code ${code})): has to be escaped using backslash`;
        throw new JsonProblem(`${what} to be included in string value`, this.#at);
      }
      if (code === 0x5c) this.#escape();
    }
    throw new JsonProblem('Unexpected end-of-input: was expecting closing quote for a string value', start);
  }

  #escape(): void {
    this.#at += 1;
    const character = this.#text[this.#at] ?? '';
    if (character === 'u' && /^[0-9A-Fa-f]{4}$/.test(this.#text.slice(this.#at + 1, this.#at + 5))) this.#at += 4;
    else if (!'"\\/bfnrt'.includes(character) || character === '') {
      throw new JsonProblem(`Unrecognized character escape ${quoted(character)}`, this.#at);
    }
  }

  #word(): void {
    const start = this.#at;
    if (!this.#match(wordPattern)) this.#refuse(`expected a valid value ${values}`);
    const word = this.#text.slice(start, this.#at);
    if (word !== 'true' && word !== 'false' && word !== 'null') {
      throw new JsonProblem(`Unrecognized token '${word}': was expecting ${values}`, this.#at);
    }
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return false;
    this.#at += found[0].length;
    return true;
  }

  /** The next character, inside a container that must still be closed. */
  #peek(open: readonly number[]): string {
    const character = this.#text[this.#at];
    if (character !== undefined) return character;
    const bracket = open.at(-1) ?? 0;
    const kind = this.#text[bracket] === '{' ? 'Object' : 'Array';
    const marker = `expected close marker for ${kind} (start marker at ${this.place(bracket)})`;
    throw new JsonProblem(`Unexpected end-of-input: ${marker}`, this.#at);
  }

  #refuse(expectation: string): never {
    throw new JsonProblem(`Unexpected character (${quoted(this.#text[this.#at] ?? '')}): ${expectation}`, this.#at);
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }
}

function quoted(character: string): string {
  return `'${character}' (code ${character.codePointAt(0) ?? 0})`;
}
