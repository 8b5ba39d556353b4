/**
 * Turns parsed JSON into an operation's members by the SDK's schema, strictly: a value of the wrong type is refused
 * as AWS refuses it. (The SDK's own reader is made for answers and takes whatever comes.)
 */

import type { NormalizedSchema } from '@smithy/core/schema';
import { serializationError } from './wireErrors.ts';

/** Converts one JSON value; `null` members are absent members. */
export type JsonReader = (value: unknown) => unknown;

const readers = new WeakMap<object, JsonReader>();

/** The reader of a schema; compiled once, also for schemas that contain themselves. */
export function jsonReader(schema: NormalizedSchema): JsonReader {
  if (schema.isStructSchema()) return cached(schema, structReader);
  if (schema.isListSchema()) return listReader(schema);
  if (schema.isMapSchema()) return mapReader(schema);
  if (schema.isBlobSchema()) return readBlob;
  if (schema.isStringSchema()) return readString;
  if (schema.isBooleanSchema()) return readBoolean;
  if (schema.isTimestampSchema()) return (value) => checkedTime(new Date(readNumber(value) * 1000));
  if (schema.isNumericSchema() || schema.isBigIntegerSchema()) return readNumber;
  return (value) => value;
}

function cached(schema: NormalizedSchema, compile: (schema: NormalizedSchema) => JsonReader): JsonReader {
  const key = schema.getSchema() as object;
  const known = readers.get(key);
  if (known !== undefined) return known;
  let compiled: JsonReader | undefined;
  const reader: JsonReader = (value) => {
    compiled ??= compile(schema);
    return compiled(value);
  };
  readers.set(key, reader);
  return reader;
}

function structReader(schema: NormalizedSchema): JsonReader {
  const members = [...schema.structIterator()].map(
    ([name, member]) => [name, member.getMergedTraits().jsonName ?? name, jsonReader(member)] as const,
  );
  return (value) => {
    if (Array.isArray(value)) throw serializationError('Start of list found where not expected');
    if (typeof value !== 'object' || value === null) throw serializationError('Unexpected field type');
    const source = value as Record<string, unknown>;
    const out: Record<string, unknown> = {};
    for (const [name, key, read] of members) {
      const member = Object.hasOwn(source, key) ? source[key] : undefined;
      if (member !== undefined && member !== null) out[name] = read(member);
    }
    return out;
  };
}

function listReader(schema: NormalizedSchema): JsonReader {
  const read = jsonReader(schema.getValueSchema());
  return (value) => {
    if (!Array.isArray(value)) throw serializationError('Expected list or null');
    return value.filter((item) => item !== null).map(read);
  };
}

function mapReader(schema: NormalizedSchema): JsonReader {
  const read = jsonReader(schema.getValueSchema());
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw serializationError('Expected map or null');
    }
    // `fromEntries` defines its own properties: a key named `__proto__` stays a key.
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== null)
        .map(([key, item]) => [key, read(item)]),
    );
  };
}

function readString(value: unknown): string {
  if (typeof value === 'string') return value;
  throw mismatch(value, 'a String');
}

function readBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw mismatch(value, 'a Boolean');
}

function readNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw mismatch(value, 'an Integer');
}

/** A date beyond what a calendar has cannot be written down again, in an answer or in the database. */
export function checkedTime(time: Date): Date {
  if (Number.isNaN(time.getTime())) throw serializationError('The value can not be converted to a Timestamp');
  return time;
}

function readBlob(value: unknown): Uint8Array {
  const text = readString(value);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw serializationError('Unable to decode base64 content');
  return Buffer.from(text, 'base64');
}

function mismatch(value: unknown, wanted: string) {
  if (Array.isArray(value)) return serializationError('Start of list found where not expected');
  if (typeof value === 'object') return serializationError('Start of structure or map found where not expected.');
  const found = typeof value === 'boolean' ? String(value).toUpperCase() : (typeof value).toUpperCase();
  return serializationError(`${found}_VALUE can not be converted to ${wanted}`);
}
