/** What subscription filters and metric filters have in common: their limits, and pages of them. */

import type { LogFilterStore } from '../logs/logFilterStore.ts';
import type { LogGroup } from '../logs/logGroup.ts';
import type { ActionContext } from './context.ts';
import { requireFilter } from './logGroupTarget.ts';
import { logsErrors } from './logsErrors.ts';
import { nameToken, readNameToken } from './logTokens.ts';

const mostWithExpressions = 5;
const pageSize = 50;

interface WithPattern {
  readonly filterPattern: string;
}

/** Throws `LimitExceededException` for one filter too many of its kind, or with a regular expression of any kind. */
export function checkLimits<RecordType extends WithPattern>(
  filters: LogFilterStore<RecordType>,
  group: LogGroup,
  name: string,
  atMost: number,
  expressions: number,
  { parts }: ActionContext,
): void {
  const others = filters.ofGroup(group.id).filter((filter) => filter.name !== name);
  if (others.length >= atMost) throw logsErrors.limitExceeded();
  if (expressions === 0) return;
  const all = [...parts.subscriptionFilters.ofGroup(group.id), ...parts.metricFilters.ofGroup(group.id)];
  const withExpressions = all.filter(
    (filter) => filter.name !== name && requireFilter(filter.record.filterPattern).expressions > 0,
  );
  if (withExpressions.length >= mostWithExpressions) throw logsErrors.limitExceeded();
}

/** One page of what is in the order of its keys. */
export function pageByKey<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { limit = pageSize, nextToken }: { readonly limit?: number | undefined; readonly nextToken?: string | undefined },
): { readonly page: readonly Item[]; readonly nextToken?: string } {
  const after = readNameToken(nextToken);
  const left = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return left.length > page.length && last !== undefined ? { page, nextToken: nameToken(keyOf(last)) } : { page };
}
