/** Finds packages that a function has changed, which on Lambda it cannot, and replaces them. */

import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import type { CodeStore } from './codeStore.ts';

/** A look costs a millisecond for some fifty files; cold starts come first. */
const delayMs = 2000;

export class PackageGuard implements Disposable {
  readonly #code: CodeStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #waiting = new Map<string, Disposable>();

  constructor(code: CodeStore, clock: Clock, log: Log) {
    this.#code = code;
    this.#clock = clock;
    this.#log = log;
  }

  /** As `CodeStore.openPackage`; looks at the package a moment later. */
  async openPackage(packageId: string): Promise<string> {
    const folder = await this.#code.openPackage(packageId);
    this.#lookSoon(packageId);
    return folder;
  }

  /** As `CodeStore.openLayers`; looks at them a moment later. */
  async openLayers(packageIds: readonly string[]): Promise<string> {
    const folder = await this.#code.openLayers(packageIds);
    for (const packageId of packageIds) this.#lookSoon(packageId);
    return folder;
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) timer.dispose();
    this.#waiting.clear();
  }

  #lookSoon(packageId: string): void {
    if (this.#waiting.has(packageId)) return;
    this.#waiting.set(
      packageId,
      this.#clock.after(delayMs, () => {
        this.#waiting.delete(packageId);
        void this.#look(packageId);
      }),
    );
  }

  async #look(packageId: string): Promise<void> {
    try {
      if (await this.#code.restore(packageId)) {
        this.#log.warn(`A function changed its package; it was unpacked again: ${packageId}`);
      }
    } catch (error) {
      this.#log.warn(`A package could not be looked at: ${packageId}`, { error: String(error) });
    }
  }
}
