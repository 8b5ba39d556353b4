/** Which targets have a function of one name: what the invoke panel's target menu offers, and why not. */

import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/clock.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { TargetChoice } from '../../protocol/invokeRuns.ts';
import { toHumanError } from '../awsErrors.ts';
import type { FunctionCatalog } from '../functionCatalog.ts';
import { targetSummary } from '../invokeModel.ts';
import type { Target } from '../target.ts';

export interface TargetQuestion {
  readonly functionName: string;
  readonly targets: readonly Target[];
  readonly catalog: Pick<FunctionCatalog, 'find'>;
  readonly clock: Clock;
  readonly accountOf: (targetId: string) => string | undefined;
  /** Why this target must not be asked now; `undefined` where it may. */
  readonly obstacleOf: (target: Target) => string | undefined;
}

/** A menu that stands open does not wait longer for one Region. */
const answerMs = 8000;

/** All targets at once, in their order. What the catalog knows already is not asked for. */
export function targetChoices(question: TargetQuestion, signal?: AbortSignal): Promise<readonly TargetChoice[]> {
  return Promise.all(
    question.targets.map(async (target) => {
      const obstacle = await obstacleOn(target, question, signal);
      const summary = targetSummary(target, question.accountOf(target.id));
      return obstacle === undefined ? { target: summary } : { target: summary, obstacle };
    }),
  );
}

async function obstacleOn(target: Target, question: TargetQuestion, signal?: AbortSignal): Promise<string | undefined> {
  const { functionName, catalog, clock, obstacleOf } = question;
  const obstacle = obstacleOf(target);
  if (obstacle !== undefined) return obstacle;
  if (catalog.find(target.id, functionName)) return undefined;
  try {
    await withDeadline(clock, answerMs, `Find ${functionName}`, (inner) => ask(target, functionName, inner), signal);
    return undefined;
  } catch (error) {
    if (error instanceof LambdaServiceError && error.code === 'ResourceNotFoundException') {
      return 'has no function of this name';
    }
    return toHumanError(error, { action: `Find ${functionName}`, targetLabel: target.label }).message;
  }
}

async function ask(target: Target, functionName: string, signal: AbortSignal): Promise<void> {
  const { lambda } = await target.connect(signal);
  await lambda.getFunctionConfiguration({ FunctionName: functionName }, { signal });
}
