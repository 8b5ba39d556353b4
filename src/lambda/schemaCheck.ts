/** Checks a parsed value by the schema of the configuration document, and says the first thing that is wrong in a sentence. */

import { asObject } from '../base/json.ts';
import type { ConfigurationSchema } from './configurationSchema.ts';

/** `MemorySize must be from 128 to 10240, and is 64.`; `undefined` for a value that fits. Members without a schema are passed over. */
export function schemaProblem(value: unknown, schema: ConfigurationSchema, path = ''): string | undefined {
  const wrong = (expected: string) => `${path === '' ? 'The document' : path} ${expected}.`;
  switch (schema.type) {
    case 'object':
      return objectProblem(value, schema, path, wrong);
    case 'array': {
      if (!Array.isArray(value)) return wrong('must be a list');
      if (value.length > (schema.maxItems ?? Infinity)) {
        return wrong(`must have at most ${schema.maxItems} entries, and has ${value.length}`);
      }
      const { items } = schema;
      return items && firstOf(value.map((item, index) => schemaProblem(item, items, `${path}[${index}]`)));
    }
    case 'integer':
      return integerProblem(value, schema, wrong);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrong('must be true or false');
    case 'string':
      return textProblem(value, schema, wrong);
  }
}

/** Paths of the members that the schema does not know. */
export function unknownMembers(value: unknown, schema: ConfigurationSchema, path = ''): readonly string[] {
  return Object.entries(asObject(value) ?? {}).flatMap(([name, member]) => {
    const inner = memberSchema(schema, name);
    return inner === undefined ? [joined(path, name)] : unknownMembers(member, inner, joined(path, name));
  });
}

type Wrong = (expected: string) => string;

function objectProblem(value: unknown, schema: ConfigurationSchema, path: string, wrong: Wrong): string | undefined {
  const members = asObject(value);
  if (members === undefined) return wrong('must be an object');
  const names = schema.propertyNames && new RegExp(schema.propertyNames.pattern);
  return firstOf(
    Object.entries(members).map(([name, member]) => {
      if (names?.test(name) === false) {
        return wrong(`has the name ${JSON.stringify(name)}: two or more letters, digits and _, a letter first`);
      }
      const inner = memberSchema(schema, name);
      return inner && schemaProblem(member, inner, joined(path, name));
    }),
  );
}

function integerProblem(value: unknown, { minimum, maximum }: ConfigurationSchema, wrong: Wrong): string | undefined {
  const range = minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum}`;
  if (typeof value !== 'number' || !Number.isInteger(value)) return wrong(`must be a whole number${range}`);
  const isInside = value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
  return isInside ? undefined : wrong(`must be${range}, and is ${value}`);
}

/** Never says the text itself: it may be a secret. */
function textProblem(value: unknown, schema: ConfigurationSchema, wrong: Wrong): string | undefined {
  if (typeof value !== 'string') return wrong('must be a text in quotes');
  if (schema.enum && !schema.enum.includes(value)) return wrong(`must be one of ${schema.enum.join(', ')}`);
  if (value.length > (schema.maxLength ?? Infinity)) {
    return wrong(`must have at most ${schema.maxLength} characters, and has ${value.length}`);
  }
  if (schema.pattern === undefined || new RegExp(schema.pattern).test(value)) return undefined;
  return wrong(schema.patternErrorMessage ?? `must have the form ${schema.pattern}`);
}

function memberSchema(schema: ConfigurationSchema, name: string): ConfigurationSchema | undefined {
  const own = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  return own ?? (schema.additionalProperties === false ? undefined : schema.additionalProperties);
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function firstOf(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
