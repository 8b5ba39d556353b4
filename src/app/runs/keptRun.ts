/** One run as it is written to disk: its line for the history, then what was sent and what came back, cut and without secrets. */

import { asObject, parseJsonObject } from '../../base/json.ts';
import type { HistoryEntry, InvokeIntent, RunResult } from '../../protocol/invokePanel.ts';
import type { KeptRun } from '../../protocol/keptRuns.ts';
import type { Masker } from './masking.ts';

/** Of an event, and of a payload, in UTF-16 units. */
export const mostKeptCharacters = 128 * 1024;

const outcomes: readonly string[] = ['success', 'error', 'refused', 'cancelled'] satisfies HistoryEntry['outcome'][];

export function entryOf(runId: number, result: RunResult): HistoryEntry {
  const base = { runId, startedAt: result.startedAt };
  if (result.kind !== 'answer') {
    return { ...base, outcome: result.kind, durationMs: undefined, initDurationMs: undefined };
  }
  return {
    ...base,
    outcome: result.functionError ? 'error' : 'success',
    durationMs: result.report?.durationMs,
    initDurationMs: result.report?.initDurationMs,
  };
}

/** Without a masker, nothing is known of the secrets: then the line for the history is all that is written. */
export function writtenRun(
  entry: HistoryEntry,
  intent: InvokeIntent,
  result: RunResult,
  mask: Masker | undefined,
): string {
  const line = JSON.stringify(entry);
  return mask === undefined
    ? `${line}\n`
    : `${line}\n${JSON.stringify(maskedRun(entry.runId, intent, result, mask))}\n`;
}

/** The first line; `undefined` for what another version or another program wrote. */
export function entryIn(text: string): HistoryEntry | undefined {
  const fields = parseJsonObject(text.split('\n', 1)[0] ?? '');
  if (typeof fields?.['runId'] !== 'number' || typeof fields['startedAt'] !== 'number') return undefined;
  if (!outcomes.includes(String(fields['outcome']))) return undefined;
  const { runId, startedAt, durationMs, initDurationMs } = fields;
  return {
    runId,
    startedAt,
    outcome: fields['outcome'] as HistoryEntry['outcome'],
    durationMs: typeof durationMs === 'number' ? durationMs : undefined,
    initDurationMs: typeof initDurationMs === 'number' ? initDurationMs : undefined,
  };
}

/** The second line. */
export function keptRunIn(text: string): KeptRun | undefined {
  const run = parseJsonObject(text.split('\n', 2)[1] ?? '');
  const isComplete = asObject(run?.['intent']) && asObject(run?.['result']) && typeof run?.['runId'] === 'number';
  // Written by `writtenRun`: JSON leaves out members that are undefined, which their readers take for the same.
  return isComplete ? (run as unknown as KeptRun) : undefined;
}

function maskedRun(runId: number, intent: InvokeIntent, result: RunResult, mask: Masker): KeptRun {
  const eventText = keptText(intent.eventText, mask);
  const clientContext = keptText(intent.clientContext, mask);
  const isEventMasked = eventText.isMasked || clientContext.isMasked;
  const kept = { ...mask({ ...intent, eventText: '', clientContext: '' }) };
  return {
    runId,
    intent: { ...kept, eventText: eventText.text, clientContext: clientContext.text },
    ...(isEventMasked ? { isEventMasked: true } : {}),
    ...(eventText.isCut ? { eventBytes: Buffer.byteLength(intent.eventText) } : {}),
    ...maskedResult(result, mask),
  };
}

function maskedResult(result: RunResult, mask: Masker): Pick<KeptRun, 'result' | 'payloadBytes'> {
  if (result.kind !== 'answer') return { result: mask(result) };
  const { payloadText, payloadBase64, ...rest } = result;
  const text = payloadText === undefined ? undefined : keptText(payloadText, mask);
  const bytes = payloadBase64 === undefined ? undefined : keptText(payloadBase64, mask);
  const isCut = text?.isCut === true || bytes?.isCut === true;
  return {
    result: {
      ...mask(rest),
      payloadText: text?.text,
      ...(bytes === undefined ? {} : { payloadBase64: bytes.text }),
    },
    ...(isCut ? { payloadBytes: result.payloadBytes } : {}),
  };
}

/**
 * The beginning of a text without secrets. Twice as much is looked at as is kept: what a secret or a field at the cut is
 * part of is seen whole.
 */
function keptText(text: string, mask: Masker): { text: string; isCut: boolean; isMasked: boolean } {
  const seen = text.slice(0, 2 * mostKeptCharacters);
  const masked = mask(seen);
  const isCut = text.length > mostKeptCharacters;
  return { text: isCut ? masked.slice(0, mostKeptCharacters) : masked, isCut, isMasked: masked !== seen };
}
