/** One extension as the Extensions API sees it: who it is, what it listens to, and where in its life it stands. */

import { randomUUID } from 'node:crypto';
import { Deferred } from '../../../base/deferred.ts';
import { refusedTransition } from '../apiRefusal.ts';
import type { ExtensionStatus } from '../platformLog.ts';

export const extensionEventTypes = ['INVOKE', 'SHUTDOWN'] as const;
export type ExtensionEventType = (typeof extensionEventTypes)[number];

export type ShutdownReason = 'spindown' | 'timeout' | 'failure';

/** What *event/next* answers, as its JSON. */
export type ExtensionEvent =
  | {
      readonly eventType: 'INVOKE';
      /** Milliseconds since 1970. */
      readonly deadlineMs: number;
      readonly requestId: string;
      readonly invokedFunctionArn: string;
      readonly tracing: { readonly type: 'X-Amzn-Trace-Id'; readonly value: string };
    }
  | { readonly eventType: 'SHUTDOWN'; readonly shutdownReason: ShutdownReason; readonly deadlineMs: number };

/** Names of Lambda's own state machine: they appear in refusals and in EXTENSION lines. */
export type ExtensionState =
  /** Its process was started; it has not registered. */
  | 'Started'
  | 'Registered'
  /** Waits in *next*. */
  | 'Ready'
  /** Got an event and has not asked for the next one. */
  | 'Running'
  | 'InitError'
  | 'ExitError'
  | 'LaunchError';

export const extensionTransitions: Readonly<Record<ExtensionState, readonly ExtensionState[]>> = {
  Started: ['Registered', 'LaunchError'],
  Registered: ['Ready', 'InitError', 'ExitError'],
  Ready: ['Running', 'ExitError'],
  Running: ['Ready', 'ExitError'],
  InitError: ['InitError'],
  ExitError: ['ExitError'],
  LaunchError: [],
};

export class Extension {
  readonly name: string;
  /** Internal extensions live in the runtime's process. */
  readonly isExternal: boolean;
  /** `Lambda-Extension-Identifier` */
  readonly identifier = randomUUID();
  #events: readonly ExtensionEventType[] = [];
  #state: ExtensionState = 'Started';
  #errorType: string | undefined;
  #parked: Deferred<ExtensionEvent> | undefined;
  /** An event for an extension that was not waiting. */
  #kept: ExtensionEvent | undefined;

  constructor(name: string, isExternal: boolean) {
    this.name = name;
    this.isExternal = isExternal;
  }

  get state(): ExtensionState {
    return this.#state;
  }

  get events(): readonly ExtensionEventType[] {
    return this.#events;
  }

  /** As EXTENSION lines tell it. */
  get status(): ExtensionStatus {
    return { name: this.name, state: this.#state, events: this.#events, errorType: this.#errorType };
  }

  /** Throws `ApiRefusal` when it is registered already. */
  register(events: readonly ExtensionEventType[]): void {
    this.#to('Registered', this.name);
    this.#events = events;
  }

  /** Waits for an event, however long that takes. */
  next(): Promise<ExtensionEvent> {
    this.#to('Ready');
    this.#parked = new Deferred();
    const { promise } = this.#parked;
    if (this.#kept !== undefined) this.deliver(this.#kept);
    return promise;
  }

  fail(to: 'InitError' | 'ExitError', errorType: string): void {
    this.#to(to);
    this.#errorType = errorType;
  }

  /** The platform's side: it could not be started. `errorType` is the word of the EXTENSION line. */
  failLaunch(errorType: string): void {
    this.#state = 'LaunchError';
    this.#errorType = errorType;
  }

  /** The platform's side: its process ended before its time. */
  crash(): void {
    this.#errorType ??= 'Extension.Crash';
  }

  /** Hands it an event now, or when it asks for one. */
  deliver(event: ExtensionEvent): void {
    const parked = this.#parked;
    if (this.#state !== 'Ready' || parked === undefined) {
      this.#kept = event;
      return;
    }
    this.#kept = undefined;
    this.#parked = undefined;
    this.#state = 'Running';
    parked.resolve(event);
  }

  #to(state: ExtensionState, who: string = this.identifier): void {
    if (!extensionTransitions[this.#state].includes(state)) {
      throw refusedTransition(`extension ${who}`, 'Extension.InvalidExtensionState', this.#state, state);
    }
    this.#state = state;
  }
}
