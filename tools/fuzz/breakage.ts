/** Breaks an input in exactly one member, in a way that the model forbids, and says what must come of it. */

import type { NormalizedSchema } from '@smithy/core/schema';
import { wholeMatch } from '../../src/service/wire/constraints.ts';
import type { ServiceModel, ShapeConstraints } from '../../src/service/wire/serviceModel.ts';
import type { Random } from './random.ts';
import type { OperationUnderTest } from './serviceUnderTest.ts';
import type { Json, JsonObject } from './validInput.ts';

/** `any`: whatever the model allows, an error or not. */
export type Expected = 'accepted' | 'validation' | 'serialization' | 'any';

export interface Breakage {
  readonly what: string;
  readonly expected: Expected;
}

/** One place of an input, with what can be said of it. */
interface Place {
  readonly member: string;
  readonly schema: NormalizedSchema;
  readonly shape: ShapeConstraints;
  readonly required: boolean;
  /** In the path, the query or a header: a text on the wire, whatever it is. */
  readonly bound: 'label' | 'query' | 'header' | undefined;
  readonly isPayload: boolean;
  readonly value: Json | undefined;
  readonly set: (value: Json) => void;
  readonly remove: () => void;
}

type Break = readonly [what: string, expected: Expected, apply: () => void];

/** Longer values do not fit into what a request may have outside of its body, or into a body. */
const longestBound = 2000;
const longestBody = 100_000;
const loneSurrogate = '\ud800';
const oddTexts = [
  '\u0000',
  '\u{1f600}\u200d\u{1f4a9}',
  '\u202e\ufeff',
  '\ud800',
  '../../etc/passwd',
  '__proto__',
  '%00%2F',
];

/** Applies one breakage that the random numbers choose; `undefined` when nothing of the input can be broken. */
export function breakOne(operation: OperationUnderTest, input: JsonObject, random: Random): Breakage | undefined {
  const places = placesOf(operation.model, operation.input, operation.inputShape, input, true);
  const breaks = places.flatMap((place) => breaksOf(place, random));
  if (breaks.length === 0) return undefined;
  const kinds = [...new Set(breaks.map(([what]) => what.split(' ')[0]))];
  // Each kind is as likely as the others, however many members it could break.
  const kind = random.pick(kinds);
  const [what, expected, apply] = random.pick(breaks.filter(([name]) => name.split(' ')[0] === kind));
  apply();
  return { what, expected };
}

function placesOf(
  model: ServiceModel,
  schema: NormalizedSchema,
  shapeName: string | undefined,
  value: JsonObject,
  isRoot: boolean,
): readonly Place[] {
  const shape = shapeName === undefined ? undefined : model.shapes[shapeName];
  return [...schema.structIterator()].flatMap(([member, memberSchema]) => {
    const name = shape?.members?.[member];
    const traits = memberSchema.getMergedTraits();
    const place: Place = {
      member,
      schema: memberSchema,
      shape: (name === undefined ? undefined : model.shapes[name]) ?? {},
      required: shape?.required?.includes(member) ?? false,
      bound: isRoot ? boundTo(traits) : undefined,
      isPayload: traits.httpPayload !== undefined,
      value: value[member],
      set: (changed) => {
        value[member] = changed;
      },
      remove: () => {
        delete value[member];
      },
    };
    const inner = value[member];
    const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isObject && memberSchema.isStructSchema()
      ? [place, ...placesOf(model, memberSchema, name, inner, false)]
      : [place];
  });
}

function boundTo(traits: ReturnType<NormalizedSchema['getMergedTraits']>): Place['bound'] {
  if (traits.httpLabel) return 'label';
  if (traits.httpQuery) return 'query';
  return traits.httpHeader ? 'header' : undefined;
}

function breaksOf(place: Place, random: Random): readonly Break[] {
  const { member, shape, required, bound, isPayload, remove, value } = place;
  const missing: Break[] =
    required && bound !== 'label' && !isPayload ? [[`missing ${member}`, 'validation', remove]] : [];
  if (value === undefined || isPayload) return missing;
  const texts = typeof value === 'string' && place.schema.isStringSchema() ? textBreaks(place, random) : [];
  const numbers = typeof value === 'number' && place.schema.isNumericSchema() ? numberBreaks(place) : [];
  const times = place.schema.isTimestampSchema() ? timeBreaks(place) : [];
  const lists =
    Array.isArray(value) && shape.max !== undefined && shape.max <= 200 && bound === undefined
      ? listBreaks(place, value, shape.max)
      : [];
  return [...missing, ...texts, ...numbers, ...lists, ...times, ...typeBreaks(place)];
}

function textBreaks({ member, shape, bound, set }: Place, random: Random): readonly Break[] {
  const breaks: Break[] = [];
  const { min = 0, max, pattern } = shape;
  if (shape.enum !== undefined) breaks.push([`enum ${member}`, 'validation', () => set('Nonsense')]);
  const longest = bound === undefined ? longestBody : longestBound;
  if (max !== undefined && max < longest) {
    const length = bound === undefined && random.chance(0.1) ? longest : max + 1;
    breaks.push([`long ${member}`, 'validation', () => set('x'.repeat(length))]);
  }
  // An empty label is another path, and an empty header is none.
  if (min > 1) breaks.push([`short ${member}`, 'validation', () => set('x')]);
  else if (min === 1 && bound === undefined) breaks.push([`short ${member}`, 'validation', () => set('')]);
  const stranger = pattern === undefined || pattern === '' ? undefined : mismatch(pattern, shape, bound);
  if (stranger !== undefined) breaks.push([`pattern ${member}`, 'validation', () => set(stranger)]);
  if (bound !== 'header' && shape.enum === undefined) {
    const odd = random.pick(oddTexts);
    // What cannot be written in UTF-8 has no place in a path.
    if (bound === undefined || odd !== loneSurrogate) breaks.push([`odd ${member}`, 'any', () => set(odd)]);
  }
  return breaks;
}

function mismatch(
  pattern: string,
  { min = 0, max = 1000 }: ShapeConstraints,
  bound: Place['bound'],
): string | undefined {
  const candidates = bound === 'header' ? ['!', '~', '<', '*'] : ['!', '\u0000', ' ', '<>', 'é\u{1f600}', '*', '\n'];
  return candidates
    .map((candidate) => candidate.padEnd(min, candidate))
    .find((text) => text.length <= max && text.length >= min && !wholeMatch(pattern).test(text));
}

/** Seconds that no calendar has, and in the path or the query what is no time at all. */
function timeBreaks({ member, bound, set }: Place): readonly Break[] {
  const never = bound === undefined ? 1e300 : 'never';
  return [[`huge ${member}`, 'any', () => set(never)]];
}

function numberBreaks({ member, shape, bound, set }: Place): readonly Break[] {
  const breaks: Break[] = [];
  if (shape.max !== undefined) breaks.push([`large ${member}`, 'validation', () => set((shape.max ?? 0) + 1)]);
  if (shape.min !== undefined) breaks.push([`small ${member}`, 'validation', () => set((shape.min ?? 0) - 1)]);
  if (shape.integer) breaks.push([`fraction ${member}`, bound === undefined ? 'serialization' : 'any', () => set(1.5)]);
  breaks.push([`huge ${member}`, 'any', () => set(1e300)]);
  return breaks;
}

function listBreaks({ member, set }: Place, value: readonly Json[], max: number): readonly Break[] {
  const item = value[0];
  if (item === undefined) return [];
  return [[`many ${member}`, 'validation', () => set(Array.from({ length: max + 1 }, () => item))]];
}

/** Members of the body have types; elsewhere only what must be a number or a time can have the wrong one. */
function typeBreaks({ member, schema, bound, set }: Place): readonly Break[] {
  if (bound !== undefined) {
    return schema.isNumericSchema() ? [[`type ${member}`, 'serialization', () => set('many')]] : [];
  }
  const isContainer = schema.isStructSchema() || schema.isListSchema() || schema.isMapSchema();
  return [[`type ${member}`, 'serialization', () => set(isContainer ? 'text' : {})]];
}
