import { EventStreamCodec } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage } from '../../../../src/service/wire/eventStream.ts';
import '../../../support/fastCheck.ts';

const codec = new EventStreamCodec(toUtf8, fromUtf8);
const headers = {
  ':message-type': { type: 'string', value: 'event' },
  ':event-type': { type: 'string', value: 'PayloadChunk' },
} as const;
const encodedHeaders = codec.encode({ headers, body: new Uint8Array() }).subarray(12, -4);

describe('a message of an event stream', () => {
  it("is, byte for byte, what AWS's codec makes of it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), (body) => {
        expect(Buffer.compare(encodeMessage(encodedHeaders, body), codec.encode({ headers, body }))).toBe(0);
      }),
    );
  });
});
