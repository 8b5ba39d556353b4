/** The rows that pass a filter as the text of a file, piece by piece: NDJSON or CSV, of invocations or of lines. */

import { HumanError } from '../base/humanError.ts';
import { withoutAnsi } from '../lambda/ansi.ts';
import { csvRow } from '../lambda/csv.ts';
import { isColdStart } from '../lambda/invocationRecord.ts';
import { parseFilter } from '../lambda/logFilter.ts';
import type { LogExport, LogSnapshot, TailedInvocation, TailedLine, TailSource } from '../protocol/logPanel.ts';

type Cell = string | number | boolean | undefined;
type Row = Readonly<Record<string, Cell>>;

const rowsPerPiece = 500;

/** Rejects (on the first piece) with `HumanError` for a filter that cannot be understood and for one that finds nothing. */
export function* exportText(snapshot: LogSnapshot, request: LogExport): Generator<string> {
  let piece = '';
  let count = 0;
  for (const row of rowsOf(snapshot, request)) {
    if (count === 0 && request.format === 'csv') piece += csvRow(Object.keys(row));
    piece += request.format === 'csv' ? csvRow(Object.values(row)) : `${JSON.stringify(row)}\n`;
    count += 1;
    if (count % rowsPerPiece > 0) continue;
    yield piece;
    piece = '';
  }
  if (count === 0) throw new HumanError('There is nothing to export: no row passes the filter.');
  if (piece !== '') yield piece;
}

function* rowsOf(snapshot: LogSnapshot, { reading, filterText }: LogExport): Generator<Row> {
  const parsed = parseFilter(filterText);
  if (parsed.kind === 'error') throw new HumanError(`The filter cannot be understood: ${parsed.message}`);
  const filter = parsed.kind === 'filter' ? parsed.filter : undefined;
  const sources = new Map(snapshot.sources.map((source) => [source.id, source]));
  if (reading === 'invocations') {
    for (const tailed of snapshot.invocations) {
      const source = sources.get(tailed.sourceId);
      if (filter?.matchesInvocation(tailed, source) ?? true) yield invocationRow(tailed, source);
    }
    return;
  }
  const owners = ownersOf(snapshot);
  for (const tailed of snapshot.lines) {
    const source = sources.get(tailed.sourceId);
    const owner = owners.get(`${tailed.sourceId}\n${tailed.line.event.eventId}`);
    if (filter?.matchesLine(tailed, owner, source) ?? true) yield lineRow(tailed, owner, source);
  }
}

function ownersOf({ invocations }: LogSnapshot): ReadonlyMap<string, TailedInvocation> {
  const owners = new Map<string, TailedInvocation>();
  for (const tailed of invocations) {
    for (const { event } of tailed.invocation.lines) owners.set(`${tailed.sourceId}\n${event.eventId}`, tailed);
  }
  return owners;
}

function invocationRow({ invocation, isSlow, lacksReport }: TailedInvocation, source: TailSource | undefined): Row {
  const { report } = invocation;
  return {
    time: new Date(invocation.startedAt).toISOString(),
    function: source?.functionName,
    target: source?.targetLabel,
    requestId: invocation.requestId,
    attempt: invocation.attempt,
    version: invocation.version,
    outcome: lacksReport ? 'no-report' : invocation.outcome,
    coldStart: isColdStart(invocation),
    slow: isSlow,
    durationMs: report?.durationMs,
    billedDurationMs: report?.billedDurationMs,
    initDurationMs: report?.initDurationMs,
    memorySizeMB: report?.memorySizeMB,
    maxMemoryUsedMB: report?.maxMemoryUsedMB,
    logStream: invocation.logStreamName,
    traceId: report?.trace?.traceId,
    summary: withoutAnsi(invocation.summary),
  };
}

function lineRow({ line }: TailedLine, owner: TailedInvocation | undefined, source: TailSource | undefined): Row {
  return {
    time: new Date(line.event.timestamp).toISOString(),
    function: source?.functionName,
    target: source?.targetLabel,
    requestId: owner?.invocation.requestId ?? line.requestId,
    level: line.level,
    kind: line.kind,
    logStream: line.event.logStreamName,
    message: withoutAnsi(line.event.message).replace(/\n+$/, ''),
  };
}
