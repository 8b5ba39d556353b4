/** An Invoke's output as the invoke panel shows it: payload, failure, log, report and price. */

import type { FunctionConfiguration, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { asObject, asText, parseJsonObject } from '../base/json.ts';
import { costBasis, type InvocationUsage, invocationCostUSD, type PriceTable } from '../lambda/cost.ts';
import { parseInvocationLog } from '../lambda/invocationLog.ts';
import type { InvocationRecord, Report } from '../lambda/invocationRecord.ts';
import { defaultLogGroupName } from '../lambda/names.ts';
import type { RunAnswer, RunResult } from '../protocol/invokePanel.ts';
import { functionErrorOf } from './functionError.ts';

/** What the output alone does not tell. */
export interface AnsweredRun {
  readonly functionName: string;
  readonly region: string;
  readonly configuration: FunctionConfiguration | undefined;
  readonly prices: PriceTable;
  readonly eventText: string;
  readonly startedAt: number;
  readonly clientMs: number;
  readonly receivedAt: number;
}

export type InvokeOutput = Pick<
  InvokeCommandOutput,
  'Payload' | 'FunctionError' | 'LogResult' | 'StatusCode' | 'ExecutedVersion' | '$metadata'
>;

export function runAnswerOf(output: InvokeOutput, run: AnsweredRun): RunAnswer {
  const payload = payloadOf(output.Payload ?? new Uint8Array());
  const requestId = output.$metadata.requestId ?? '';
  const log = logOf(output.LogResult, requestId, run);
  const timeoutS = run.configuration?.Timeout;
  return {
    kind: 'answer',
    startedAt: run.startedAt,
    statusCode: output.StatusCode ?? 0,
    executedVersion: output.ExecutedVersion,
    requestId,
    clientMs: run.clientMs,
    ...payload,
    ...(infersHttp(run.eventText) ? { infersHttp: true } : {}),
    functionError:
      output.FunctionError === undefined ? undefined : functionErrorOf(output.FunctionError, payload.payloadText ?? ''),
    report: log?.report,
    ...priceOf(log?.report, run),
    ...(timeoutS === undefined ? {} : { timeoutMs: timeoutS * 1000 }),
    log,
  };
}

/** The result with the name of the test event that was sent. */
export function ofTestEvent(result: RunResult, testEventName = ''): RunResult {
  return result.kind === 'answer' && testEventName !== '' ? { ...result, testEventName } : result;
}

/** Text where the bytes are UTF-8, and the bytes themselves where they are not: nothing is replaced by U+FFFD. */
export function payloadOf(bytes: Uint8Array): Pick<RunAnswer, 'payloadText' | 'payloadBase64' | 'payloadBytes'> {
  const payloadBytes = bytes.byteLength;
  if (payloadBytes === 0) return { payloadText: undefined, payloadBytes };
  try {
    return { payloadText: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), payloadBytes };
  } catch {
    return { payloadText: undefined, payloadBase64: Buffer.from(bytes).toString('base64'), payloadBytes };
  }
}

/** Larger events are no HTTP request: API Gateway ends at 10 MB, Lambda at 6. */
const largestEvent = 6 * 1024 * 1024;

/** Format 2.0 of API Gateway, which function URLs use too: an answer without `statusCode` is taken as the body of a 200. */
function infersHttp(eventText: string): boolean {
  if (eventText.length > largestEvent || !eventText.includes('"2.0"') || !eventText.includes('"http"')) return false;
  const event = parseJsonObject(eventText);
  return asText(event?.['version']) === '2.0' && asObject(asObject(event?.['requestContext'])?.['http']) !== undefined;
}

function logOf(logResult: string | undefined, requestId: string, run: AnsweredRun): InvocationRecord | undefined {
  if (logResult === undefined) return undefined;
  return parseInvocationLog(Buffer.from(logResult, 'base64').toString('utf8'), {
    requestId,
    logGroupName: run.configuration?.LoggingConfig?.LogGroup ?? defaultLogGroupName(run.functionName),
    receivedAt: run.receivedAt,
  });
}

function priceOf(report: Report | undefined, run: AnsweredRun): Pick<RunAnswer, 'costUSD' | 'costBasis'> {
  if (!report) return { costUSD: undefined };
  const ephemeralStorageMB = run.configuration?.EphemeralStorage?.Size;
  const usage: InvocationUsage = {
    region: run.region,
    architecture: run.configuration?.Architectures?.[0] ?? 'x86_64',
    memorySizeMB: report.memorySizeMB,
    billedDurationMs: report.billedDurationMs,
    ...(ephemeralStorageMB === undefined ? {} : { ephemeralStorageMB }),
  };
  const costUSD = invocationCostUSD(run.prices, usage);
  return costUSD === undefined ? { costUSD } : { costUSD, costBasis: costBasis(run.prices, usage) };
}
