/** The host's held log and the view's store, joined as by the editor. */

import { HeldLog } from '../../../../src/app/tail/heldLog.ts';
import type { LogEvent } from '../../../../src/lambda/logEvent.ts';
import type { SentBatch, SentSnapshot, TailSource } from '../../../../src/protocol/logPanel.ts';
import { LogSender } from '../../../../src/protocol/logSender.ts';
import { LogStore } from '../../../../src/webview/logs/logStore.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { fixtureNames, readLogFixture } from '../../lambda/logFixture.ts';

const thresholds = { slowShareOfTimeout: 0.5, memoryShare: 0.8 };
export const sources = ['local/orders-api', 'prod/orders-api'].map(
  (id): TailSource => ({
    id,
    functionName: 'orders-api',
    targetLabel: id,
    logGroupName: '/aws/lambda/orders-api',
    timeoutMs: 3000,
    state: { state: 'following' },
  }),
);

/** What is posted arrives as JSON. */
export class LogPair {
  readonly held: HeldLog;
  readonly store = new LogStore();
  readonly sender = new LogSender();
  readonly sent: (SentBatch | SentSnapshot)[] = [];
  readonly #clock = new FakeClock();
  isHidden = false;

  constructor(capacityLines: number) {
    this.held = new HeldLog({ clock: this.#clock, capacityLines, thresholds: () => thresholds });
    for (const { id } of sources) this.held.addSource(id, 3000);
    this.ask();
    this.held.onBatch((batch) => {
      if (this.isHidden) return;
      if (!this.store.append(this.#post(this.sender.batch(batch)))) this.ask();
    });
  }

  ask(): void {
    this.store.replace(this.#post(this.sender.snapshot({ ...this.held.snapshot(), sources, thresholds })));
  }

  async arrive(sourceId: string, events: readonly LogEvent[]): Promise<void> {
    this.held.add(sourceId, events);
    await this.#clock.advance(100);
  }

  /** What either side holds, in the same shape. */
  get both(): readonly [unknown, unknown] {
    const { store } = this;
    const { lines, invocations, dropped } = this.held.snapshot();
    const keyOf = (one: { sourceId: string; invocation: { key: string } }) => `${one.sourceId} ${one.invocation.key}`;
    const byKey = (all: Iterable<Parameters<typeof keyOf>[0]>) =>
      Object.fromEntries([...all].map((one) => [keyOf(one), one]));
    const shown = Array.from({ length: store.lineCount }, (_, index) => store.line(store.firstNumber + index));
    return [
      { lines: shown, invocations: byKey(store.invocations()), dropped: store.dropped },
      { lines, invocations: byKey(invocations), dropped },
    ];
  }

  #post<Message extends SentBatch | SentSnapshot>(message: Message): Message {
    const received = JSON.parse(JSON.stringify(message)) as Message;
    this.sent.push(received);
    return received;
  }
}

/** Every recorded stream, one behind the other. */
export const recordedEvents = fixtureNames.flatMap((name, index) =>
  readLogFixture(name).map((event) => ({ ...event, eventId: `${index}-${event.eventId}` })),
);
