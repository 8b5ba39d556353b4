/** AWS's binary event stream as the answer of an operation. */

import { crc32 } from 'node:zlib';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { JsonCodec } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';

/** One event: a union with exactly one member set. */
export type StreamEvent = Readonly<Record<string, unknown>>;

export interface EventStreamForm {
  readonly settings: ConstructorParameters<typeof JsonCodec>[0];
  /** Of events that are JSON. */
  readonly jsonContentType: string;
  /** RPC protocols begin with a frame for the members beside the stream; REST has headers for them. */
  readonly hasInitialResponse: boolean;
}

export const eventStreamContentType = 'application/vnd.amazon.eventstream';

/** Compiles the encoder of an operation's event stream. */
export function compileEventStream(
  output: NormalizedSchema,
  member: string,
  { settings, jsonContentType, hasInitialResponse }: EventStreamForm,
): (events: AsyncIterable<StreamEvent>) => AsyncIterable<Uint8Array> {
  const headersOf = headerEncoder();
  const serializer = new JsonCodec(settings).createSerializer();
  const union = output.getMemberSchema(member);
  const frame = (eventType: string, contentType: string, body: Uint8Array) =>
    encodeMessage(headersOf(eventType, contentType), body);
  const json = (eventType: string, value: unknown) => {
    serializer.write(union.getMemberSchema(eventType), value);
    return frame(eventType, jsonContentType, fromUtf8(serializer.flush()));
  };
  return async function* encode(events) {
    // botocore insists on it, and the JavaScript client answers its caller once it has come.
    if (hasInitialResponse) yield frame('initial-response', jsonContentType, fromUtf8('{}'));
    for await (const event of events) {
      const [eventType] = Object.keys(event);
      if (eventType === undefined) continue;
      const payload = blobPayload(union.getMemberSchema(eventType), event[eventType]);
      yield payload === undefined
        ? json(eventType, event[eventType])
        : frame(eventType, 'application/octet-stream', payload);
    }
  };
}

/**
 * Lengths, their checksum, headers, body, checksum of all. The SDK's codec does the same, and clears and copies every
 * message once more: half of what a streamed response costs.
 */
export function encodeMessage(headers: Uint8Array, body: Uint8Array): Uint8Array {
  const bodyStart = preludeBytes + headers.byteLength;
  const message = Buffer.allocUnsafe(bodyStart + body.byteLength + checksumBytes);
  message.writeUInt32BE(message.byteLength, 0);
  message.writeUInt32BE(headers.byteLength, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  message.set(headers, preludeBytes);
  message.set(body, bodyStart);
  const end = message.byteLength - checksumBytes;
  message.writeUInt32BE(crc32(message.subarray(0, end)), end);
  return message;
}

const preludeBytes = 12;
const checksumBytes = 4;

/** The headers of an event, encoded when they are first asked for. */
function headerEncoder(): (eventType: string, contentType: string) => Uint8Array {
  const codec = new EventStreamCodec(toUtf8, fromUtf8);
  const known = new Map<string, Uint8Array>();
  return (eventType, contentType) => {
    const key = `${eventType} ${contentType}`;
    let headers = known.get(key);
    if (headers === undefined) {
      // An exception ends the stream at the other side.
      const kind = eventType.endsWith('Exception') ? 'exception' : 'event';
      const message = codec.encode({
        headers: {
          ':message-type': { type: 'string', value: kind },
          [`:${kind}-type`]: { type: 'string', value: eventType },
          ':content-type': { type: 'string', value: contentType },
        },
        body: new Uint8Array(),
      });
      headers = message.subarray(preludeBytes, -checksumBytes);
      known.set(key, headers);
    }
    return headers;
  };
}

/** The bytes of an event whose payload is a blob; `undefined` for an event that is JSON. */
function blobPayload(event: NormalizedSchema, value: unknown): Uint8Array | undefined {
  for (const [name, member] of event.structIterator()) {
    if (member.getMergedTraits().eventPayload) return (value as Readonly<Record<string, Uint8Array>>)[name];
  }
  return undefined;
}
