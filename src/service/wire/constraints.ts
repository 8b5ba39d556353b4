/** Checks an operation's input against the generated constraints and words what is wrong as AWS does. */

import type { Members } from './operation.ts';
import type { ServiceModel, ShapeConstraints } from './serviceModel.ts';
import { serializationError } from './wireErrors.ts';

/** The problems of one input in the order of its members; empty when all is well. */
export type InputCheck = (input: Members) => readonly string[];

/** Compiles the check of one operation. */
export function compileCheck(model: ServiceModel, operation: string): InputCheck {
  const root = model.inputs[operation];
  if (root === undefined) return () => [];
  const checker = new Checker(model);
  return (input) => {
    const problems: string[] = [];
    checker.check(root, input, '', problems);
    return problems;
  };
}

class Checker {
  readonly #model: ServiceModel;
  readonly #patterns = new Map<string, RegExp>();

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  check(shapeName: string, value: unknown, path: string, problems: string[]): void {
    const shape = this.#model.shapes[shapeName];
    if (shape === undefined) return;
    if (shape.integer && !Number.isInteger(value)) {
      throw serializationError(`${String(value)} can not be converted to an Integer`);
    }
    for (const failed of this.#failedRules(shape, value)) problems.push(problem(shape, value, path, failed));
    if (Array.isArray(value)) this.#checkList(shape, value, path, problems);
    else if (typeof value === 'object' && value !== null) {
      if (shape.key !== undefined || shape.value !== undefined) this.#checkMap(shape, value, path, problems);
      else this.#checkStructure(shape, value as Members, path, problems);
    }
  }

  #checkStructure(shape: ShapeConstraints, value: Members, path: string, problems: string[]): void {
    for (const name of shape.required ?? []) {
      if (value[name] === undefined) {
        problems.push(`Value null at '${join(path, name)}' failed to satisfy constraint: Member must not be null`);
      }
    }
    for (const [name, memberShape] of Object.entries(shape.members ?? {})) {
      const member = value[name];
      if (member !== undefined) this.check(memberShape, member, join(path, name), problems);
    }
  }

  /** Scalars are reported at the list itself, with every rule of the element; structures at their own place. */
  #checkList(shape: ShapeConstraints, value: readonly unknown[], path: string, problems: string[]): void {
    const element = shape.member === undefined ? undefined : this.#model.shapes[shape.member];
    if (shape.member === undefined || element === undefined) return;
    if (element.members !== undefined || element.required !== undefined) {
      for (const [index, item] of value.entries()) {
        this.check(shape.member, item, `${path}.${index + 1}.member`, problems);
      }
    } else if (value.some((item) => this.#failedRules(element, item).length > 0)) {
      problems.push(
        problem(shape, value, path, `Member must satisfy constraint: [${allRules(element, value[0]).join(', ')}]`),
      );
    }
  }

  #checkMap(shape: ShapeConstraints, value: object, path: string, problems: string[]): void {
    const sides = [
      ['Map keys', shape.key, Object.keys(value)],
      ['Map value', shape.value, Object.values(value)],
    ] as const;
    for (const [label, name, items] of sides) {
      const element = name === undefined ? undefined : this.#model.shapes[name];
      if (element !== undefined && items.some((item) => this.#failedRules(element, item).length > 0)) {
        problems.push(
          problem(shape, value, path, `${label} must satisfy constraint: [${allRules(element, items[0]).join(', ')}]`),
        );
      }
    }
  }

  /** The rules of a shape that a value breaks, as sentences. */
  #failedRules(shape: ShapeConstraints, value: unknown): string[] {
    const failed: string[] = [];
    if (shape.enum !== undefined && !shape.enum.includes(String(value))) failed.push(enumRule(shape.enum));
    const size = sizeOf(value);
    if (shape.max !== undefined && size > shape.max) failed.push(maxRule(shape, value));
    if (shape.min !== undefined && size < shape.min) failed.push(minRule(shape, value));
    if (shape.pattern !== undefined && typeof value === 'string' && !this.#pattern(shape.pattern).test(value)) {
      failed.push(patternRule(shape.pattern));
    }
    return failed;
  }

  #pattern(source: string): RegExp {
    let pattern = this.#patterns.get(source);
    if (pattern === undefined) {
      pattern = wholeMatch(source);
      this.#patterns.set(source, pattern);
    }
    return pattern;
  }
}

/** The models' patterns are Java's and match the whole text. */
export function wholeMatch(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, 'u');
}

function problem(shape: ShapeConstraints, value: unknown, path: string, failed: string): string {
  const shown = shape.sensitive ? '' : ` '${printed(value)}'`;
  return `Value${shown} at '${path}' failed to satisfy constraint: ${failed}`;
}

/** `sample` tells whether the rules are about a length or a value. */
function allRules(shape: ShapeConstraints, sample: unknown): string[] {
  return [
    ...(shape.enum === undefined ? [] : [enumRule(shape.enum)]),
    ...(shape.max === undefined ? [] : [maxRule(shape, sample)]),
    ...(shape.min === undefined ? [] : [minRule(shape, sample)]),
    ...(shape.pattern === undefined ? [] : [patternRule(shape.pattern)]),
    // Recorded for lists of enumerated values only.
    ...(shape.enum === undefined ? [] : ['Member must not be null']),
  ];
}

function enumRule(values: readonly string[]): string {
  return `Member must satisfy enum value set: [${values.join(', ')}]`;
}

function maxRule(shape: ShapeConstraints, value: unknown): string {
  return `Member must have ${measure(value)} less than or equal to ${bound(shape, shape.max, value)}`;
}

function minRule(shape: ShapeConstraints, value: unknown): string {
  return `Member must have ${measure(value)} greater than or equal to ${bound(shape, shape.min, value)}`;
}

/** As Java prints it: a number that may have a fraction always has one. */
function bound({ integer }: ShapeConstraints, limit: number | undefined, value: unknown): string {
  return typeof value === 'number' && !integer && Number.isInteger(limit) ? `${limit}.0` : String(limit);
}

function patternRule(pattern: string): string {
  return `Member must satisfy regular expression pattern: ${pattern}`;
}

function measure(value: unknown): string {
  return typeof value === 'number' ? 'value' : 'length';
}

function sizeOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

/** As Java prints it: `[a, b]` for a list, `{k=v}` for a map. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${printed(item)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/** Members appear in lower camel case in AWS's messages. */
function join(path: string, member: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return path === '' ? name : `${path}.${name}`;
}
