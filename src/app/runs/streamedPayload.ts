/** A response as it arrives: its bytes, when its chunks came, and the newest text of it. */

import {
  mostStreamChunks,
  type StreamChunk,
  type StreamedAnswer,
  type StreamTimes,
  streamTailCharacters,
} from '../../protocol/invokePanel.ts';

export class StreamedPayload {
  readonly #pieces: Uint8Array[] = [];
  readonly #decoder = new TextDecoder();
  #chunks: StreamChunk[] = [];
  #tail = '';
  #bytes = 0;

  /** `atMs`: from the request to the arrival of these bytes. */
  add(bytes: Uint8Array, atMs: number): void {
    if (bytes.byteLength === 0) return;
    this.#pieces.push(bytes);
    this.#bytes += bytes.byteLength;
    this.#chunks.push({ atMs, bytes: bytes.byteLength });
    if (this.#chunks.length > mostStreamChunks) this.#chunks = merged(this.#chunks);
    this.#tail = (this.#tail + this.#decoder.decode(bytes, { stream: true })).slice(-streamTailCharacters);
  }

  get times(): StreamTimes {
    return { firstByteMs: this.#chunks[0]?.atMs, bytes: this.#bytes, chunks: [...this.#chunks] };
  }

  get soFar(): StreamedAnswer {
    return { ...this.times, tail: this.#tail };
  }

  get payload(): Uint8Array {
    return Buffer.concat(this.#pieces);
  }
}

/** Each with its neighbour: half as many. */
function merged(chunks: readonly StreamChunk[]): StreamChunk[] {
  return chunks.flatMap((chunk, place) => {
    if (place % 2 === 1) return [];
    return [{ atMs: chunk.atMs, bytes: chunk.bytes + (chunks[place + 1]?.bytes ?? 0) }];
  });
}
