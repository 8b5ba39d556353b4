/** The log as a document in the language `lambda-log`: one block per request, foldable, in local time with milliseconds. */

import type { JsonObject } from '../base/json.ts';
import { formatDuration } from '../base/text.ts';
import { type InvocationOutcome, isColdStart, type LogLine } from '../lambda/invocationRecord.ts';
import { formatReport } from '../lambda/reportLine.ts';
import type { TailedInvocation, TailedLine } from '../protocol/logPanel.ts';
import { logBlocks } from './lambdaLogOutline.ts';

/** The first and the last line of a block begin with these; folding goes by them. */
const blockStart = '┌';
const blockEnd = '└';
const separator = ' · ';

const outcomeWords: Readonly<Record<InvocationOutcome, string>> = {
  running: 'running',
  success: 'success',
  error: 'error',
  timeout: 'timed out',
  'out-of-memory': 'out of memory',
};

/** `lines`: everything held; those that belong to none of the invocations stand between the blocks. */
export function formatLambdaLog(invocations: readonly TailedInvocation[], lines: readonly TailedLine[]): string {
  const isShown = ownership(invocations);
  const parts = [
    ...invocations.map((tailed) => ({ at: tailed.invocation.startedAt, text: formatBlock(tailed) })),
    ...lines
      .filter((tailed) => !isShown(tailed))
      .map(({ line }) => ({ at: line.event.timestamp, text: formatLine(line, '') })),
  ];
  parts.sort((a, b) => a.at - b.at);
  return parts.map(({ text }) => `${text}\n`).join('');
}

/** The line on which the block of an invocation begins. A request that was tried again has a block for each attempt. */
export function lineOfInvocation(
  lines: readonly string[],
  { sourceId, invocation: { attempt = 1, requestId } }: TailedInvocation,
): number | undefined {
  const functionName = functionOfSource(sourceId);
  return logBlocks(lines).find(
    (block) =>
      block.requestId === requestId &&
      block.functionName === functionName &&
      (attempt > 1
        ? block.facts.includes(`attempt ${attempt}`)
        : !block.facts.some((fact) => /^attempt \d/.test(fact))),
  )?.firstLine;
}

/** Whether a line is part of a block, or was left out of one because the block would be too long. */
function ownership(invocations: readonly TailedInvocation[]): (tailed: TailedLine) => boolean {
  const events = new Set<string>();
  const requests = new Set<string>();
  for (const { sourceId, invocation } of invocations) {
    requests.add(`${sourceId}\n${invocation.requestId}`);
    for (const line of invocation.lines) events.add(`${sourceId}\n${line.event.eventId}`);
  }
  return ({ sourceId, line }) =>
    events.has(`${sourceId}\n${line.event.eventId}`) || requests.has(`${sourceId}\n${line.requestId}`);
}

function formatBlock(tailed: TailedInvocation): string {
  const { invocation } = tailed;
  const omitted = invocation.omittedLines ?? 0;
  const body = invocation.lines
    // The head and the foot of the block say what these say.
    .filter(({ kind }) => kind !== 'start' && kind !== 'end' && kind !== 'report')
    .map((line) => formatLine(line, '  '));
  if (omitted > 0) body.unshift(`  … ${omitted} earlier lines left out`);
  return [formatHead(tailed), ...body, formatFoot(tailed)].join('\n');
}

function formatHead({ sourceId, invocation, isSlow, lacksReport }: TailedInvocation): string {
  const { attempt = 1, outcome, report, startedAt } = invocation;
  const facts = [
    `${blockStart} ${formatDate(startedAt)} ${formatTime(startedAt)}`,
    functionOfSource(sourceId),
    invocation.requestId,
  ];
  if (attempt > 1) facts.push(`attempt ${attempt}`);
  if (isColdStart(invocation)) {
    const waitedMs = report?.initDurationMs ?? report?.restoreDurationMs;
    facts.push(waitedMs === undefined ? 'cold start' : `cold start ${formatDuration(waitedMs)}`);
  }
  if (report) facts.push(formatDuration(report.durationMs));
  if (report && report.memorySizeMB > 0) facts.push(`${report.maxMemoryUsedMB} of ${report.memorySizeMB} MB`);
  if (isSlow) facts.push('slow');
  facts.push(lacksReport ? 'no report' : outcomeWords[outcome]);
  return facts.join(separator);
}

/** Function names hold no slash; target ids may. */
function functionOfSource(sourceId: string): string {
  return sourceId.slice(sourceId.lastIndexOf('/') + 1);
}

/** The report's own fields, by the names that everyone looks for. */
function formatFoot({ invocation, lacksReport, slowReason }: TailedInvocation): string {
  if (!invocation.report)
    return `${blockEnd} no report${invocation.outcome === 'running' && !lacksReport ? ' yet' : ''}`;
  const fields = formatReport(invocation.report)
    .trimEnd()
    .split(/[\t\n]+/)
    .slice(1);
  if (slowReason !== undefined) fields.push(slowReason);
  return `${blockEnd} ${fields.join(separator)}`;
}

function formatLine(line: LogLine, indent: string): string {
  const level = (line.level ?? '').padEnd(5);
  const rest = line.kind === 'application' && line.json ? restOf(line.json) : undefined;
  const text = rest === undefined || line.text.startsWith('{') ? line.text : `${line.text} ${rest}`;
  const [first = '', ...more] = text.replaceAll('\t', '  ').split('\n');
  const head = `${indent}${formatTime(line.event.timestamp)} ${level} ${first}`;
  return [head, ...more.map((part) => `${indent}    ${part}`)].join('\n').trimEnd();
}

/** What the line says beside what is shown already; `undefined` when that is nothing. */
function restOf(json: JsonObject): string | undefined {
  const shown = /^(?:level|log_?level|severity|levelname|message|msg|time|timestamp|.*request_?id)$/i;
  const rest = Object.entries(json).filter(([name]) => !shown.test(name));
  return rest.length === 0 ? undefined : JSON.stringify(Object.fromEntries(rest));
}

function formatDate(timestamp: number): string {
  const date = new Date(timestamp);
  return [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
}

function formatTime(timestamp: number): string {
  const date = new Date(timestamp);
  const seconds = `${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${seconds}`;
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}
