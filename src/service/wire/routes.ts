/** Finds the operation of a REST request: literal path segments first, labels after, query literals last. */

import { Memory } from './memory.ts';

export interface Route {
  readonly operation: string;
  /** Decoded after the path was split: an ARN may carry an encoded slash. */
  readonly labels: Readonly<Record<string, string>>;
}

interface Leaf {
  readonly operation: string;
  readonly labels: readonly string[];
  /** `List=ALL`: what the query must contain. */
  readonly literal: readonly [string, string] | undefined;
}

interface Node {
  readonly literals: Map<string, Node>;
  label: Node | undefined;
  /** By HTTP method; leaves with a query literal come first. */
  readonly leaves: Map<string, Leaf[]>;
}

export class RouteTable {
  readonly #root = newNode();
  /** Clients call the same function again and again. */
  readonly #found = new Memory<Route | undefined>();

  /** `operations`: name → `METHOD /path/{Label}?key=value`. */
  constructor(operations: Readonly<Record<string, string>>) {
    for (const [operation, route] of Object.entries(operations)) this.#add(operation, route);
  }

  /** Returns `undefined` when no operation has this method and path. Throws `URIError` for a broken escape. */
  find(method: string, path: string, query: string): Route | undefined {
    return this.#found.get(`${method} ${path}?${query}`, () => this.#find(method, path, query));
  }

  #find(method: string, path: string, query: string): Route | undefined {
    const segments = path.split('/').slice(1);
    // Old SDKs send `/functions/`.
    if (segments.length > 1 && segments.at(-1) === '') segments.pop();
    const values: string[] = [];
    let node: Node = this.#root;
    for (const segment of segments) {
      const literal = node.literals.get(segment);
      if (literal !== undefined) {
        node = literal;
        continue;
      }
      if (node.label === undefined || segment === '') return undefined;
      values.push(segment);
      node = node.label;
    }
    const leaf = node.leaves.get(method)?.find(({ literal }) => literal === undefined || hasLiteral(query, literal));
    if (leaf === undefined) return undefined;
    const labels = leaf.labels.map((name, index) => [name, decodeURIComponent(values[index] ?? '')] as const);
    return { operation: leaf.operation, labels: Object.fromEntries(labels) };
  }

  #add(operation: string, route: string): void {
    const [method = '', target = ''] = route.split(' ');
    const [path = '', query] = target.split('?');
    const labels: string[] = [];
    let node: Node = this.#root;
    for (const segment of path.split('/').slice(1)) {
      const label = /^\{(\w+)\}$/.exec(segment)?.[1];
      if (label === undefined) {
        const next = node.literals.get(segment) ?? newNode();
        node.literals.set(segment, next);
        node = next;
      } else {
        labels.push(label);
        node.label ??= newNode();
        node = node.label;
      }
    }
    const leaves = node.leaves.get(method) ?? [];
    const [key, value] = query?.split('=') ?? [];
    const literal = key === undefined ? undefined : ([key, value ?? ''] as const);
    leaves[literal === undefined ? 'push' : 'unshift']({ operation, labels, literal });
    node.leaves.set(method, leaves);
  }
}

function newNode(): Node {
  return { literals: new Map(), label: undefined, leaves: new Map() };
}

function hasLiteral(query: string, [key, value]: readonly [string, string]): boolean {
  return new URLSearchParams(query).get(key) === value;
}
