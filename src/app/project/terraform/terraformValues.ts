/** Values of Terraform expressions, as far as the files of a module alone can answer them. */

import { resolve } from 'node:path';
import { asObject, type JsonObject } from '../../../base/json.ts';
import type { HclExpression } from './hclReader.ts';

export interface TerraformScope {
  /** Absolute path of the module's folder. */
  readonly folder: string;
  readonly variables: JsonObject;
  readonly locals: ReadonlyMap<string, HclExpression>;
  /** By `TYPE.NAME`. */
  readonly data: ReadonlyMap<string, ReadonlyMap<string, HclExpression>>;
  /** Inside a block that is there several times. */
  readonly each: { readonly key: string; readonly value: unknown } | undefined;
}

/** Locals may name each other in a circle. */
const maximumDepth = 50;

/** `undefined` for what only Terraform itself can answer. Members of objects that cannot be answered are left out. */
export function evaluate(expression: HclExpression | undefined, scope: TerraformScope, depth = 0): unknown {
  if (expression === undefined || depth > maximumDepth) return undefined;
  const inner = (part: HclExpression) => evaluate(part, scope, depth + 1);
  switch (expression.kind) {
    case 'literal':
      return expression.value ?? undefined;
    case 'template': {
      const parts = expression.parts.map((part) => (typeof part === 'string' ? part : inner(part)));
      return parts.some((part) => part === undefined || typeof part === 'object') ? undefined : parts.join('');
    }
    case 'list':
      return expression.items.map(inner).filter((item) => item !== undefined);
    case 'object': {
      const members = expression.members.map(([name, member]) => [name, inner(member)] as const);
      return Object.fromEntries(members.filter(([, member]) => member !== undefined));
    }
    case 'call':
      return call(expression.name, expression.arguments.map(inner), scope.folder);
    case 'reference':
      return reference(expression.path, scope, depth);
    case 'unknown':
      return undefined;
  }
}

function reference([root = '', ...rest]: readonly string[], scope: TerraformScope, depth: number): unknown {
  const [name = '', ...members] = rest;
  switch (root) {
    case 'path':
      // Relative to the module, like every path of its files.
      return name === 'module' || name === 'root' ? '.' : undefined;
    case 'var':
      return memberOf(Object.hasOwn(scope.variables, name) ? scope.variables[name] : undefined, members);
    case 'local':
      return memberOf(evaluate(scope.locals.get(name), scope, depth + 1), members);
    case 'each':
      return name === 'key' ? scope.each?.key : memberOf(scope.each?.value, members);
    case 'count':
      return typeof scope.each?.value === 'number' ? scope.each.value : undefined;
    case 'data': {
      const [label = '', attribute = ''] = members;
      return evaluate(scope.data.get(`${name}.${label}`)?.get(attribute), scope, depth + 1);
    }
    default:
      // Resources and modules are known once they are deployed.
      return undefined;
  }
}

function memberOf(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, name) => {
    if (Array.isArray(found)) return found[Number(name)];
    const object = asObject(found);
    return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
  }, value);
}

/** The functions that definitions of Lambda functions use for names and paths. */
function call(name: string, given: readonly unknown[], folder: string): unknown {
  if (given.includes(undefined)) return undefined;
  const [first, second] = given;
  switch (name) {
    case 'toset':
    case 'tolist':
    case 'tomap':
      return first;
    case 'abspath':
      return resolve(folder, String(first));
    case 'tostring':
      return String(first);
    case 'tonumber':
      return Number(first);
    case 'lower':
      return String(first).toLowerCase();
    case 'upper':
      return String(first).toUpperCase();
    case 'trimspace':
      return String(first).trim();
    case 'join':
      return Array.isArray(second) ? second.join(String(first)) : undefined;
    case 'replace':
      return String(first).replaceAll(String(second), String(given[2]));
    case 'merge':
      return Object.fromEntries(given.flatMap((part) => Object.entries(asObject(part) ?? {})));
    case 'coalesce':
      return given.find((value) => value !== '');
    case 'format':
      return format(String(first), given.slice(1));
    default:
      return undefined;
  }
}

/** `%s`, `%d` and `%v`. */
function format(text: string, given: readonly unknown[]): string | undefined {
  let index = 0;
  let isKnown = true;
  const result = text.replace(/%(?:%|[a-z])/g, (verb) => {
    if (verb === '%%') return '%';
    if (!/[sdv]/.test(verb)) isKnown = false;
    const value = given[index];
    index += 1;
    return String(value);
  });
  return isKnown ? result : undefined;
}
