/** The table of targets: Local first, then one row per AWS connection of the settings. */

import { Emitter, type Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Target } from './target.ts';

export interface ConnectionSetting {
  readonly profile: string;
  readonly region: string;
}

/** Where the list of connections is kept; the editor's settings implement it. */
export interface ConnectionSettings {
  read(): readonly ConnectionSetting[];
  write(next: readonly ConnectionSetting[]): Promise<void>;
  readonly onDidChange: Event<void>;
}

export class TargetRegistry implements Disposable {
  readonly #local: Target;
  readonly #settings: ConnectionSettings;
  readonly #openConnection: (setting: ConnectionSetting) => Target;
  readonly #changed = new Emitter<void>();
  readonly #owned = new DisposableStore();
  #connections = new Map<string, Target>();

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(local: Target, settings: ConnectionSettings, openConnection: (setting: ConnectionSetting) => Target) {
    this.#local = local;
    this.#settings = settings;
    this.#openConnection = openConnection;
    this.#owned.add(this.#changed);
    this.#reload();
    this.#owned.add(settings.onDidChange(() => this.#reload()));
  }

  /** Local first, then the connections in the order of the settings. */
  list(): readonly Target[] {
    return [this.#local, ...this.#connections.values()];
  }

  get(id: string): Target | undefined {
    return id === this.#local.id ? this.#local : this.#connections.get(id);
  }

  /** Adds a connection to the settings. Adding one that is there returns it. */
  async add(setting: ConnectionSetting): Promise<Target> {
    const id = connectionId(setting);
    const present = this.#connections.get(id);
    if (present) return present;
    await this.#settings.write([...this.#settings.read(), setting]);
    this.#reload();
    const added = this.#connections.get(id);
    if (!added) throw new Error(`The settings did not keep the connection ${id}`);
    return added;
  }

  /** Removes a connection from the settings; one that is not there is no error. */
  async remove(id: string): Promise<void> {
    await this.#settings.write(this.#settings.read().filter((setting) => connectionId(setting) !== id));
    this.#reload();
  }

  dispose(): void {
    this.#owned.dispose();
    for (const target of this.list()) target.dispose?.();
    this.#connections.clear();
  }

  /** Follows the settings; a connection that stays keeps its target and so its clients. */
  #reload(): void {
    if (this.#owned.isDisposed) return;
    const previous = this.#connections;
    const next = new Map<string, Target>();
    for (const setting of this.#settings.read()) {
      const id = connectionId(setting);
      if (!next.has(id)) next.set(id, previous.get(id) ?? this.#openConnection(setting));
    }
    this.#connections = next;
    for (const [id, target] of previous) if (!next.has(id)) target.dispose?.();
    if ([...previous.keys()].join('\n') !== [...next.keys()].join('\n')) this.#changed.fire();
  }
}

/** What stored data calls a connection: `profile/REGION`. */
export function connectionId(setting: ConnectionSetting): string {
  return `${setting.profile}/${setting.region}`;
}
