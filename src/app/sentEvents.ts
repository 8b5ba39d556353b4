/** The events that this window sent, by the request they became: a row of the log can send its own again. Held in memory only. */

import { Emitter, type Event } from '../base/event.ts';
import type { FunctionKey, InvokeIntent } from '../protocol/invokePanel.ts';

export interface SentEventsOptions {
  /** UTF-16 units of all events together; the oldest are forgotten above it. A single larger event is kept. */
  readonly capacity: number;
  readonly mostRequests: number;
}

interface SentEvent {
  readonly key: FunctionKey;
  readonly requestId: string;
  readonly intent: InvokeIntent;
}

const standard: SentEventsOptions = { capacity: 8 * 1024 * 1024, mostRequests: 500 };

export class SentEvents {
  readonly #options: SentEventsOptions;
  /** Oldest first. */
  readonly #events = new Map<string, SentEvent>();
  readonly #changed = new Emitter<void>();
  #size = 0;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(options: Partial<SentEventsOptions> = {}) {
    this.#options = { ...standard, ...options };
  }

  add(key: FunctionKey, requestId: string, intent: InvokeIntent): void {
    if (requestId === '') return;
    this.#remove(idOf(key, requestId));
    this.#events.set(idOf(key, requestId), { key, requestId, intent });
    this.#size += intent.eventText.length;
    for (const id of this.#events.keys()) {
      const isFull = this.#size > this.#options.capacity || this.#events.size > this.#options.mostRequests;
      if (!isFull || this.#events.size === 1) break;
      this.#remove(id);
    }
    this.#changed.fire();
  }

  find(key: FunctionKey, requestId: string): InvokeIntent | undefined {
    return this.#events.get(idOf(key, requestId))?.intent;
  }

  /** Request ids by the `TailSource.id` of their function, oldest first. */
  requestIds(): Readonly<Record<string, readonly string[]>> {
    const bySource: Record<string, string[]> = {};
    for (const { key, requestId } of this.#events.values()) {
      const sourceId = `${key.targetId}/${key.functionName}`;
      bySource[sourceId] ??= [];
      bySource[sourceId].push(requestId);
    }
    return bySource;
  }

  #remove(id: string): void {
    this.#size -= this.#events.get(id)?.intent.eventText.length ?? 0;
    this.#events.delete(id);
  }
}

function idOf({ targetId, functionName }: FunctionKey, requestId: string): string {
  return `${targetId}\n${functionName}\n${requestId}`;
}
