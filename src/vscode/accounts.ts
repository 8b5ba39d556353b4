/** Account ids of targets, asked for once each and shown wherever something is about to change. */

import type { Target } from '../app/target.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';

export class Accounts implements Disposable {
  readonly #known = new Map<string, string>();
  readonly #asking = new Map<string, Promise<string | undefined>>();
  readonly #learned = new Emitter<{ readonly targetId: string }>();
  readonly #log: Log;

  readonly onDidLearn: Event<{ readonly targetId: string }> = this.#learned.event;

  constructor(log: Log) {
    this.#log = log;
  }

  known(targetId: string): string | undefined {
    return this.#known.get(targetId);
  }

  /** Never rejects: an account that cannot be asked for is `undefined`, and asked for again next time. */
  ask(target: Target, signal?: AbortSignal): Promise<string | undefined> {
    const known = this.#known.get(target.id);
    if (known !== undefined) return Promise.resolve(known);
    const asking = this.#asking.get(target.id) ?? this.#request(target, signal);
    this.#asking.set(target.id, asking);
    return asking.finally(() => this.#asking.delete(target.id));
  }

  /** After a restart or a sign-in, the same profile may lead elsewhere. */
  forget(targetId: string): void {
    this.#known.delete(targetId);
  }

  dispose(): void {
    this.#learned.dispose();
  }

  async #request(target: Target, signal: AbortSignal | undefined): Promise<string | undefined> {
    try {
      const connection = await target.connect(signal);
      const accountId = await connection.accountId(signal);
      if (accountId === undefined) return undefined;
      this.#known.set(target.id, accountId);
      this.#learned.fire({ targetId: target.id });
      return accountId;
    } catch (error) {
      this.#log.debug(`The account of ${target.label} is not known`, error);
      return undefined;
    }
  }
}
