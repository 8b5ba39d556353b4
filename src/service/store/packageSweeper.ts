/** Removes packages that no function and no layer uses any more, once nothing can be running from them. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { limits } from '../../lambda/limits.ts';
import type { CodeStore } from './codeStore.ts';

/** The longest invocation and a minute: an environment may load modules from its old package until it ends. */
const safeAfterMs = (limits.timeoutMaxS + 60) * 1000;

/** Something that keeps packages. */
export interface PackageOwner {
  packageIds(): ReadonlySet<string>;
}

export class PackageSweeper implements Disposable {
  readonly #code: CodeStore;
  readonly #owners: readonly PackageOwner[];
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #timer = new MutableDisposable<Disposable>();
  #disposed = false;

  constructor(code: CodeStore, owners: readonly PackageOwner[], clock: Clock, log: Log) {
    this.#code = code;
    this.#owners = owners;
    this.#clock = clock;
    this.#log = log;
  }

  /** At the start of the service nothing runs yet. Failing leaves packages behind, which the next start tries again. */
  now(): void {
    if (this.#disposed) return;
    this.#code
      .sweep(() => new Set(this.#owners.flatMap((owner) => [...owner.packageIds()])))
      .catch((error: unknown) => this.#log.warn('Unused packages could not be removed', { error: String(error) }));
  }

  /** Some package may have lost its last user: sweeps when the last environment that used it has surely ended. */
  soon(): void {
    this.#timer.value = this.#clock.after(safeAfterMs, () => this.now());
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer.dispose();
  }
}
