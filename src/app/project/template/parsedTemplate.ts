/** A YAML or JSON file as plain values, with CloudFormation's short tags written out and the line of every member. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { asObject, type JsonObject } from '../../../base/json.ts';

export type TemplatePath = readonly (string | number)[];

export interface ParsedTemplate {
  readonly value: JsonObject;
  /** Counted from 1. Where the path ends early, the line of the last member that is there. */
  lineOf(path: TemplatePath): number;
}

/** The file cannot be read as a template. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** Counted from 1. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** A file that names itself again and again is not a template: more members than any real one has. */
const maximumNodes = 200_000;

/** Throws `TemplateError` for text that is not YAML, or whose root is not a map. JSON is YAML. */
export function parseTemplate(text: string): ParsedTemplate {
  const lineCounter = new LineCounter();
  // Unknown tags (`!Sub`) come as warnings, with the tag on the node.
  const document = parseDocument(text, { lineCounter, logLevel: 'error', uniqueKeys: false });
  const lineAt = (offset: number | undefined) =>
    offset === undefined ? 1 : Math.max(1, lineCounter.linePos(offset).line);
  const [error] = document.errors;
  if (error) throw new TemplateError(lineAt(error.pos[0]), firstLine(error.message));
  let nodes = 0;
  const convert = (node: unknown): unknown => {
    nodes += 1;
    if (nodes > maximumNodes) throw new TemplateError(1, 'The file has too many members to be a template.');
    if (isAlias(node)) return convert(node.resolve(document));
    const plain = plainValue(node, convert);
    return isNode(node) ? withTag(node.tag, plain) : plain;
  };
  const value = asObject(convert(document.contents));
  if (value === undefined) throw new TemplateError(1, 'A map of settings is expected.');
  return { value, lineOf: (path) => lineAt(startOf(document.contents, path)) };
}

function plainValue(node: unknown, convert: (node: unknown) => unknown): unknown {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map(convert);
  if (!isMap(node)) return undefined;
  const merged: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : String(key);
    if (name === '<<') {
      for (const part of [convert(value)].flat()) Object.assign(merged, asObject(part));
    } else {
      defineMember(own, name, convert(value));
    }
  }
  return { ...merged, ...own };
}

/** A member called `__proto__` is a member like any other. */
function defineMember(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** `!Sub x` is `{"Fn::Sub": "x"}`; `!Ref` and `!Condition` have no prefix; `!GetAtt a.b` is a list. */
function withTag(tag: string | undefined, value: unknown): unknown {
  const name = /^!([A-Z]\w*)$/.exec(tag ?? '')?.[1];
  if (name === undefined) return value;
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.');
    return { 'Fn::GetAtt': dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: value };
}

function isNode(node: unknown): node is Node {
  return isScalar(node) || isMap(node) || isSeq(node);
}

/** Where the member's key begins; for an item of a list, the item. */
function startOf(root: unknown, path: TemplatePath): number | undefined {
  let node = root;
  let start = isNode(node) ? node.range?.[0] : undefined;
  for (const part of path) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (isScalar(pair?.key)) start = pair.key.range?.[0] ?? start;
      next = pair?.value;
    } else if (isSeq(node)) {
      next = node.items[Number(part)];
      if (isNode(next)) start = next.range?.[0] ?? start;
    }
    if (next === undefined) break;
    node = next;
  }
  return start;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '').replace(/:$/, '');
}
