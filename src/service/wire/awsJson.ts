/** The awsJson1.1 protocol, served: one JSON document each way, or a stream of events as the answer. */

import { JsonCodec } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import { compileCheck } from './constraints.ts';
import { compileEventStream, eventStreamContentType } from './eventStream.ts';
import { jsonReader } from './jsonReader.ts';
import { parseRpcBody } from './jsonText.ts';
import type { Operation, WireResponse } from './operation.ts';
import type { ServiceModel } from './serviceModel.ts';
import { validationError } from './wireErrors.ts';

const contentType = 'application/x-amz-json-1.1';
const settings = { timestampFormat: { useTrait: true, default: 7 as const }, httpBindings: false, jsonName: false };

/** Compiles an operation once. `validationCode` is what the service calls a broken constraint. */
export function compileAwsJson(schema: StaticOperationSchema, model: ServiceModel, validationCode: string): Operation {
  const name = schema[2];
  const inputSchema = NormalizedSchema.of(schema[4]);
  const outputSchema = NormalizedSchema.of(schema[5]);
  const read = jsonReader(inputSchema);
  const check = compileCheck(model, name);
  const streamMember = outputSchema.isUnitSchema() ? '' : outputSchema.getEventStreamMember();
  const form = { settings, jsonContentType: contentType, hasInitialResponse: true };
  const encodeStream = streamMember === '' ? undefined : compileEventStream(outputSchema, streamMember, form);
  const serializer = new JsonCodec(settings).createSerializer();
  return {
    name,
    readInput({ body }) {
      const input = read(body.byteLength === 0 ? {} : parseRpcBody(body)) as Record<string, unknown>;
      const problems = check(input);
      if (problems.length > 0) throw validationError(validationCode, problems);
      return input;
    },
    writeOutput(output): WireResponse {
      if (encodeStream !== undefined) {
        const events = output[streamMember] as AsyncIterable<Readonly<Record<string, unknown>>>;
        return {
          status: 200,
          headers: { 'content-type': eventStreamContentType },
          body: encodeStream(events),
        };
      }
      if (outputSchema.isUnitSchema()) return { status: 200, headers: { 'content-type': contentType }, body: '' };
      serializer.write(outputSchema, output);
      return { status: 200, headers: { 'content-type': contentType }, body: serializer.flush() };
    },
  };
}
