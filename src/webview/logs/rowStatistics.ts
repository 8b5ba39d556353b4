/** Statistics of the invocations that are shown, all together and by source; only what changed is counted again. */

import { listPrices } from '../../lambda/cost.ts';
import { type CostContext, StatisticsOf } from '../../lambda/logStatistics.ts';
import type { TailedInvocation, TailSource, TailStatistics } from '../../protocol/logPanel.ts';
import { rowKeyOf } from './logStore.ts';

export class RowStatistics {
  #all = new StatisticsOf();
  #bySource = new Map<string, StatisticsOf>();
  #counted = new Map<string, TailedInvocation>();
  /** One source alone has the figures of all: they are counted once. */
  #isAlone = true;

  update(invocations: readonly TailedInvocation[], sources: readonly TailSource[]): TailStatistics {
    if (this.#isAlone !== sources.length < 2) this.#begin(sources.length < 2);
    const costs = new Map(sources.map((source) => [source.id, costOf(source)]));
    const counted = new Map<string, TailedInvocation>();
    for (const tailed of invocations) {
      const key = rowKeyOf(tailed);
      counted.set(key, tailed);
      if (this.#counted.get(key) === tailed) continue;
      const cost = costs.get(tailed.sourceId);
      this.#all.put(key, tailed.invocation, cost);
      if (!this.#isAlone) this.#of(tailed.sourceId).put(key, tailed.invocation, cost);
    }
    for (const [key, { sourceId }] of this.#counted) {
      if (counted.has(key)) continue;
      this.#all.remove(key);
      if (!this.#isAlone) this.#of(sourceId).remove(key);
    }
    this.#counted = counted;
    const all = this.#all.read();
    const readOf = (id: string) => (this.#isAlone ? all : this.#of(id).read());
    return { all, bySource: Object.fromEntries(sources.map(({ id }) => [id, readOf(id)])) };
  }

  #begin(isAlone: boolean): void {
    this.#isAlone = isAlone;
    this.#all = new StatisticsOf();
    this.#bySource = new Map();
    this.#counted = new Map();
  }

  #of(sourceId: string): StatisticsOf {
    let statistics = this.#bySource.get(sourceId);
    if (!statistics) {
      statistics = new StatisticsOf();
      this.#bySource.set(sourceId, statistics);
    }
    return statistics;
  }
}

function costOf({ region, architecture }: TailSource): CostContext | undefined {
  return region === undefined || architecture === undefined ? undefined : { prices: listPrices, region, architecture };
}
