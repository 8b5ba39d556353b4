/** Statistics of the invocations that are shown, all together and by source; only what changed is counted again. */

import { listPrices } from '../../lambda/cost.ts';
import { type CostContext, StatisticsOf } from '../../lambda/logStatistics.ts';
import type { TailedInvocation, TailSource, TailStatistics } from '../../protocol/logPanel.ts';
import { rowKeyOf } from './logStore.ts';

export class RowStatistics {
  readonly #all = new StatisticsOf();
  readonly #bySource = new Map<string, StatisticsOf>();
  #counted = new Map<string, TailedInvocation>();

  update(invocations: readonly TailedInvocation[], sources: readonly TailSource[]): TailStatistics {
    const costs = new Map(sources.map((source) => [source.id, costOf(source)]));
    const counted = new Map<string, TailedInvocation>();
    for (const tailed of invocations) {
      const key = rowKeyOf(tailed);
      counted.set(key, tailed);
      if (this.#counted.get(key) === tailed) continue;
      const cost = costs.get(tailed.sourceId);
      this.#all.put(key, tailed.invocation, cost);
      this.#of(tailed.sourceId).put(key, tailed.invocation, cost);
    }
    for (const [key, { sourceId }] of this.#counted) {
      if (counted.has(key)) continue;
      this.#all.remove(key);
      this.#of(sourceId).remove(key);
    }
    this.#counted = counted;
    const all = this.#all.read();
    // Reading is what costs: of one source alone it is the same figures twice.
    const readOf = (id: string) => (this.#of(id).size === this.#all.size ? all : this.#of(id).read());
    return { all, bySource: Object.fromEntries(sources.map(({ id }) => [id, readOf(id)])) };
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
