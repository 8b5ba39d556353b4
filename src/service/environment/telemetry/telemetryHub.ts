/** The telemetry of one environment: who subscribed, what they missed since Init began, and what they get. */

import type { Clock } from '../../../base/clock.ts';
import type { Log } from '../../../base/log.ts';
import { ApiRefusal } from '../apiRefusal.ts';
import type { SubscriptionStatus } from '../platformLog.ts';
import { readSubscription, type TelemetryApi } from './subscriptionRequest.ts';
import type { PlatformRecord, TelemetryEvent } from './telemetryEvent.ts';
import { type OpenSender, TelemetrySubscription } from './telemetrySubscription.ts';

export interface TelemetryHubOptions {
  /** Whether the function's log has the JSON format: then its lines are sent as objects. */
  readonly isJsonFormat: boolean;
  readonly openSender: OpenSender;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a subscriber gets that happened before it subscribed. */
const historyItems = 1000;
const historyBytes = 256 * 1024;

interface Subscriber {
  readonly name: string;
  readonly api: TelemetryApi;
  /** The request as it came: a repeated one is not another subscription. */
  readonly body: string;
  readonly subscription: TelemetrySubscription;
}

export class TelemetryHub {
  readonly #options: TelemetryHubOptions;
  #subscribers: Subscriber[] = [];
  /** Events since Init began; `undefined` when nobody may subscribe any more. */
  #history: TelemetryEvent[] | undefined;
  #historyBytes = 0;
  /** Called with each subscription, for the platform's line. */
  onSubscribed: (status: SubscriptionStatus) => void = () => {};

  constructor(options: TelemetryHubOptions) {
    this.#options = options;
  }

  /** Whether anybody listens or still may: otherwise events need not be made. */
  get isListening(): boolean {
    return this.#subscribers.length > 0 || this.#history !== undefined;
  }

  /** Init begins: subscriptions of the last start are gone, new ones are taken. */
  open(): void {
    this.#history = [];
    this.#historyBytes = 0;
  }

  /** Init is over: nobody subscribes any more. */
  closeSubscriptions(): void {
    this.#history = undefined;
  }

  subscribe(name: string, api: TelemetryApi, bytes: Uint8Array): string {
    if (this.#history === undefined) {
      throw new ApiRefusal(403, `${api}.SubscriptionClosed`, `${api} API subscription is closed already`);
    }
    const request = readSubscription(api, bytes);
    const body = Buffer.from(bytes).toString('utf8');
    const own = this.#subscribers.filter((subscriber) => subscriber.name === name);
    const other = own.find((subscriber) => subscriber.api !== api);
    if (other !== undefined) {
      const message = `The extension ${name} is already subscribed to the ${other.api}API. You must either subscribe to the LogsAPI or the TelemetryAPI`;
      throw new ApiRefusal(400, `${api}.AccessDenied`, message);
    }
    if (own.some((subscriber) => subscriber.body === body)) {
      this.onSubscribed({ name, api, types: request.types, state: 'Already subscribed' });
      return 'AlreadySubscribed';
    }
    const subscription = new TelemetrySubscription(request, this.#options);
    this.#subscribers.push({ name, api, body, subscription });
    for (const event of this.#history) subscription.offer(event);
    this.onSubscribed({ name, api, types: request.types, state: 'Subscribed' });
    return 'OK';
  }

  /** A record of the platform, now. */
  platform({ name, record }: PlatformRecord): void {
    this.#offer({ type: 'platform', time: this.#time(this.#options.clock.now()), name, record }, 200);
  }

  /** A line of output with its newline. `timestamp` in milliseconds since 1970. */
  line(type: 'function' | 'extension', message: string, timestamp: number): void {
    if (!this.isListening) return;
    const line = message.endsWith('\n') ? message.slice(0, -1) : message;
    this.#offer({ type, time: this.#time(timestamp), line }, line.length);
  }

  /** Sends what waits. Resolves when it was taken, or after `deadlineMs`. */
  async flush(deadlineMs: number): Promise<void> {
    await Promise.all(this.#subscribers.map(({ subscription }) => subscription.flush(deadlineMs)));
  }

  /** The extensions of this start are gone. */
  close(): void {
    for (const { subscription } of this.#subscribers) subscription.close();
    this.#subscribers = [];
    this.#history = undefined;
  }

  #offer(event: TelemetryEvent, bytes: number): void {
    for (const { subscription } of this.#subscribers) subscription.offer(event);
    if (this.#history === undefined || this.#history.length >= historyItems) return;
    this.#historyBytes += bytes;
    if (this.#historyBytes <= historyBytes) this.#history.push(event);
  }

  #time(timestamp: number): string {
    return new Date(timestamp).toISOString();
  }
}
