/** Passes a streamed response on while it comes, no faster than the caller takes it. */

import type { IncomingMessage } from 'node:http';
import type { ResponseSink } from '../invoke/invocation.ts';

/** Resolves when the runtime has sent everything, or its connection has gone. What exceeds the limit is thrown away. */
export async function relayResponse(
  request: IncomingMessage,
  sink: ResponseSink,
  limitBytes: number,
): Promise<'complete' | 'too large' | 'truncated'> {
  let leftBytes = limitBytes;
  let isTooLarge = false;
  try {
    for await (const chunk of request as AsyncIterable<Uint8Array>) {
      isTooLarge ||= chunk.byteLength > leftBytes;
      const taken = chunk.subarray(0, leftBytes);
      leftBytes -= taken.byteLength;
      if (taken.byteLength > 0) await sink.write(taken);
    }
  } catch {
    return 'truncated';
  }
  return isTooLarge ? 'too large' : 'complete';
}
