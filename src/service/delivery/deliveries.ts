/** Empties the outbox: each target has its turn, is tried again when it does not answer, and nothing is given up silently. */

import { type Clock, withDeadline } from '../../base/clock.ts';
import { FairLanes, type LaneItem } from '../../base/fairLanes.ts';
import { messageOf } from '../../base/humanError.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import type { LogWriter } from '../logs/logWriter.ts';
import type { Delivery, DeliveryOutbox } from '../store/deliveryOutbox.ts';
import type { FunctionId } from '../store/functionVersion.ts';
import { UndeliverableError } from './sender.ts';
import type { Senders } from './senders.ts';

export interface DeliveriesOptions {
  readonly outbox: DeliveryOutbox;
  readonly senders: Senders;
  /** Whoever misses a record looks into the function's log. */
  readonly logs: LogWriter;
  /** `undefined` when the function is gone. */
  logGroupName(id: FunctionId): string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** A target that has not acknowledged by then is asked again later. */
const deadlineMs = 30_000;
/** What a target did not take for so long is given up. */
const keptHours = 24;
const slots = 4;
const mostAtOnce = 16;

export class Deliveries implements Disposable {
  readonly #options: DeliveriesOptions;
  readonly #lanes: FairLanes;
  readonly #owned = new DisposableStore();
  readonly #leaving = new AbortController();
  /** Targets whose failure was told; it is told again after they took something. */
  readonly #failing = new Set<string>();

  /** Takes up what an earlier run of the service left. */
  constructor(options: DeliveriesOptions) {
    const { outbox, clock, log } = options;
    this.#options = options;
    this.#lanes = this.#owned.add(
      new FairLanes({
        next: (targetArn, running) => this.#next(targetArn, running),
        run: (_targetArn, id) =>
          this.#deliver(id).catch((error: unknown) => {
            log.error(`Delivery ${id} was left as it is`, error);
            return false;
          }),
        slots,
        most: mostAtOnce,
        clock,
      }),
    );
    this.#owned.add(outbox.onDidAdd(({ targetArn }) => this.#lanes.wake(targetArn)));
    this.#owned.add(outbox.onDidDrop((delivery) => this.#tell(delivery, 'too much waits to be sent. It is given up')));
    for (const targetArn of outbox.targets()) this.#lanes.wake(targetArn);
  }

  /** What has not been acknowledged stays stored. */
  dispose(): void {
    this.#leaving.abort();
    this.#owned.dispose();
    this.#options.senders.destroy();
  }

  /** An outbox that cannot be read ends the target's turn, not the service. */
  #next(targetArn: string, running: ReadonlyMap<string, unknown>): LaneItem | undefined {
    try {
      const id = this.#options.outbox.next(targetArn, running);
      return id === undefined ? undefined : { id, notBefore: 0 };
    } catch (error) {
      this.#options.log.error(`What waits for ${targetArn} cannot be read`, error);
      return undefined;
    }
  }

  /** False when the target is to be tried again. */
  async #deliver(id: string): Promise<boolean> {
    const { outbox, senders, clock } = this.#options;
    const delivery = outbox.get(id);
    if (delivery === undefined) return true;
    const { targetArn } = delivery;
    try {
      const send = (signal: AbortSignal) => senders.send(delivery, signal);
      await withDeadline(clock, deadlineMs, 'an answer', send, this.#leaving.signal);
    } catch (error) {
      return this.#leaving.signal.aborted ? false : this.#afterFailure(delivery, error);
    }
    outbox.remove(id);
    this.#failing.delete(targetArn);
    return true;
  }

  #afterFailure(delivery: Delivery, error: unknown): boolean {
    const why = messageOf(error).replace(/\.$/, '');
    const isOld = this.#options.clock.now() - delivery.createdAt > keptHours * 3_600_000;
    if (isOld || error instanceof UndeliverableError) {
      this.#options.outbox.remove(delivery.id);
      this.#tell(delivery, `${why}. It is given up`);
      return true;
    }
    if (!this.#failing.has(delivery.targetArn)) {
      this.#failing.add(delivery.targetArn);
      this.#tell(delivery, `${why}. It is kept for ${keptHours} hours and sent as soon as that is possible`);
    }
    return false;
  }

  #tell(delivery: Delivery, why: string): void {
    const what = delivery.kind === 'dead-letter' ? 'event' : 'record';
    const text = `The ${what} of request ${delivery.requestId} could not be delivered to ${delivery.targetArn}: ${why}.`;
    this.#options.log.warn(text);
    const logGroupName = this.#options.logGroupName(delivery.function);
    if (logGroupName === undefined) return;
    const timestamp = this.#options.clock.now();
    const day = new Date(timestamp).toISOString().slice(0, 10).replaceAll('-', '/');
    const location = { region: delivery.function.region, logGroupName, logStreamName: `${day}/[deliveries]` };
    this.#options.logs.append(location, [{ timestamp, message: `[WARN] ${text}` }]);
  }
}
