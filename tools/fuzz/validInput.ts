/** Inputs that keep to every constraint of the model, in their JSON form: timestamps in seconds, blobs in base64. */

import type { NormalizedSchema } from '@smithy/core/schema';
import { wholeMatch } from '../../src/service/wire/constraints.ts';
import type { ServiceModel, ShapeConstraints } from '../../src/service/wire/serviceModel.ts';
import type { KnownNames } from './knownNames.ts';
import { samplePattern } from './patternSampler.ts';
import type { Random } from './random.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface InputMaker {
  readonly model: ServiceModel;
  readonly random: Random;
  readonly known: KnownNames;
  /** Whether texts may name what is there; not for operations that would start programs. */
  readonly useKnown: boolean;
  /** How likely members are that an input can do without. */
  readonly optionalChance: number;
  /** How likely names and values are that the service takes. */
  readonly usualChance: number;
}

const knownChance = 0.5;
const depthLimit = 5;
/** An archive with one file, `index.mjs`. */
const smallZip =
  'UEsDBBQAAAAAAAAAIQBswG+NJQAAACUAAAAJAAAAaW5kZXgubWpzZXhwb3J0IGNvbnN0IGhhbmRsZXIgPSBhc3luYyAoKSA9PiAxO1BLAQIUAxQAAAAAAAAAIQBswG+NJQAAACUAAAAJAAAAAAAAAAAAAACkgQAAAABpbmRleC5tanNQSwUGAAAAAAEAAQA3AAAATAAAAAAA';
/** Optional for the model, and yet nothing goes without them. */
const essential: ReadonlySet<string> = new Set(['EventSourceArn', 'Handler', 'Runtime', 'ZipFile', 'FunctionVersion']);
/** Names that few operations start from and all others then find. */
const usualNames: Readonly<Record<string, readonly Json[]>> = {
  FunctionName: ['fuzz-a', 'fuzz-b', 'fuzz-c'],
  LayerName: ['layer-a', 'layer-b'],
  CapacityProviderName: ['provider-a', 'provider-b'],
  Name: ['live', 'beta'],
  Qualifier: ['1', '2', 'live', '$LATEST'],
  FunctionVersion: ['1', '$LATEST'],
  StatementId: ['one', 'two'],
  VersionNumber: [1, 2],
  logGroupName: ['group-a', 'group-b'],
  logStreamName: ['stream-a', 'stream-b'],
};
/** Values whose rules the model does not state. */
const usualValues: Readonly<Record<string, readonly Json[]>> = {
  Runtime: ['nodejs24.x', 'python3.13', 'java21', 'provided.al2023'],
  ZipFile: [smallZip],
  Principal: ['s3.amazonaws.com', '111122223333', '*'],
  Action: ['lambda:InvokeFunction', 'lambda:GetLayerVersion'],
  EventSourceArn: Array.from({ length: 40 }, (_, index) => `arn:aws:sqs:us-east-1:000000000000:queue-${index}`),
  Pattern: ['{"body":["x"]}', '{"data":{"n":[{"numeric":[">",1]}]}}'],
  filterPattern: ['', 'ERROR', '?a ?b', '{ $.level = "info" }', '[a, b=x*, ...]', '%ERR.*%', '"quoted text"'],
  queryString: ['fields @timestamp, @message | sort @timestamp desc | limit 20', 'stats count(*) by bin(5m)'],
};

/** The value of a structure with its required members and some of the others. */
export function validStructure(maker: InputMaker, schema: NormalizedSchema, shapeName: string, depth = 0): JsonObject {
  const shape = maker.model.shapes[shapeName];
  const required = new Set(shape?.required ?? []);
  const made: JsonObject = {};
  for (const [name, member] of schema.structIterator()) {
    const isLabel = member.getMergedTraits().httpLabel !== undefined;
    const isWanted = required.has(name) || isLabel || (essential.has(name) && maker.random.chance(maker.usualChance));
    if (!isWanted && !maker.random.chance(depth > depthLimit ? 0 : maker.optionalChance)) continue;
    made[name] = validValue(maker, member, shape?.members?.[name], name, depth + 1);
    // Without an element, a list in the query is no list.
    const isQuery = depth === 0 && member.getMergedTraits().httpQuery !== undefined;
    if (isQuery && Array.isArray(made[name]) && made[name].length === 0) delete made[name];
    if (isQuery && required.has(name) && made[name] === undefined) made[name] = ['key'];
  }
  return made;
}

function validValue(
  maker: InputMaker,
  schema: NormalizedSchema,
  shapeName: string | undefined,
  member: string,
  depth: number,
): Json {
  const { model, random } = maker;
  const shape = shapeName === undefined ? {} : (model.shapes[shapeName] ?? {});
  const usual = usualValue(maker, shape, member);
  if (usual !== undefined) return usual;
  if (schema.isStructSchema()) return validStructure(maker, schema, shapeName ?? '', depth);
  if (schema.isListSchema()) {
    const items = Array.from({ length: sizeFor(shape, random, 2) }, () =>
      validValue(maker, schema.getValueSchema(), shape.member, member, depth + 1),
    );
    return items;
  }
  if (schema.isMapSchema()) {
    const entries = Array.from({ length: sizeFor(shape, random, 2) }, (): [string, Json] => [
      validText(maker, shape.key === undefined ? {} : (model.shapes[shape.key] ?? {}), member),
      validValue(maker, schema.getValueSchema(), shape.value, member, depth + 1),
    ]);
    return Object.fromEntries(entries);
  }
  if (schema.isBooleanSchema()) return random.chance(0.5);
  if (schema.isTimestampSchema()) return random.integer(0, 2_000_000_000);
  if (schema.isNumericSchema()) return validNumber(shape, random);
  if (schema.isBlobSchema()) return Buffer.from(`{"n":${random.integer(0, 99)}}`).toString('base64');
  if (!schema.isStringSchema()) return null;
  const text = validText(maker, shape, member);
  // A header has room for ASCII only.
  return schema.getMergedTraits().httpHeader === undefined ? text : text.replace(/[^\x20-\x7e]/g, 'u').trim();
}

function usualValue(
  { random, useKnown, usualChance }: InputMaker,
  shape: ShapeConstraints,
  member: string,
): Json | undefined {
  const usual = usualValues[member] ?? (useKnown ? usualNames[member] : undefined);
  if (usual === undefined || !random.chance(usualChance)) return undefined;
  const value = random.pick(usual);
  return typeof value !== 'string' || (shape.enum === undefined && keepsTo(shape, value)) ? value : undefined;
}

function validNumber({ min = 0, max = min + 1_000_000 }: ShapeConstraints, random: Random): number {
  const edge = random.next();
  if (edge < 0.15) return min;
  return edge < 0.3 ? max : random.integer(min, Math.min(max, min + 100));
}

/** A text that keeps to the shape, and now and then one of the service's own. */
function validText(maker: InputMaker, shape: ShapeConstraints, member: string): string {
  const { random } = maker;
  if (shape.enum !== undefined) return random.pick(shape.enum);
  const known = maker.useKnown && random.chance(knownChance) ? maker.known.pick(member, random) : undefined;
  if (known !== undefined && keepsTo(shape, known)) return known;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const text = shape.pattern === undefined ? freeText(shape, random) : longEnough(shape, random);
    if (keepsTo(shape, text)) return text;
  }
  throw new Error(`No value for ${member} was found that keeps to ${JSON.stringify(shape)}`);
}

function keepsTo({ min = 0, max = Number.POSITIVE_INFINITY, pattern }: ShapeConstraints, text: string): boolean {
  return text.length >= min && text.length <= max && (pattern === undefined || wholeMatch(pattern).test(text));
}

/** Samples are short: where a shape wants more, another one follows. */
function longEnough(shape: ShapeConstraints, random: Random): string {
  let text = samplePattern(shape.pattern ?? '', random);
  for (let more = 0; text.length < (shape.min ?? 0) && more < 20; more += 1) {
    text += samplePattern(shape.pattern ?? '', random);
  }
  return text.slice(0, shape.max);
}

function freeText(shape: ShapeConstraints, random: Random): string {
  const length = Math.min(sizeFor(shape, random, 12), 60);
  const text = Array.from({ length }, () => random.pick(['a', 'B', '7', '-', '_', ' ', 'é', '漢'])).join('');
  return text.padEnd(shape.min ?? 0, 'x');
}

function sizeFor({ min = 0, max = min + 10 }: ShapeConstraints, random: Random, more: number): number {
  return random.integer(min, Math.min(max, min + more));
}
