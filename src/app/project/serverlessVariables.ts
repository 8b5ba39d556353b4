/** Variables of the Serverless Framework (`${self:custom.name, 'default'}`), as far as files and defaults can answer them. */

import { asObject, type JsonObject } from '../../base/json.ts';

export interface ServerlessScope {
  /** The whole file: what `self:` looks into. */
  readonly root: JsonObject;
  readonly stage: string;
  readonly region: string | undefined;
  /** Content of another file of the project as a value; `undefined` where there is none. */
  readFile(path: string): unknown;
}

const maximumDepth = 24;

/** The value with every variable answered; `undefined` for a text with one that cannot be. Members that cannot be answered are left out. */
export function resolveVariables(value: unknown, scope: ServerlessScope, depth = 0): unknown {
  if (depth > maximumDepth) return undefined;
  if (typeof value === 'string') return resolveText(value, scope, depth);
  const resolve = (part: unknown) => resolveVariables(part, scope, depth + 1);
  if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== undefined);
  const object = asObject(value);
  if (object === undefined) return value ?? undefined;
  const members = Object.entries(object).map(([name, member]) => [name, resolve(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** From the innermost variable outwards, as the framework does. A text that is one variable is that variable's value. */
function resolveText(text: string, scope: ServerlessScope, depth: number): unknown {
  const innermost = /\$\{([^${}]*)\}/.exec(text);
  if (innermost === null) return text;
  const [whole, expression = ''] = innermost;
  const value = resolveVariables(answerOf(expression, scope), scope, depth + 1);
  if (whole === text) return value;
  if (value === undefined || typeof value === 'object') return undefined;
  const before = text.slice(0, innermost.index);
  return resolveText(before + String(value) + text.slice(innermost.index + whole.length), scope, depth + 1);
}

/** `address, other address, 'literal'`: the first that there is. */
function answerOf(expression: string, scope: ServerlessScope): unknown {
  for (const alternative of splitAlternatives(expression)) {
    const value = lookUp(alternative, scope);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

function splitAlternatives(expression: string): readonly string[] {
  return (expression.match(/(?:'[^']*'|"[^"]*"|\([^)]*\)|[^,'"(])+/g) ?? []).map((part) => part.trim());
}

function lookUp(address: string, scope: ServerlessScope): unknown {
  const literal = /^'([^']*)'$|^"([^"]*)"$/.exec(address);
  if (literal) return literal[1] ?? literal[2];
  if (/^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(address)) return JSON.parse(address);
  const file = /^file\(([^)]+)\)(?::(.+))?$/.exec(address);
  if (file) return memberOf(scope.readFile((file[1] ?? '').trim()), file[2]);
  const [, source, name = ''] = /^(\w+):(.*)$/.exec(address) ?? [];
  if (source === 'self') return name === '' ? scope.root : memberOf(scope.root, name);
  if (source === 'sls' && name === 'stage') return scope.stage;
  if (source === 'opt' && name === 'stage') return scope.stage;
  if ((source === 'opt' || source === 'aws') && name === 'region') return scope.region;
  // Options, parameters, environment variables, outputs of stacks, secrets: known when the framework runs.
  return undefined;
}

function memberOf(value: unknown, path: string | undefined): unknown {
  if (path === undefined) return value;
  return path.split('.').reduce<unknown>((found, part) => {
    if (Array.isArray(found)) return found[Number(part)];
    const object = asObject(found);
    return object !== undefined && Object.hasOwn(object, part) ? object[part] : undefined;
  }, value);
}
