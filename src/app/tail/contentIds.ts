/**
 * Ids for events that come without one (Live Tail): the same event has the same id whether it came live or from a read of
 * the past. Equal lines of the same millisecond are told apart by counting: the second one in one pass is the second one
 * in every pass.
 */

import type { LogEvent } from '../../lambda/logEvent.ts';

interface Known {
  readonly timestamp: number;
  readonly ids: string[];
}

/** One read of the log from some point on: a live session, or one sweep through FilterLogEvents. */
export interface ReadPass {
  /** The events not seen in any pass so far, with ids that count upwards. */
  takeNew(events: readonly LogEvent[]): readonly LogEvent[];
  /** Releases what was counted. */
  end(): void;
}

const retentionMs = 120_000;
const largestMemory = 200_000;
const pruneEvery = 20_000;

export class ContentIds {
  readonly #known = new Map<string, Known>();
  readonly #passes = new Set<Map<string, number>>();
  #newest = 0;
  #nextNumber = 1;
  #pruneAt = pruneEvery;

  beginPass(): ReadPass {
    const counts = new Map<string, number>();
    this.#passes.add(counts);
    return {
      takeNew: (events) => events.flatMap((event) => this.#take(event, counts)),
      end: () => this.#passes.delete(counts),
    };
  }

  #take(event: LogEvent, counts: Map<string, number>): readonly LogEvent[] {
    const key = contentKey(event);
    const occurrence = counts.get(key) ?? 0;
    counts.set(key, occurrence + 1);
    const known = this.#known.get(key);
    if (known && occurrence < known.ids.length) return [];
    const eventId = `live-${String(this.#nextNumber).padStart(12, '0')}`;
    this.#nextNumber += 1;
    if (known) known.ids.push(eventId);
    else this.#known.set(key, { timestamp: event.timestamp, ids: [eventId] });
    this.#newest = Math.max(this.#newest, event.timestamp);
    if (this.#known.size > this.#pruneAt) this.#prune();
    return [{ ...event, eventId }];
  }

  /** Only the last minutes are ever read twice. */
  #prune(): void {
    for (const [key, { timestamp }] of this.#known) {
      if (timestamp < this.#newest - retentionMs || this.#known.size > largestMemory) this.#forget(key);
    }
    this.#pruneAt = this.#known.size + pruneEvery;
  }

  #forget(key: string): void {
    this.#known.delete(key);
    for (const counts of this.#passes) counts.delete(key);
  }
}

function contentKey({ logStreamName, timestamp, message }: LogEvent): string {
  return `${logStreamName}\n${timestamp}\n${message.length}\n${hash(message)}`;
}

/** 53 bits of a message: with stream, millisecond and length beside it, two different lines never share a key in practice. */
function hash(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
