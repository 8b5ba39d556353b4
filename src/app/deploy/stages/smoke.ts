/** Tries what was deployed with one event: whether it answers, how long it takes, how long it took to start. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { parseInvocationLog } from '../../../lambda/invocationLog.ts';
import { limits } from '../../../lambda/limits.ts';
import { defaultLogGroupName } from '../../../lambda/names.ts';
import { functionErrorOf } from '../../functionError.ts';
import { TestEventFolder } from '../../testEvents/testEventFolder.ts';
import type { SmokeResult } from '../deployment.ts';
import type { RedeployRun } from '../redeployRun.ts';

/** Above the function's own timeout: a cold start and the way. */
const marginMs = 30_000;

/** A function that fails is a result. Rejects where it could not be asked. `qualifier`: the version that was published. */
export async function smokeStage(
  run: RedeployRun,
  configuration: FunctionConfiguration,
  qualifier: string | undefined,
): Promise<SmokeResult> {
  const { link, connection, clock, signal } = run;
  const eventText = await eventOf(run);
  const output = await connection.lambda.invoke(
    {
      FunctionName: link.functionName,
      Payload: new TextEncoder().encode(eventText),
      LogType: 'Tail',
      ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
    },
    { signal, requestTimeoutMs: (configuration.Timeout ?? limits.timeoutMaxS) * 1000 + marginMs },
  );
  const log = parseInvocationLog(Buffer.from(output.LogResult ?? '', 'base64').toString('utf8'), {
    requestId: output.$metadata.requestId ?? '',
    logGroupName: configuration.LoggingConfig?.LogGroup ?? defaultLogGroupName(link.functionName),
    receivedAt: clock.now(),
  });
  const { durationMs, initDurationMs } = log?.report ?? {};
  const failure = output.FunctionError;
  return {
    isOk: failure === undefined,
    ...(failure === undefined ? {} : { error: errorText(failure, output.Payload) }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(initDurationMs === undefined ? {} : { initDurationMs }),
  };
}

/** In braces it is the event; a name is a test event's of the workspace. */
async function eventOf({ link, root }: RedeployRun): Promise<string> {
  const { smokeEvent = '' } = link;
  if (typeof smokeEvent !== 'string') return JSON.stringify(smokeEvent);
  return await new TestEventFolder(root, link.functionName).read(smokeEvent);
}

function errorText(header: string, payload: Uint8Array | undefined): string {
  const { errorType, errorMessage } = functionErrorOf(header, new TextDecoder().decode(payload));
  return `${errorType}: ${errorMessage}`;
}
