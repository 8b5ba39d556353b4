/** The functions of one target by name, filled page by page and always in order. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

/** One reading of all pages: tells which functions it has seen. */
export interface ListLoad {
  readonly seen: Set<string>;
}

export class FunctionList {
  readonly #byName = new Map<string, FunctionConfiguration>();
  /** Read one by one since the load began: newer than what a page says. */
  readonly #fresh = new Set<string>();
  /** In order, code unit by code unit: a page is merged in, so 200 pages never sort 10,000 names 200 times. */
  #names: readonly string[] = [];
  #view: readonly FunctionConfiguration[] | undefined;

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): FunctionConfiguration | undefined {
    return this.#byName.get(name);
  }

  /** By name. The same array until something changes; it is never changed itself. */
  sorted(): readonly FunctionConfiguration[] {
    this.#view ??= this.#names.flatMap((name) => this.#byName.get(name) ?? []);
    return this.#view;
  }

  set(configuration: FunctionConfiguration): void {
    if (configuration.FunctionName === undefined) return;
    this.#fresh.add(configuration.FunctionName);
    this.#merge([configuration]);
  }

  delete(name: string): void {
    this.#fresh.add(name);
    if (this.#byName.delete(name)) this.#dropMissing();
  }

  beginLoad(): ListLoad {
    this.#fresh.clear();
    return { seen: new Set() };
  }

  addPage(load: ListLoad, page: readonly FunctionConfiguration[]): void {
    for (const { FunctionName: name } of page) if (name !== undefined) load.seen.add(name);
    this.#merge(page.filter(({ FunctionName: name }) => name !== undefined && !this.#fresh.has(name)));
  }

  /** What no page had is gone, unless it was read by itself meanwhile. */
  endLoad(load: ListLoad): void {
    for (const name of this.#names) {
      if (!load.seen.has(name) && !this.#fresh.has(name)) this.#byName.delete(name);
    }
    this.#dropMissing();
  }

  #merge(configurations: readonly FunctionConfiguration[]): void {
    const added: string[] = [];
    for (const configuration of configurations) {
      const name = configuration.FunctionName ?? '';
      if (!this.#byName.has(name)) added.push(name);
      this.#byName.set(name, configuration);
    }
    this.#names = mergeSorted(this.#names, added.sort());
    this.#view = undefined;
  }

  #dropMissing(): void {
    this.#names = this.#names.filter((name) => this.#byName.has(name));
    this.#view = undefined;
  }
}

function mergeSorted(left: readonly string[], right: readonly string[]): readonly string[] {
  if (right.length === 0) return left;
  const merged: string[] = [];
  let at = 0;
  for (const name of left) {
    for (let next = right[at]; next !== undefined && next < name; next = right[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(name);
  }
  return [...merged, ...right.slice(at)];
}
