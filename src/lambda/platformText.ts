/** Platform lines in the `Text` log format: tabs between fields, one line per event. Parsed here and written here. */

import type { ReportTrace } from './invocationRecord.ts';
import { numberField, parseLineFields } from './lineFields.ts';
import type { PlatformLine } from './platformLine.ts';
import { formatReport, parseReport } from './reportLine.ts';

const opening =
  /^(?:START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION|TELEMETRY|LOGS|XRAY)\b/;
const timedOut = /^(?:\S+Z (\S+)|RequestId: (\S+) Error:) Task timed out after (\d+(?:\.\d+)?) seconds\s*$/;
/** Lambda's own failure lines are short; matching them against a megabyte of the function's would take its time. */
const longestFailureLine = 1_000;
const exited =
  /^RequestId: (\S+) (?:Error: (Runtime exited .*|Runtime failed .*)|(Process exited before completing request)[^\r\n]*)(?:[\r\n]+(\S+))?\s*$/;

/** Reads a message that Lambda wrote. `undefined` for what the function wrote, and for lines cut beyond use. */
export function parsePlatformText(message: string): PlatformLine | undefined {
  const word = opening.exec(message)?.[0];
  if (word !== undefined) return parseOpened(word, message);
  return message.length > longestFailureLine ? undefined : (parseTimeout(message) ?? parseExit(message));
}

function parseOpened(word: string, message: string): PlatformLine | undefined {
  switch (word) {
    case 'START': {
      const match = /^START RequestId: (\S+)(?: Version: (\S+))?/.exec(message);
      return match?.[1] === undefined ? undefined : { type: 'start', requestId: match[1], version: match[2] };
    }
    case 'END': {
      const requestId = /^END RequestId: (\S+)/.exec(message)?.[1];
      return requestId === undefined ? undefined : { type: 'end', requestId };
    }
    case 'REPORT': {
      const report = parseReport(message);
      return report ? { type: 'report', requestId: report.requestId, report } : parseCutReport(message);
    }
    case 'INIT_START':
    case 'RESTORE_START':
      return parseVersion(word === 'INIT_START' ? 'initStart' : 'restoreStart', message);
    case 'INIT_REPORT':
    case 'RESTORE_REPORT':
      return parsePhaseReport(word, message.slice(word.length + 1));
    case 'XRAY':
      return parseTrace(message);
    default:
      return parseSubscriber(word, message);
  }
}

/** A REPORT without its duration was cut off on its way: it says whose it is, and no more. */
function parseCutReport(message: string): PlatformLine | undefined {
  const requestId = /^REPORT RequestId: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(message)?.[1];
  return requestId === undefined ? undefined : { type: 'unknown', name: 'REPORT', requestId };
}

function parseVersion(type: 'initStart' | 'restoreStart', message: string): PlatformLine | undefined {
  const match = /^\w+ Runtime Version: ([^\t\r\n]+)(?:\tRuntime Version ARN: ([^\t\r\n]+))?/.exec(message);
  return match ? { type, runtimeVersion: match[1]?.trim(), runtimeVersionArn: match[2]?.trim() } : undefined;
}

function parsePhaseReport(word: string, text: string): PlatformLine | undefined {
  const fields = parseLineFields(text);
  const outcome = { status: fields.get('Status'), errorType: fields.get('Error Type') };
  if (word === 'INIT_REPORT') {
    const durationMs = numberField(fields, 'Init Duration');
    return durationMs === undefined
      ? undefined
      : { type: 'initReport', durationMs, phase: fields.get('Phase'), ...outcome };
  }
  const durationMs = numberField(fields, 'Restore Duration');
  return durationMs === undefined ? undefined : { type: 'restoreReport', durationMs, ...outcome };
}

function parseTrace(message: string): PlatformLine | undefined {
  const fields = parseLineFields(message);
  const traceId = fields.get('XRAY TraceId');
  if (traceId === undefined) return undefined;
  const trace: ReportTrace = {
    traceId,
    segmentId: fields.get('SegmentId') ?? '',
    sampled: fields.get('Sampled') === 'true',
  };
  return { type: 'xray', trace };
}

/** `EXTENSION\tName: x\tState: Ready\tEvents: [INVOKE, SHUTDOWN]` and its two relatives. */
function parseSubscriber(word: string, message: string): PlatformLine | undefined {
  const fields = parseLineFields(message);
  const name = fields.get('Name');
  const state = fields.get('State');
  if (name === undefined || state === undefined) return undefined;
  if (word === 'EXTENSION') {
    return {
      type: 'extension',
      name,
      state,
      events: listOf(fields.get('Events')),
      errorType: fields.get('Error Type'),
    };
  }
  const type = word === 'TELEMETRY' ? 'telemetrySubscription' : 'logsSubscription';
  return { type, name, state, types: listOf(fields.get('Types')) };
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .replace(/^\[|\]$/g, '')
    .split(/[,\s]+/)
    .filter((item) => item !== '');
}

function parseTimeout(message: string): PlatformLine | undefined {
  const match = timedOut.exec(message);
  const requestId = match?.[1] ?? match?.[2];
  if (!match || requestId === undefined) return undefined;
  return { type: 'timeout', requestId, timeoutMs: Math.round(Number(match[3]) * 1000) };
}

function parseExit(message: string): PlatformLine | undefined {
  const match = exited.exec(message);
  const reason = match?.[2] ?? match?.[3];
  if (match?.[1] === undefined || reason === undefined) return undefined;
  return { type: 'exit', requestId: match[1], reason: reason.trim(), errorType: match[4] };
}

/** The message as Lambda writes it, newline included. `timestamp` (milliseconds since 1970) is part of a timeout's text. */
export function formatPlatformText(line: PlatformLine, timestamp = 0): string {
  switch (line.type) {
    case 'initStart':
    case 'restoreStart': {
      const word = line.type === 'initStart' ? 'INIT_START' : 'RESTORE_START';
      return `${word} Runtime Version: ${line.runtimeVersion ?? ''}\tRuntime Version ARN: ${line.runtimeVersionArn ?? ''}\n`;
    }
    case 'initReport':
      return `INIT_REPORT Init Duration: ${line.durationMs.toFixed(2)} ms\tPhase: ${line.phase ?? 'init'}${outcomeText(line)}\n`;
    case 'restoreReport':
      return `RESTORE_REPORT Restore Duration: ${line.durationMs.toFixed(2)} ms${outcomeText(line)}\n`;
    case 'start':
      return `START RequestId: ${line.requestId} Version: ${line.version ?? '$LATEST'}\n`;
    case 'end':
      return `END RequestId: ${line.requestId}\n`;
    case 'report':
      return formatReport(line.report);
    case 'extension':
      return `EXTENSION\tName: ${line.name}\tState: ${line.state}\tEvents: [${line.events.join(', ')}]${outcomeText(line)}\n`;
    case 'telemetrySubscription':
    case 'logsSubscription': {
      const word = line.type === 'telemetrySubscription' ? 'TELEMETRY' : 'LOGS';
      return `${word}\tName: ${line.name}\tState: ${line.state}\tTypes: [${line.types.join(', ')}]\n`;
    }
    case 'xray':
      return `XRAY TraceId: ${line.trace.traceId}\tSegmentId: ${line.trace.segmentId}\tSampled: ${line.trace.sampled}\t\n`;
    case 'timeout':
      return `${new Date(timestamp).toISOString()} ${line.requestId} Task timed out after ${(line.timeoutMs / 1000).toFixed(2)} seconds\n\n`;
    case 'exit':
      return `RequestId: ${line.requestId} Error: ${line.reason}\n${line.errorType === undefined ? '' : `${line.errorType}\n`}`;
    // Records without a text form, told in its manner so that a JSON log reads the same.
    case 'initRuntimeDone':
      return `INIT_RUNTIME_DONE${line.phase === undefined ? '' : `\tPhase: ${line.phase}`}${outcomeText(line)}\n`;
    case 'restoreRuntimeDone':
      return `RESTORE_RUNTIME_DONE${outcomeText(line)}\n`;
    case 'runtimeDone':
      return `RUNTIME_DONE RequestId: ${line.requestId}${outcomeText(line)}\n`;
    case 'logsDropped':
      return `LOGS_DROPPED\tRecords: ${line.records}\tBytes: ${line.bytes}\tReason: ${line.reason ?? 'unknown'}\n`;
    case 'unknown':
      return `${line.name}${line.requestId === undefined ? '' : ` RequestId: ${line.requestId}`}\n`;
  }
}

function outcomeText(line: { readonly status?: string | undefined; readonly errorType: string | undefined }): string {
  const status = line.status === undefined ? '' : `\tStatus: ${line.status}`;
  return line.errorType === undefined ? status : `${status}\tError Type: ${line.errorType}`;
}
