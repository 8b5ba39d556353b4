/** Answers what the invoke panel's view asks about runs beyond the one that is shown. */

import type { RunHistory } from '../../app/runs/runHistory.ts';
import { targetChoices } from '../../app/runs/targetChoices.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import type { HandlersFor } from '../../protocol/channel.ts';
import type { ElsewhereRequests } from '../../protocol/elsewhere.ts';
import type { RunRequests } from '../../protocol/invokeRuns.ts';
import type { RepeatRequests } from '../../protocol/repeatRuns.ts';
import { untrustedLocalNotice } from '../messages.ts';
import type { PanelFactsOptions } from './panelFacts.ts';

export interface RunRequestsOptions extends PanelFactsOptions {
  readonly targets: TargetRegistry;
  readonly clock: Clock;
  readonly history: RunHistory;
}

export function runRequests(
  options: RunRequestsOptions,
): HandlersFor<Omit<RunRequests, 'invokeCold' | keyof RepeatRequests | keyof ElsewhereRequests>> {
  const { key, targets, catalog, accounts, trust, clock, history } = options;
  return {
    keptRun: async ({ runId }) => (await history.read(runId)) ?? null,
    findRuns: ({ text }) => history.find(text),
    pinRun: async ({ runId, isPinned }) => {
      await history.pin(runId, isPinned);
      return undefined;
    },
    clearHistory: async () => {
      await history.clear();
      return undefined;
    },
    targetChoices: () =>
      targetChoices({
        functionName: key.functionName,
        targets: targets.list(),
        catalog,
        clock,
        accountOf: (targetId) => accounts.known(targetId),
        obstacleOf: (target) => (target.runsHere && !trust.isTrusted ? untrustedLocalNotice : undefined),
      }),
  };
}
