/** The restJson1 protocol, served: binds labels, query, headers and body by the SDK's runtime schemas. */

import { FromStringShapeDeserializer, JsonCodec, ToStringShapeSerializer } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import { compileCheck } from './constraints.ts';
import { compileEventStream, eventStreamContentType, type StreamEvent } from './eventStream.ts';
import { checkedTime, jsonReader } from './jsonReader.ts';
import { parseJsonBody } from './jsonText.ts';
import type { Members, Operation, WireRequest, WireResponse } from './operation.ts';
import type { ServiceModel } from './serviceModel.ts';
import { serializationError, validationError } from './wireErrors.ts';

const settings = {
  timestampFormat: { useTrait: true, default: 7 as const },
  httpBindings: true,
  jsonName: true,
};

const noQuery = new URLSearchParams();

/** Reads one member from a request; `undefined` when it is absent. */
type MemberReader = (request: WireRequest, query: URLSearchParams) => unknown;
/** Writes one member of an answer that does not travel in the JSON body. */
type MemberWriter = (value: unknown, response: { status: number; headers: Record<string, string> }) => void;

type PayloadReader = (body: Uint8Array) => unknown;

/** Compiles an operation once; nothing of the schema is looked at again while requests run. */
export function compileRestJson(schema: StaticOperationSchema, model: ServiceModel): Operation {
  const name = schema[2];
  const readMembers = compileInput(NormalizedSchema.of(schema[4]));
  const check = compileCheck(model, name);
  return {
    name,
    readInput(request) {
      const input = readMembers(request);
      const problems = check(input);
      if (problems.length > 0) throw validationError('ValidationException', problems);
      return input;
    },
    writeOutput: compileOutput(NormalizedSchema.of(schema[5]), successStatus(schema)),
  };
}

function compileInput(schema: NormalizedSchema): (request: WireRequest) => Members {
  const bound: (readonly [string, MemberReader])[] = [];
  let payload: readonly [name: string, read: PayloadReader] | undefined;
  let hasBody = false;
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.httpPayload) payload = [name, payloadReader(member)];
    else {
      const reader = memberReader(name, member);
      if (reader === undefined) hasBody = true;
      else bound.push([name, reader]);
    }
  }
  const readBody = jsonReader(schema);
  return (request) => {
    const input: Record<string, unknown> =
      hasBody && request.body.byteLength > 0 ? { ...(readBody(parseJsonBody(request.body)) as object) } : {};
    const query = request.query === '' ? noQuery : new URLSearchParams(request.query);
    for (const [name, read] of bound) {
      const value = read(request, query);
      if (value === undefined) delete input[name];
      else input[name] = value;
    }
    if (payload !== undefined) {
      const [name, read] = payload;
      const value = read(request.body);
      if (value !== undefined) input[name] = value;
    }
    return input;
  };
}

/** Bytes go through untouched; a structure may be left out. */
function payloadReader(member: NormalizedSchema): PayloadReader {
  if (!member.isStructSchema()) return (body) => body;
  const read = jsonReader(member);
  return (body) => (body.byteLength === 0 ? undefined : read(parseJsonBody(body)));
}

function memberReader(name: string, member: NormalizedSchema): MemberReader | undefined {
  const traits = member.getMergedTraits();
  const fromString = new FromStringShapeDeserializer(settings);
  const convert = (text: string | undefined) => {
    if (text === undefined || member.isStringSchema()) return text;
    if (member.isTimestampSchema()) return readTimestamp(member, text, fromString);
    const value: unknown = fromString.read(member, text);
    if (Number.isNaN(value)) throw serializationError(`${text} can not be converted to an Integer`);
    return value;
  };
  if (traits.httpLabel) return ({ labels }) => convert(labels[name]);
  const header = traits.httpHeader?.toLowerCase();
  if (header !== undefined) return ({ headers }) => convert(single(headers[header]));
  const key = traits.httpQuery;
  if (key === undefined) return undefined;
  if (member.isListSchema()) return (_, query) => (query.has(key) ? query.getAll(key) : undefined);
  return (_, query) => convert(query.get(key) ?? undefined);
}

/** The reader of the SDK throws for what is no time. */
function readTimestamp(member: NormalizedSchema, text: string, fromString: FromStringShapeDeserializer): unknown {
  try {
    return checkedTime(fromString.read(member, text) as Date);
  } catch {
    throw serializationError(`${text} can not be converted to a Timestamp`);
  }
}

function compileOutput(schema: NormalizedSchema, success: number): (output: Members) => WireResponse {
  const streamMember = schema.isUnitSchema() ? '' : schema.getEventStreamMember();
  return streamMember === '' ? compilePlainOutput(schema, success) : compileStreamOutput(schema, streamMember, success);
}

/** The members beside the stream travel in the status and the headers. Without a stream, the body is empty. */
function compileStreamOutput(schema: NormalizedSchema, streamMember: string, success: number) {
  const form = { settings, jsonContentType: 'application/json', hasInitialResponse: false };
  const encode = compileEventStream(schema, streamMember, form);
  const bound = boundMembers(schema);
  return (output: Members): WireResponse => {
    const response = { status: success, headers: { 'content-type': eventStreamContentType } };
    for (const [name, write] of bound) {
      if (output[name] !== undefined) write(output[name], response);
    }
    const events = output[streamMember] as AsyncIterable<StreamEvent> | undefined;
    return { ...response, body: events === undefined ? '' : encode(events) };
  };
}

function boundMembers(schema: NormalizedSchema): readonly (readonly [string, MemberWriter])[] {
  return [...schema.structIterator()].flatMap(([name, member]) => {
    const writer = memberWriter(member);
    return writer === undefined ? [] : [[name, writer] as const];
  });
}

function compilePlainOutput(schema: NormalizedSchema, success: number): (output: Members) => WireResponse {
  const codec = new JsonCodec(settings);
  const bound = schema.isUnitSchema() ? [] : boundMembers(schema);
  let payload: string | undefined;
  let hasBody = false;
  for (const [name, member] of schema.isUnitSchema() ? [] : schema.structIterator()) {
    if (member.getMergedTraits().httpPayload) payload = name;
    else if (memberWriter(member) === undefined) hasBody = true;
  }
  const serializer = codec.createSerializer();
  return (output) => {
    const response = { status: success, headers: { 'content-type': 'application/json' } };
    for (const [name, write] of bound) {
      const value = output[name];
      if (value !== undefined && value !== null) write(value, response);
    }
    if (payload !== undefined) return { ...response, body: (output[payload] as Uint8Array | undefined) ?? '' };
    if (!hasBody) return { ...response, body: '' };
    serializer.write(schema, output);
    return { ...response, body: serializer.flush() };
  };
}

function memberWriter(member: NormalizedSchema): MemberWriter | undefined {
  const traits = member.getMergedTraits();
  if (traits.httpResponseCode) {
    return (value, response) => {
      response.status = Number(value);
    };
  }
  const header = traits.httpHeader?.toLowerCase();
  if (header === undefined) return undefined;
  const serializer = new ToStringShapeSerializer(settings);
  return (value, response) => {
    serializer.write(member, value);
    response.headers[header] = serializer.flush();
  };
}

function successStatus(schema: StaticOperationSchema): number {
  const traits = NormalizedSchema.of(schema as never).getMergedTraits();
  return traits.http?.[2] ?? 200;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
