/** The view's side of what `LogSender` makes: lines understood, and invocations joined with their lines again. */

import type { LogLine } from '../lambda/invocationRecord.ts';
import { parseLogLine } from '../lambda/logLine.ts';
import type { LineRef, SentLine, SentLog, SentStream, TailedInvocation, TailedLine } from './logPanel.ts';

export interface ReceivedLog {
  readonly lines: readonly TailedLine[];
  readonly invocations: readonly TailedInvocation[];
}

/**
 * The lines and invocations as the host holds them. `heldOf` gives an invocation as it was received last. One that goes
 * by lines which the view gave up is left out.
 */
export function receiveLog(
  sent: SentLog,
  heldOf: (sourceId: string, key: string) => TailedInvocation | undefined,
): ReceivedLog {
  const lines = sent.lines.map((line) => receiveLine(line, sent.streams));
  const strays = (sent.strays ?? []).map((line) => receiveLine(line, sent.streams));
  const lineAt = (place: number) => (place < lines.length ? lines[place] : strays[place - lines.length])?.line;
  const invocations: TailedInvocation[] = [];
  for (const { lines: refs, invocation, ...judgement } of sent.invocations) {
    const before = heldOf(judgement.sourceId, invocation.key)?.invocation.lines ?? [];
    const own = resolveLines(refs, before, lineAt);
    if (own) invocations.push({ ...judgement, invocation: { ...invocation, lines: own } });
  }
  return { lines, invocations };
}

function receiveLine(
  [stream, eventId, timestamp, ingestionTime, message]: SentLine,
  streams: readonly SentStream[],
): TailedLine {
  const { sourceId = '', logGroupName = '', logStreamName = '' } = streams[stream] ?? {};
  const event = { eventId, logGroupName, logStreamName, timestamp, ingestionTime, message };
  return { sourceId, line: parseLogLine(event).line };
}

function resolveLines(
  refs: readonly LineRef[],
  before: readonly LogLine[],
  lineAt: (place: number) => LogLine | undefined,
): readonly LogLine[] | undefined {
  const lines: LogLine[] = [];
  for (const ref of refs) {
    if (typeof ref === 'number') {
      const line = lineAt(ref);
      if (!line) return undefined;
      lines.push(line);
      continue;
    }
    const [from, count] = ref;
    if (from + count > before.length) return undefined;
    for (const line of before.slice(from, from + count)) lines.push(line);
  }
  return lines;
}
