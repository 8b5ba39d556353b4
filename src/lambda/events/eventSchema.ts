/** A small language for JSON Schemas of events (draft 2020-12): every value with the sentence that a reader of it needs. */

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

export interface JsonSchema {
  readonly type?: JsonType | readonly JsonType[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minItems?: number;
}

export const text = (description: string, more: Omit<JsonSchema, 'type' | 'description'> = {}): JsonSchema => ({
  type: 'string',
  description,
  ...more,
});
export const number = (description: string): JsonSchema => ({ type: 'number', description });
export const integer = (description: string): JsonSchema => ({ type: 'integer', description });
export const flag = (description: string): JsonSchema => ({ type: 'boolean', description });
export const list = (description: string, items: JsonSchema): JsonSchema => ({ type: 'array', description, items });
export const mapOf = (description: string, value: JsonSchema): JsonSchema => ({
  type: 'object',
  description,
  additionalProperties: value,
});
/** Any JSON value: what it is depends on who sends it. */
export const anything = (description: string): JsonSchema => ({ description });
/** One of a few words. */
export const choice = (description: string, words: readonly (string | number | boolean | null)[]): JsonSchema => ({
  description,
  enum: words,
});

/** An object. A name that ends in `?` is optional; others are required. Names that are not listed are allowed: AWS adds some. */
export function object(description: string, members: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const entries = Object.entries(members);
  return {
    type: 'object',
    description,
    properties: Object.fromEntries(entries.map(([name, schema]) => [bare(name), schema])),
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
  };
}

/** The value, or `null` where there is none. */
export function orNull(schema: JsonSchema): JsonSchema {
  if (schema.enum) return { ...schema, enum: [...schema.enum, null] };
  const { type } = schema;
  if (type === undefined) return schema;
  return { ...schema, type: [...(typeof type === 'string' ? [type] : type), 'null'] };
}

/** `Records`: one item or more, all of the same source. */
export const records = (description: string, item: JsonSchema): JsonSchema =>
  object(description, { Records: { ...list('What this invocation has to deal with.', item), minItems: 1 } });

// Forms that return in event after event.
export const arn = (description: string): JsonSchema => text(description, { pattern: '^arn:' });
export const isoTime = (description: string): JsonSchema => text(description, { format: 'date-time' });
export const epochMs = (description: string): JsonSchema => integer(`${description} Milliseconds since 1970.`);
export const epochS = (description: string): JsonSchema => number(`${description} Seconds since 1970.`);
export const base64 = (description: string): JsonSchema =>
  text(`${description} Base64.`, { pattern: '^[A-Za-z0-9+/]*={0,2}$' });
export const digits = (description: string): JsonSchema => text(description, { pattern: '^[0-9]+$' });
export const accountId = text('The AWS account, twelve digits.', { pattern: '^[0-9]{12}$' });
export const region = text('The AWS Region, such as us-east-1.');
export const texts = (description: string): JsonSchema => mapOf(description, { type: 'string' });

function bare(name: string): string {
  return name.endsWith('?') ? name.slice(0, -1) : name;
}
