/** Statistics over what is held: of every source, and of all together. */

import { type CostContext, StatisticsOf } from '../../lambda/logStatistics.ts';
import type { TailedInvocation, TailStatistics } from '../../protocol/logPanel.ts';

/** Percentiles of many invocations are sorted anew after a change, so not for every batch. */
const intervalMs = 500;
const fewInvocations = 2_000;

export class HeldStatistics {
  readonly #all = new StatisticsOf();
  readonly #sources = new Map<string, { readonly of: StatisticsOf; readonly cost: CostContext | undefined }>();
  readonly #keys = new Map<string, Set<string>>();
  #nextAt = 0;

  addSource(sourceId: string, cost: CostContext | undefined): void {
    this.#sources.set(sourceId, { of: new StatisticsOf(), cost });
    this.#keys.set(sourceId, new Set());
  }

  removeSource(sourceId: string): void {
    for (const key of this.#keys.get(sourceId) ?? []) this.#all.remove(`${sourceId}\n${key}`);
    this.#sources.delete(sourceId);
    this.#keys.delete(sourceId);
  }

  put({ sourceId, invocation }: TailedInvocation): void {
    const source = this.#sources.get(sourceId);
    this.#keys.get(sourceId)?.add(invocation.key);
    source?.of.put(invocation.key, invocation, source.cost);
    this.#all.put(`${sourceId}\n${invocation.key}`, invocation, source?.cost);
  }

  remove(sourceId: string, key: string): void {
    this.#keys.get(sourceId)?.delete(key);
    this.#sources.get(sourceId)?.of.remove(key);
    this.#all.remove(`${sourceId}\n${key}`);
  }

  clear(): void {
    this.#all.clear();
    for (const { of } of this.#sources.values()) of.clear();
    for (const keys of this.#keys.values()) keys.clear();
  }

  /** `nowMs`: monotonic. */
  isDue(nowMs: number): boolean {
    if (nowMs < this.#nextAt && this.#all.size > fewInvocations) return false;
    this.#nextAt = nowMs + intervalMs;
    return true;
  }

  read(): TailStatistics {
    const sources = [...this.#sources].map(([id, { of }]) => [id, of.read()] as const);
    return { all: this.#all.read(), bySource: Object.fromEntries(sources) };
  }
}
