/** The second argument of every handler. */

import type { NextInvocation } from './runtimeClient.ts';

/** Fields as Lambda's Node.js runtime names them; the callback members are added where the handler's style has them. */
export function buildContext(next: NextInvocation): Record<string, unknown> {
  const environment = process.env;
  return {
    functionVersion: environment['AWS_LAMBDA_FUNCTION_VERSION'],
    functionName: environment['AWS_LAMBDA_FUNCTION_NAME'],
    memoryLimitInMB: environment['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: environment['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: environment['AWS_LAMBDA_LOG_STREAM_NAME'],
    clientContext: parseHeader(next.clientContext, 'lambda-runtime-client-context'),
    identity: parseHeader(next.cognitoIdentity, 'lambda-runtime-cognito-identity'),
    invokedFunctionArn: next.invokedFunctionArn,
    awsRequestId: next.requestId,
    xRayTraceId: next.traceId,
    tenantId: next.tenantId,
    getRemainingTimeInMillis: () => next.deadlineMs - Date.now(),
  };
}

function parseHeader(text: string | undefined, name: string): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Failed to parse ${name} as JSON: ${(error as Error).message}`);
  }
}
