/**
 * CloudFormation's intrinsic functions, as far as a template alone can answer them. What only a deployed stack knows
 * (attributes, imports, other resources) is `undefined`.
 */

import { asObject, asText, type JsonObject } from '../../../base/json.ts';

export interface TemplateScope {
  /** Values of parameters: defaults, or what a configuration file gives. */
  readonly parameters: JsonObject;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
}

/** A template may nest as deep as it likes, and conditions may name each other in a circle. */
const maximumDepth = 64;

/** Values of the template's parameters: what is given for them, else their defaults. */
export function scopeOf(template: JsonObject, given: JsonObject): TemplateScope {
  const declared = Object.entries(asObject(template['Parameters']) ?? {});
  const defaults = declared.map(([name, parameter]) => [name, asObject(parameter)?.['Default']] as const);
  return {
    parameters: { ...Object.fromEntries(defaults), ...given },
    mappings: asObject(template['Mappings']) ?? {},
    conditions: asObject(template['Conditions']) ?? {},
  };
}

/** The value with every intrinsic function answered; `undefined` where one cannot be. Members that cannot be answered are left out. */
export function resolveValue(value: unknown, scope: TemplateScope, depth = 0): unknown {
  if (depth > maximumDepth) return undefined;
  const resolve = (part: unknown) => resolveValue(part, scope, depth + 1);
  if (Array.isArray(value)) {
    return value.map(resolve).filter((item) => item !== undefined);
  }
  const object = asObject(value);
  if (object === undefined) return value ?? undefined;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(object);
  const intrinsic = others.length === 0 ? intrinsics[name] : undefined;
  if (intrinsic !== undefined) return intrinsic(argument, scope, depth);
  if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return undefined;
  const members = Object.entries(object).map(([key, member]) => [key, resolve(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

type Intrinsic = (argument: unknown, scope: TemplateScope, depth: number) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => reference(String(name), scope),
  Condition: (name, scope, depth) => condition(String(name), scope, depth),
  'Fn::Sub': (argument, scope, depth) => {
    const [text, given] = Array.isArray(argument) ? argument : [argument, undefined];
    const own = asObject(resolveValue(given, scope, depth + 1)) ?? {};
    return typeof text === 'string' ? substitute(text, own, scope) : undefined;
  },
  'Fn::Join': (argument, scope, depth) => {
    const [separator, list] = Array.isArray(argument) ? argument : [];
    const items = Array.isArray(list)
      ? list.map((item) => resolveValue(item, scope, depth + 1))
      : [resolveValue(list, scope, depth + 1)].flat();
    return items.some((item) => item === undefined || asObject(item)) ? undefined : items.join(String(separator));
  },
  'Fn::Split': (argument, scope, depth) => {
    const [separator, text] = Array.isArray(argument) ? argument : [];
    const resolved = resolveValue(text, scope, depth + 1);
    return typeof resolved === 'string' ? resolved.split(String(separator)) : undefined;
  },
  'Fn::Select': (argument, scope, depth) => {
    const [index, list] = Array.isArray(argument) ? argument : [];
    // An item that is not known must not move the others.
    const items = Array.isArray(list) ? list : resolveValue(list, scope, depth + 1);
    return Array.isArray(items)
      ? resolveValue(items[Number(resolveValue(index, scope, depth + 1))], scope, depth + 1)
      : undefined;
  },
  'Fn::FindInMap': (argument, scope, depth) => {
    const keys = Array.isArray(argument) ? argument.slice(0, 3).map((key) => resolveValue(key, scope, depth + 1)) : [];
    return keys.reduce<unknown>((found, key) => asObject(found)?.[String(key)], scope.mappings);
  },
  'Fn::If': (argument, scope, depth) => {
    const [name, yes, no] = Array.isArray(argument) ? argument : [];
    const isTrue = condition(String(name), scope, depth);
    return isTrue === undefined ? undefined : resolveValue(isTrue ? yes : no, scope, depth + 1);
  },
  'Fn::Equals': (argument, scope, depth) => {
    const [left, right] = Array.isArray(argument) ? argument.map((side) => resolveValue(side, scope, depth + 1)) : [];
    return left === undefined || right === undefined ? undefined : String(left) === String(right);
  },
  'Fn::Not': (argument, scope, depth) => {
    const [value] = truths(argument, scope, depth);
    return value === undefined ? undefined : !value;
  },
  'Fn::And': (argument, scope, depth) => {
    const values = truths(argument, scope, depth);
    return values.includes(false) ? false : values.includes(undefined) ? undefined : true;
  },
  'Fn::Or': (argument, scope, depth) => {
    const values = truths(argument, scope, depth);
    return values.includes(true) ? true : values.includes(undefined) ? undefined : false;
  },
};

function truths(argument: unknown, scope: TemplateScope, depth: number): readonly (boolean | undefined)[] {
  if (!Array.isArray(argument)) return [];
  return argument.map((value) => {
    const resolved = resolveValue(value, scope, depth + 1);
    return typeof resolved === 'boolean' ? resolved : undefined;
  });
}

function condition(name: string, scope: TemplateScope, depth: number): boolean | undefined {
  const resolved = Object.hasOwn(scope.conditions, name)
    ? resolveValue(scope.conditions[name], scope, depth + 1)
    : undefined;
  return typeof resolved === 'boolean' ? resolved : undefined;
}

/** A parameter. Resources and pseudo parameters are known to a stack only. */
function reference(name: string, scope: TemplateScope): unknown {
  return Object.hasOwn(scope.parameters, name) ? scope.parameters[name] : undefined;
}

/** `${Name}`; `${!Name}` stands for itself. */
function substitute(text: string, own: JsonObject, scope: TemplateScope): string | undefined {
  let isKnown = true;
  const result = text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const value = Object.hasOwn(own, name.trim()) ? own[name.trim()] : reference(name.trim(), scope);
    if (value === undefined || typeof value === 'object') isKnown = false;
    return String(value);
  });
  return isKnown ? result : undefined;
}

/** The text of a setting; numbers are texts where a text is expected. */
export function resolvedText(value: unknown, scope: TemplateScope): string | undefined {
  const resolved = resolveValue(value, scope);
  return typeof resolved === 'number' || typeof resolved === 'boolean' ? String(resolved) : asText(resolved);
}

/** The number of a setting; templates write numbers as texts, too. */
export function resolvedNumber(value: unknown, scope: TemplateScope): number | undefined {
  const resolved = resolveValue(value, scope);
  const number = typeof resolved === 'string' && resolved.trim() !== '' ? Number(resolved) : resolved;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
