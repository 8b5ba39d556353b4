/**
 * Reads Terraform's configuration language into blocks and expressions, as far as a definition of a function needs it.
 * Expressions with operators, conditions or loops are kept as `unknown`: only Terraform itself can answer them.
 */

import { placeOf } from '../../jsonProblem.ts';
import { TemplateError } from '../template/parsedTemplate.ts';

export interface HclBlock {
  /** `resource`, `data`, `variable`, … */
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclExpression>;
  readonly blocks: readonly HclBlock[];
  /** Counted from 1. */
  readonly line: number;
}

export type HclExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** `"${var.name}-api"` */
  | { readonly kind: 'template'; readonly parts: readonly (string | HclExpression)[] }
  /** `data.archive_file.api.output_path` */
  | { readonly kind: 'reference'; readonly path: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly HclExpression[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, HclExpression])[] }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly HclExpression[] }
  | { readonly kind: 'unknown' };

type HclBody = Pick<HclBlock, 'attributes' | 'blocks'>;

const unknown: HclExpression = { kind: 'unknown' };
const maximumDepth = 200;

/** Throws `TemplateError` with the line for text that is not HCL. */
export function readHcl(text: string): HclBody {
  return new HclReader(text).body('');
}

class HclReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Up to `end`, which is taken; the empty text is the end of the file. */
  body(end: '' | '}'): HclBody {
    const attributes = new Map<string, HclExpression>();
    const blocks: HclBlock[] = [];
    for (;;) {
      this.#space(true);
      if (this.#at >= this.#text.length) {
        if (end === '') return { attributes, blocks };
        throw this.#wrong('a } is missing');
      }
      if (end !== '' && this.#take(end)) return { attributes, blocks };
      const start = this.#at;
      const name = this.#match(/[A-Za-z_][\w-]*/y) ?? this.#quoted();
      if (name === undefined) throw this.#wrong('the name of a block or of an argument is expected');
      this.#space(false);
      if (this.#text[this.#at] === '=' && this.#text[this.#at + 1] !== '=') {
        this.#at += 1;
        attributes.set(name, this.#expression());
      } else {
        blocks.push(this.#block(name, start));
      }
    }
  }

  #block(type: string, start: number): HclBlock {
    const labels: string[] = [];
    while (!this.#take('{')) {
      const label = this.#quoted() ?? this.#match(/[A-Za-z_][\w-]*/y);
      if (label === undefined) throw this.#wrong('a label or { is expected');
      labels.push(label);
      this.#space(false);
    }
    return this.#nested(() => ({ type, labels, ...this.body('}'), line: placeOf(this.#text, start).line }));
  }

  #expression(): HclExpression {
    this.#space(false);
    const primary = this.#nested(() => this.#primary());
    this.#space(false);
    if (this.#isAtEnd()) return primary;
    this.#skipRest();
    return unknown;
  }

  #primary(): HclExpression {
    const here = this.#text[this.#at];
    if (here === '"') return this.#template();
    if (here === '[') return this.#list();
    if (here === '{') return this.#object();
    const heredoc = this.#match(/<<-?([A-Za-z_]\w*)[^\S\n]*\n/y);
    if (heredoc !== undefined) return this.#heredoc(heredoc);
    const number = this.#match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    const word = this.#match(/[A-Za-z_][\w-]*/y);
    if (word === undefined) return unknown;
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
    if (word === 'null') return { kind: 'literal', value: null };
    if (this.#text[this.#at] === '(') return this.#call(word);
    return this.#reference(word);
  }

  #reference(first: string): HclExpression {
    const path = [first];
    for (;;) {
      const member = this.#match(/\.(?:[A-Za-z_][\w-]*|\d+)/y) ?? this.#match(/\[\s*(?:\d+|"[^"\n$]*")\s*\]/y);
      if (member === undefined) return { kind: 'reference', path };
      path.push(member.replace(/^\.|^\[\s*"?|"?\s*\]$/g, ''));
    }
  }

  #call(name: string): HclExpression {
    this.#at += 1;
    return { kind: 'call', name, arguments: this.#items(')') };
  }

  #list(): HclExpression {
    this.#at += 1;
    this.#space(true);
    if (this.#match(/for\b/y) !== undefined) {
      this.#skipTo(']');
      return unknown;
    }
    return { kind: 'list', items: this.#items(']') };
  }

  #items(end: ')' | ']'): readonly HclExpression[] {
    const items: HclExpression[] = [];
    for (;;) {
      this.#space(true);
      if (this.#take(end)) return items;
      items.push(this.#expression());
      this.#space(true);
      if (!this.#take(',') && this.#text[this.#at] !== end) throw this.#wrong(`, or ${end} is expected`);
    }
  }

  #object(): HclExpression {
    this.#at += 1;
    const members: (readonly [string, HclExpression])[] = [];
    for (;;) {
      this.#space(true);
      if (this.#take('}')) return { kind: 'object', members };
      const name = this.#match(/[A-Za-z_][\w-]*/y) ?? this.#quoted();
      this.#space(false);
      if (name === undefined || !(this.#take('=') || this.#take(':'))) {
        // A loop, or a name in parentheses.
        this.#skipTo('}');
        return unknown;
      }
      members.push([name, this.#expression()]);
      this.#space(true);
      this.#take(',');
    }
  }

  /** A quoted text without anything to put in; `undefined` when there is none here. */
  #quoted(): string | undefined {
    const quoted = this.#match(/"(?:[^"\\\n]|\\.)*"/y);
    return quoted === undefined ? undefined : unescaped(quoted.slice(1, -1));
  }

  #template(): HclExpression {
    this.#at += 1;
    const parts: (string | HclExpression)[] = [];
    let literal = '';
    for (;;) {
      const plain = this.#match(/(?:[^"\\$%\n]|\\.|\$\$\{|%%\{|[$%](?!\{))+/y);
      if (plain !== undefined) literal += unescaped(plain);
      else if (this.#take('"')) break;
      else if (this.#match(/[$%]\{~?/y) !== undefined) {
        parts.push(literal, this.#interpolation());
        literal = '';
      } else throw this.#wrong('a " is missing');
    }
    if (parts.length === 0) return { kind: 'literal', value: literal };
    return { kind: 'template', parts: [...parts, literal].filter((part) => part !== '') };
  }

  #interpolation(): HclExpression {
    this.#space(true);
    const expression = this.#nested(() => this.#primary());
    this.#space(true);
    if (this.#match(/~?\}/y) !== undefined) return expression;
    this.#skipTo('}');
    return unknown;
  }

  #heredoc(opening: string): HclExpression {
    const word = /[A-Za-z_]\w*/.exec(opening)?.[0] ?? '';
    const end = new RegExp(`^[^\\S\\n]*${word}[^\\S\\n]*$`, 'm');
    const rest = this.#text.slice(this.#at);
    const found = end.exec(rest);
    if (found === null) throw this.#wrong(`the end of the text, ${word}, is missing`);
    this.#at += found.index + found[0].length;
    const content = rest.slice(0, found.index);
    return /[$%]\{/.test(content) ? unknown : { kind: 'literal', value: content };
  }

  /** What ends an expression: the end of its line, or what encloses it. */
  #isAtEnd(): boolean {
    return this.#at >= this.#text.length || /[\n,)\]}]/.test(this.#text[this.#at] ?? '');
  }

  /** Over an expression that is not read: to the end of its line, or to what encloses it. */
  #skipRest(): void {
    while (!this.#isAtEnd()) {
      this.#skipOne();
      this.#space(false);
    }
  }

  /** Behind the bracket that closes what is open here. */
  #skipTo(end: ')' | ']' | '}'): void {
    for (;;) {
      this.#space(true);
      if (this.#take(end)) return;
      if (this.#at >= this.#text.length) throw this.#wrong(`a ${end} is missing`);
      this.#skipOne();
    }
  }

  #skipOne(): void {
    this.#nested(() => {
      const here = this.#text[this.#at];
      if (here === '"') this.#template();
      else if (this.#take('(')) this.#skipTo(')');
      else if (this.#take('[')) this.#skipTo(']');
      else if (this.#take('{')) this.#skipTo('}');
      else this.#at += 1;
    });
  }

  /** Comments count as space. */
  #space(withNewlines: boolean): void {
    const space = withNewlines
      ? /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y
      : /(?:[^\S\n]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
    this.#match(space);
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** `pattern` is sticky. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > maximumDepth) throw this.#wrong('the file is nested too deep');
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #wrong(what: string): TemplateError {
    return new TemplateError(placeOf(this.#text, this.#at).line, `${what[0]?.toUpperCase()}${what.slice(1)}.`);
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, letter: string) =>
      code === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replace(/([$%])\1\{/g, '$1{');
}
