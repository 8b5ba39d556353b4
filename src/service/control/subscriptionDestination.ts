/** The function that a subscription filter sends to. Streams of other services are stored as destinations and get nothing. */

import { functionArn, parseFunctionReference } from '../../lambda/names.ts';
import type { ActionContext } from './context.ts';
import { logsErrors } from './logsErrors.ts';

export function isFunctionArn(arn: string): boolean {
  return /^arn:[a-z-]+:lambda:/.test(arn);
}

/** Throws what AWS answers when it cannot call the function, for whatever reason. */
export function requireDestination(arn: string, { parts, region }: ActionContext): void {
  const reference = parseFunctionReference(arn);
  const plain = functionArn(region, parts.accountId, reference?.name ?? '');
  const isOwn = arn === plain || arn === `${plain}:${reference?.qualifier}`;
  const stored = isOwn && reference && parts.functions.get({ region, name: reference.name }, '$LATEST');
  if (!stored) throw logsErrors.cannotExecute();
}
