/** Owns the local service's process: attaches to the one that runs, or starts one and keeps it running. */

import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { ServiceReady } from '../protocol/serviceReady.ts';

export type LocalServiceState =
  | { readonly state: 'stopped' }
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly ready: ServiceReady; readonly owned: boolean }
  | { readonly state: 'failed'; readonly message: string };

export interface LocalServiceOptions {
  readonly dataFolder: string;
  readonly servicePath: string;
  readonly nodeBinary: { readonly command: string; readonly env: Readonly<Record<string, string>> };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
}

export class LocalServiceHost implements Disposable {
  readonly #changed = new Emitter<LocalServiceState>();
  readonly onDidChange: Event<LocalServiceState> = this.#changed.event;

  constructor(readonly0: LocalServiceOptions) {
    void readonly0;
  }

  get state(): LocalServiceState {
    return { state: 'stopped' };
  }

  get isStoppedOnRequest(): boolean {
    return false;
  }

  async ensureRunning(_signal?: AbortSignal): Promise<ServiceReady> {
    throw new Error('being written');
  }

  async restart(_signal?: AbortSignal): Promise<ServiceReady> {
    throw new Error('being written');
  }

  async stop(): Promise<void> {}

  async reset(): Promise<void> {}

  reportUnreachable(): void {}

  async close(): Promise<void> {}

  dispose(): void {}
}
