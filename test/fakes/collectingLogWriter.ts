/** Keeps what execution environments log, in order. */

import type { LogLocation, LogWriter, NewLogEvent } from '../../src/service/logs/logWriter.ts';

export class CollectingLogWriter implements LogWriter {
  readonly events: (NewLogEvent & { readonly location: LogLocation })[] = [];

  append(location: LogLocation, events: readonly NewLogEvent[]): void {
    for (const event of events) this.events.push({ ...event, location });
  }

  get messages(): readonly string[] {
    return this.events.map(({ message }) => message);
  }

  clear(): void {
    this.events.length = 0;
  }
}
