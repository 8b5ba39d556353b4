/** One call of a soak run, and what its answer may be while the service is killed now and then. */

import type { InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import type { SoakJournal } from './journal.ts';
import type { SoakService } from './soakService.ts';

/** Sends; `undefined` when the service was ended meanwhile or throttled the caller. Everything else is a fault. */
export async function call<Output>(
  service: SoakService,
  journal: SoakJournal,
  what: string,
  send: (lambda: LambdaClient) => Promise<Output>,
  tolerated: readonly string[] = [],
): Promise<Output | undefined> {
  const { lambda } = await service.alive();
  const life = service.lives;
  try {
    const output = await send(lambda);
    journal.count(what);
    return output;
  } catch (error) {
    const { name, message } = error as Error;
    if (service.lives !== life || service.isEnding) journal.count('cut off by the end of the service');
    else if (name === 'TooManyRequestsException') journal.count('throttled');
    else if (tolerated.includes(name)) journal.count(`${what}: ${name}`);
    else journal.fault(`${what}: ${name}: ${message}`);
    return undefined;
  }
}

export interface FunctionAnswer {
  readonly payload: string;
  /** Of the error object; `undefined` for an answer. */
  readonly errorType: string | undefined;
  readonly errorMessage: string;
  /** Killed by us: any call on a function whose environments are killed may meet it. */
  readonly wasKilled: boolean;
}

export function readAnswer({
  Payload,
  FunctionError,
}: Pick<InvokeCommandOutput, 'Payload' | 'FunctionError'>): FunctionAnswer {
  const payload = Buffer.from(Payload ?? []).toString();
  if (FunctionError === undefined) return { payload, errorType: undefined, errorMessage: '', wasKilled: false };
  const { errorType = '', errorMessage = '' } = JSON.parse(payload) as { errorType?: string; errorMessage?: string };
  const wasKilled = errorType === 'Runtime.ExitError' && errorMessage.endsWith('signal: killed');
  return { payload, errorType, errorMessage, wasKilled };
}
