/** The records of a query: the events of some groups in a span of time, newest first, a batch at a time. */

import { type Clock, sleep } from '../../../base/clock.ts';
import type { LogPosition } from '../eventId.ts';
import type { LogGroup } from '../logGroup.ts';
import type { LogReader, StoredLogEvent } from '../logReader.ts';
import { logPointer } from './logPointer.ts';
import { QueryRow } from './queryRow.ts';

export interface ScanCounts {
  records: number;
  bytes: number;
}

export interface Scan {
  readonly reader: LogReader;
  readonly clock: Clock;
  readonly accountId: string;
  readonly groups: readonly LogGroup[];
  readonly startMs: number;
  readonly endMs: number;
  readonly counts: ScanCounts;
  readonly signal: AbortSignal;
}

/** Between two batches, requests and invocations get their turn. */
const batchEvents = 1000;

/** Rejects with the signal's reason. */
export async function* scanRecords(scan: Scan): AsyncGenerator<readonly QueryRow[]> {
  const sources = scan.groups.map((group) => new Source(scan, group));
  for (;;) {
    await sleep(scan.clock, 0, scan.signal);
    const batch: QueryRow[] = [];
    while (batch.length < batchEvents) {
      const source = newest(sources);
      const event = source?.take();
      if (source === undefined || event === undefined) break;
      scan.counts.records += 1;
      scan.counts.bytes += Buffer.byteLength(event.message);
      const { id, name } = source.group;
      batch.push(QueryRow.ofEvent(event, `${scan.accountId}:${name}`, logPointer(id, event.id)));
    }
    if (batch.length === 0) return;
    yield batch;
  }
}

function newest(sources: readonly Source[]): Source | undefined {
  let found: Source | undefined;
  for (const source of sources) {
    if (source.nextAt > (found?.nextAt ?? Number.NEGATIVE_INFINITY)) found = source;
  }
  return found;
}

/** The events of one group, read ahead in pages: no statement stays open while others work. */
class Source {
  readonly group: LogGroup;
  readonly #scan: Scan;
  #page: readonly StoredLogEvent[] = [];
  #at = 0;
  #last: LogPosition | undefined;
  #isDone = false;

  constructor(scan: Scan, group: LogGroup) {
    this.#scan = scan;
    this.group = group;
  }

  /** Time of the next event; `-Infinity` when there is none. */
  get nextAt(): number {
    if (this.#at >= this.#page.length && !this.#isDone) this.#read();
    return this.#page[this.#at]?.timestamp ?? Number.NEGATIVE_INFINITY;
  }

  take(): StoredLogEvent | undefined {
    const event = this.#page[this.#at];
    this.#at += 1;
    return event;
  }

  #read(): void {
    const { reader, startMs, endMs } = this.#scan;
    this.#page = [
      ...reader.read({
        groupId: this.group.id,
        streamIds: undefined,
        startTime: startMs,
        endTime: endMs,
        order: 'newest-first',
        beyond: this.#last,
        scanLimit: batchEvents,
      }),
    ];
    this.#at = 0;
    this.#last = this.#page.at(-1) ?? this.#last;
    this.#isDone = this.#page.length < batchEvents;
  }
}
