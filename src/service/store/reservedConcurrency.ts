/** How many invocations of a function may run at once, where that is set: looked up before every invocation. */

import type { DatabaseSync } from 'node:sqlite';
import { FunctionSettings } from './functionSettings.ts';
import type { FunctionId } from './functionVersion.ts';

export class ReservedConcurrency {
  readonly #settings: FunctionSettings<number>;
  /** By Region and name; read once, since this process owns the database. */
  readonly #regions = new Map<string, Map<string, number>>();

  constructor(database: DatabaseSync) {
    this.#settings = new FunctionSettings(database, 'concurrency');
  }

  get({ region, name }: FunctionId): number | undefined {
    return this.#region(region).get(name);
  }

  /** What all functions of a Region have reserved together, without one of them. */
  total(region: string, except?: string): number {
    let sum = 0;
    for (const [name, reserved] of this.#region(region)) if (name !== except) sum += reserved;
    return sum;
  }

  put(id: FunctionId, reserved: number): void {
    this.#settings.put(id, reserved);
    this.#region(id.region).set(id.name, reserved);
  }

  /** Also when the function has gone: the database forgets by itself. */
  delete(id: FunctionId): void {
    this.#settings.delete(id);
    this.#region(id.region).delete(id.name);
  }

  #region(region: string): Map<string, number> {
    let known = this.#regions.get(region);
    if (known === undefined) {
      known = new Map(this.#settings.list(region).map(({ name, record }) => [name, record]));
      this.#regions.set(region, known);
    }
    return known;
  }
}
