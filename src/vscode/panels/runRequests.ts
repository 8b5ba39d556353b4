/** Answers what the invoke panel's view asks about runs beyond the one that is shown. */

import { targetChoices } from '../../app/runs/targetChoices.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import type { HandlersFor } from '../../protocol/channel.ts';
import type { RunRequests } from '../../protocol/invokeRuns.ts';
import { untrustedLocalNotice } from '../messages.ts';
import type { PanelFactsOptions } from './panelFacts.ts';

export interface RunRequestsOptions extends PanelFactsOptions {
  readonly targets: TargetRegistry;
  readonly clock: Clock;
}

export function runRequests(options: RunRequestsOptions): HandlersFor<RunRequests> {
  const { key, targets, catalog, accounts, trust, clock } = options;
  return {
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
