/** From a request's first line and headers to the operation it asks for, before its body is read. */

import type { IncomingMessage } from 'node:http';
import { limits } from '../../lambda/limits.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import { lambdaCapitalMessage, lambdaOperation, lambdaRoutes, lambdaSigningName } from '../wire/lambdaService.ts';
import { isLogsOperation, logsOperation, logsSigningName, logsTargetPrefix } from '../wire/logsService.ts';
import type { Operation, WireResponse } from '../wire/operation.ts';
import { awsJsonError, restJsonError } from '../wire/wireErrors.ts';
import { lambdaErrors } from './lambdaErrors.ts';
import { logsErrors } from './logsErrors.ts';
import { type AnyAction, lambdaActions, logsActions } from './operations.ts';

/** Everything about an operation that is known without its input. */
export interface RequestRoute {
  readonly signingName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly bodyLimit: number;
  readonly tooLarge: () => LambdaServiceError;
  /** `undefined` when `refusal` is to be answered instead, once the signature has been checked. */
  readonly operation: { readonly codec: Operation; readonly action: AnyAction } | undefined;
  readonly refusal: LambdaServiceError | undefined;
  readonly writeError: (error: LambdaServiceError) => WireResponse;
}

const otherBodyLimit = limits.asyncPayloadBytes;
/** A full batch of PutLogEvents is 1 MB before it becomes JSON. */
const logsBodyLimit = 4 * 1024 * 1024;

const writeLambdaError = (error: LambdaServiceError) => restJsonError(error, lambdaCapitalMessage);

/** `path` and `query` as they were sent. */
export function routeRequest(request: IncomingMessage, path: string, query: string): RequestRoute {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? routeLogs(target) : routeLambda(request, path, query);
}

function routeLogs(target: string): RequestRoute {
  const name = target.startsWith(logsTargetPrefix) ? target.slice(logsTargetPrefix.length) : '';
  const codec = logsOperation(name);
  return {
    signingName: logsSigningName,
    labels: {},
    bodyLimit: logsBodyLimit,
    tooLarge: () => logsErrors.batchTooLarge(),
    operation: codec === undefined ? undefined : { codec, action: logsActions[name as keyof typeof logsActions] },
    refusal: codec === undefined ? unknownLogsOperation(name, target) : undefined,
    writeError: awsJsonError,
  };
}

function unknownLogsOperation(name: string, target: string): LambdaServiceError {
  return isLogsOperation(name)
    ? logsErrors.notAnsweredYet(name)
    : new LambdaServiceError('UnknownOperationException', 400, `Unknown operation: ${target}`);
}

function routeLambda(request: IncomingMessage, path: string, query: string): RequestRoute {
  const route = findRoute(request.method ?? '', path, query);
  const name = route?.operation ?? '';
  const codec = lambdaOperation(name);
  const { bodyLimit, tooLarge } = lambdaBodyLimit(name, request.headers['x-amz-invocation-type']);
  return {
    signingName: lambdaSigningName,
    labels: route?.labels ?? {},
    bodyLimit,
    tooLarge,
    operation: codec === undefined ? undefined : { codec, action: lambdaActions[name as keyof typeof lambdaActions] },
    refusal: codec === undefined ? unknownLambdaOperation(name) : undefined,
    writeError: writeLambdaError,
  };
}

/** A path with a broken escape belongs to no operation. */
function findRoute(method: string, path: string, query: string) {
  try {
    return lambdaRoutes.find(method, path, query);
  } catch {
    return undefined;
  }
}

const codeOperations: ReadonlySet<string> = new Set(['CreateFunction', 'UpdateFunctionCode', 'PublishLayerVersion']);

function lambdaBodyLimit(operation: string, invocationType: string | string[] | undefined) {
  if (operation === 'InvokeAsync') {
    return {
      bodyLimit: limits.asyncPayloadBytes,
      tooLarge: () => lambdaErrors.payloadTooLarge(limits.asyncPayloadBytes),
    };
  }
  if (operation === 'Invoke' || operation === 'InvokeWithResponseStream') {
    const bodyLimit = invocationType === 'Event' ? limits.asyncPayloadBytes : limits.syncPayloadBytes;
    return { bodyLimit, tooLarge: () => lambdaErrors.payloadTooLarge(bodyLimit) };
  }
  const carriesCode = codeOperations.has(operation);
  const bodyLimit = carriesCode ? limits.createRequestBytes : otherBodyLimit;
  return { bodyLimit, tooLarge: () => lambdaErrors.requestTooLarge(operation, bodyLimit) };
}

/** AWS answers a path without an operation as if permission for it were missing. */
function unknownLambdaOperation(name: string): LambdaServiceError {
  return name === ''
    ? new LambdaServiceError(
        'AccessDeniedException',
        403,
        'Unable to determine service/operation name to be authorized',
      )
    : lambdaErrors.notAnsweredYet(name);
}
