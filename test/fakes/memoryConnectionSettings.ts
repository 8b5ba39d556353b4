/** The list of connections, kept in memory. */

import type { ConnectionSetting, ConnectionSettings } from '../../src/app/targetRegistry.ts';
import { Emitter, type Event } from '../../src/base/event.ts';

export class MemoryConnectionSettings implements ConnectionSettings {
  readonly #changed = new Emitter<void>();
  #settings: readonly ConnectionSetting[];

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(settings: readonly ConnectionSetting[] = []) {
    this.#settings = settings;
  }

  read(): readonly ConnectionSetting[] {
    return this.#settings;
  }

  async write(next: readonly ConnectionSetting[]): Promise<void> {
    this.#settings = next;
    this.#changed.fire();
  }
}
