/**
 * Sends what subscription filters select to their functions, as CloudWatch Logs does: asynchronous invocations with compressed
 * batches. A function is not sent its own log, which would call it for ever.
 */

import { gzipSync } from 'node:zlib';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import { defaultLogGroupName, parseFunctionReference } from '../../lambda/names.ts';
import type { LogFilter } from '../logs/filter/logFilter.ts';
import { compileFilter } from '../logs/filterPattern.ts';
import type { AppendedEvents } from '../logs/logStore.ts';
import type { ServiceParts } from './context.ts';
import { enqueueOwn } from './ownInvocation.ts';
import { isFunctionArn } from './subscriptionDestination.ts';

/** Of one invocation, before compression: what does not compress still fits into an asynchronous payload as base64. */
const mostBytes = 600 * 1024;
const mostPatterns = 200;

export class LogDelivery implements Disposable {
  readonly #parts: ServiceParts;
  readonly #log: Log;
  readonly #subscription: Disposable;
  readonly #patterns = new Map<string, LogFilter>();

  constructor(parts: ServiceParts, log: Log) {
    this.#parts = parts;
    this.#log = log;
    this.#subscription = parts.logs.onDidAppend((appended) => this.#deliver(appended));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Never throws: whoever writes logs does not fail for those who read them. */
  #deliver({ location, events }: AppendedEvents): void {
    if (!this.#parts.subscriptionFilters.hasAny) return;
    const { region, logGroupName } = location;
    const group = this.#parts.logs.findGroup(region, logGroupName);
    if (group === undefined) return;
    for (const { name, record } of this.#parts.subscriptionFilters.ofGroup(group.id)) {
      if (!isFunctionArn(record.destinationArn)) continue;
      const { selects } = this.#filterOf(record.filterPattern);
      const selected = events.filter(({ message }) => selects(message));
      for (const batch of batches(selected)) this.#send(record.destinationArn, region, name, batch);
    }
  }

  #send(destinationArn: string, region: string, filterName: string, events: readonly LogEvent[]): void {
    const [first] = events;
    if (first === undefined || this.#isOwnLog(destinationArn, region, first.logGroupName)) return;
    const message = {
      messageType: 'DATA_MESSAGE',
      owner: this.#parts.accountId,
      logGroup: first.logGroupName,
      logStream: first.logStreamName,
      subscriptionFilters: [filterName],
      logEvents: events.map(({ eventId, timestamp, message: text }) => ({ id: eventId, timestamp, message: text })),
    };
    const data = gzipSync(JSON.stringify(message)).toString('base64');
    try {
      const payload = Buffer.from(JSON.stringify({ awslogs: { data } }));
      enqueueOwn({ functionArn: destinationArn, region, payload }, this.#parts);
    } catch (error) {
      // The function may be gone by now, or be pending.
      this.#log.warn('Log events could not be sent to a subscribed function', {
        destinationArn,
        filterName,
        error: String(error),
      });
    }
  }

  #isOwnLog(destinationArn: string, region: string, logGroupName: string): boolean {
    const name = parseFunctionReference(destinationArn)?.name ?? '';
    const stored = this.#parts.functions.get({ region, name }, '$LATEST');
    const configured = stored?.record.latest.configuration.LoggingConfig?.LogGroup;
    return (configured ?? defaultLogGroupName(name)) === logGroupName;
  }

  #filterOf(pattern: string): LogFilter {
    let filter = this.#patterns.get(pattern);
    if (filter === undefined) {
      filter = compileFilter(pattern);
      if (this.#patterns.size >= mostPatterns) this.#patterns.clear();
      this.#patterns.set(pattern, filter);
    }
    return filter;
  }
}

function* batches(events: readonly LogEvent[]): Generator<readonly LogEvent[]> {
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message);
    if (batch.length > 0 && bytes + size > mostBytes) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
