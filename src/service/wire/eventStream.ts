/** AWS's binary event stream as the answer of an awsJson operation. */

import { EventStreamCodec } from '@smithy/core/event-streams';
import { JsonCodec } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';

/** One event: a union with exactly one member set. */
type StreamEvent = Readonly<Record<string, unknown>>;
type JsonSettings = ConstructorParameters<typeof JsonCodec>[0];

/** Compiles the encoder of an operation's event stream. The initial response goes out before the first event. */
export function compileEventStream(
  output: NormalizedSchema,
  member: string,
  settings: JsonSettings,
): (events: AsyncIterable<StreamEvent>) => AsyncIterable<Uint8Array> {
  const codec = new EventStreamCodec(toUtf8, fromUtf8);
  const serializer = new JsonCodec(settings).createSerializer();
  const union = output.getMemberSchema(member);
  const frame = (eventType: string, json: string) =>
    codec.encode({
      headers: {
        ':message-type': { type: 'string', value: 'event' },
        ':event-type': { type: 'string', value: eventType },
        ':content-type': { type: 'string', value: 'application/x-amz-json-1.1' },
      },
      body: fromUtf8(json),
    });
  return async function* encode(events) {
    // botocore insists on it, and the JavaScript client answers its caller once it has come.
    yield frame('initial-response', '{}');
    for await (const event of events) {
      const [eventType] = Object.keys(event);
      if (eventType === undefined) continue;
      serializer.write(union.getMemberSchema(eventType), event[eventType]);
      yield frame(eventType, serializer.flush());
    }
  };
}
