/** A run whose request failed, as the invoke panel tells it: the code, the words of the service, and what would help. */

import { type HumanAction, HumanError, messageOf } from '../base/humanError.ts';
import { LambdaServiceError } from '../lambda/serviceError.ts';
import type { RefusalAction, RefusalCommand, RunResult } from '../protocol/invokePanel.ts';
import { toHumanError } from './awsErrors.ts';
import { isConnectionLost, systemCodeOf } from './connectionErrors.ts';
import type { Target } from './target.ts';

export interface RefusedRun {
  readonly functionName: string;
  readonly target: Pick<Target, 'label'>;
  readonly startedAt: number;
}

export function refusalOf(error: unknown, { functionName, target, startedAt }: RefusedRun): RunResult {
  if (error instanceof HumanError) {
    const action = offered(error.action);
    return {
      kind: 'refused',
      code: 'NotSent',
      message: error.message,
      hint: undefined,
      ...(action ? { action } : {}),
      startedAt,
    };
  }
  const name = error instanceof Error ? error.name : 'Error';
  const code = error instanceof LambdaServiceError ? error.code : (systemCodeOf(error) ?? name);
  const human = toHumanError(error, { action: `Invoke ${functionName}`, targetLabel: target.label });
  const action = offered(human.action);
  return {
    kind: 'refused',
    code,
    message: messageOf(error),
    hint: isConnectionLost(error) ? `${human.message} ${mayHaveRun}` : human.message,
    ...(action ? { action } : {}),
    startedAt,
  };
}

/** An invocation is sent once: whether a broken one was received, nobody can tell from here. */
const mayHaveRun = 'The function may have run all the same: its log tells.';

const commands: readonly RefusalCommand[] = ['signIn', 'refresh', 'restartLocalService', 'openLog'];

function offered(action: HumanAction | undefined): RefusalAction | undefined {
  const command = commands.find((candidate) => action?.command === `lambdaWorkbench.${candidate}`);
  return action && command && { label: action.label, command };
}
