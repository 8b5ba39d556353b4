/**
 * The channel between a panel's two sides: one class, used by both with its parameters swapped.
 * A message is an event (no answer) or a request (one answer). Order is kept; nothing is buffered for a closed peer.
 */

import { Emitter, type Event } from '../base/event.ts';
import type { Disposable } from '../base/lifecycle.ts';

/** Messages one side may send. `events` carry facts; `requests` map an argument to a result. */
export interface MessageMap {
  readonly events: Readonly<Record<string, unknown>>;
  readonly requests: Readonly<Record<string, { readonly argument: unknown; readonly result: unknown }>>;
}

/** The raw pipe: `postMessage` and its counterpart, on whichever side. */
export interface MessagePort {
  post(message: unknown): void;
  readonly onMessage: Event<unknown>;
}

type EventNames<Map extends MessageMap> = keyof Map['events'] & string;
type RequestNames<Map extends MessageMap> = keyof Map['requests'] & string;

/** An answer to every request the peer may send. A thrown error reaches the peer as its message. */
export type RequestHandlers<Map extends MessageMap> = {
  readonly [Name in RequestNames<Map>]: (
    argument: Map['requests'][Name]['argument'],
  ) => Promise<Map['requests'][Name]['result']> | Map['requests'][Name]['result'];
};

/** The same for a part of what a peer may ask. */
export type HandlersFor<Requests extends MessageMap['requests']> = RequestHandlers<{
  readonly events: Record<never, never>;
  readonly requests: Requests;
}>;

interface Envelope {
  readonly kind: 'event' | 'request' | 'reply' | 'failure';
  readonly name: string;
  readonly id: number;
  readonly body: unknown;
}

/** `Out`: what this side sends. `In`: what it receives. */
export class Channel<Out extends MessageMap, In extends MessageMap> implements Disposable {
  readonly #port: MessagePort;
  readonly #handlers: RequestHandlers<In>;
  readonly #subscription: Disposable;
  readonly #received = new Emitter<{ readonly name: string; readonly body: unknown }>();
  readonly #pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #nextId = 1;
  #disposed = false;

  constructor(port: MessagePort, handlers: RequestHandlers<In>) {
    this.#port = port;
    this.#handlers = handlers;
    this.#subscription = port.onMessage((message) => this.#receive(message));
  }

  /** Tells the peer a fact. */
  send<Name extends EventNames<Out>>(name: Name, body: Out['events'][Name]): void {
    this.#port.post({ kind: 'event', name, id: 0, body } satisfies Envelope);
  }

  /** Asks the peer. Rejects when the peer's handler throws, or when this side is disposed first. */
  request<Name extends RequestNames<Out>>(
    name: Name,
    argument: Out['requests'][Name]['argument'],
  ): Promise<Out['requests'][Name]['result']> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      if (this.#disposed) throw closedError();
      this.#pending.set(id, { resolve: (value) => resolve(value as Out['requests'][Name]['result']), reject });
      try {
        this.#port.post({ kind: 'request', name, id, body: argument } satisfies Envelope);
      } catch (error) {
        // An argument that cannot be sent gets no answer to wait for.
        this.#pending.delete(id);
        throw error;
      }
    });
  }

  /** Calls the listener for each event of that name. */
  on<Name extends EventNames<In>>(name: Name, listener: (body: In['events'][Name]) => void): Disposable {
    return this.#received.event((received) => {
      if (received.name === name) listener(received.body as In['events'][Name]);
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscription.dispose();
    this.#received.dispose();
    for (const waiting of this.#pending.values()) waiting.reject(closedError());
    this.#pending.clear();
  }

  #receive(message: unknown): void {
    if (!isEnvelope(message)) return;
    switch (message.kind) {
      case 'event':
        this.#received.fire({ name: message.name, body: message.body });
        return;
      case 'request':
        void this.#answer(message);
        return;
      case 'reply':
        this.#settle(message.id, (waiting) => waiting.resolve(message.body));
        return;
      case 'failure':
        this.#settle(message.id, (waiting) => waiting.reject(new Error(String(message.body))));
        return;
    }
  }

  async #answer(message: Envelope): Promise<void> {
    const reply = (kind: 'reply' | 'failure', body: unknown) => {
      // Nobody waits for the answer of a side that was closed meanwhile.
      if (!this.#disposed) this.#port.post({ kind, name: message.name, id: message.id, body } satisfies Envelope);
    };
    const handlers = this.#handlers as Readonly<Record<string, (argument: unknown) => unknown>>;
    const handler = Object.hasOwn(handlers, message.name) ? handlers[message.name] : undefined;
    if (!handler) {
      reply('failure', `Unknown request: ${message.name}`);
      return;
    }
    try {
      reply('reply', await handler(message.body));
    } catch (error) {
      reply('failure', error instanceof Error ? error.message : String(error));
    }
  }

  #settle(id: number, how: (waiting: { resolve(value: unknown): void; reject(error: Error): void }) => void): void {
    const waiting = this.#pending.get(id);
    if (!waiting) return;
    this.#pending.delete(id);
    how(waiting);
  }
}

function closedError(): Error {
  return new Error('The panel was closed');
}

function isEnvelope(message: unknown): message is Envelope {
  if (typeof message !== 'object' || message === null) return false;
  const fields = message as Record<string, unknown>;
  return typeof fields['kind'] === 'string' && typeof fields['name'] === 'string' && typeof fields['id'] === 'number';
}
