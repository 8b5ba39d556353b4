/** The fields that Insights finds in the lines that Lambda itself writes: START, END, REPORT and the rest. */

import type { Value } from './queryValue.ts';

const types = /^(INIT_START|START|END|REPORT|EXTENSION|TELEMETRY)\b/;
const requestId = /RequestId: ([0-9a-fA-F-]{36})/;
/** Milliseconds as they are written, memory in bytes of a decimal megabyte, as the sample queries divide it. */
const measures: readonly (readonly [name: string, pattern: RegExp, factor: number])[] = [
  ['@duration', /\tDuration: ([\d.]+) ms/, 1],
  ['@billedDuration', /\tBilled Duration: ([\d.]+) ms/, 1],
  ['@initDuration', /\tInit Duration: ([\d.]+) ms/, 1],
  ['@memorySize', /\tMemory Size: (\d+) MB/, 1_000_000],
  ['@maxMemoryUsed', /\tMax Memory Used: (\d+) MB/, 1_000_000],
];

/** Nothing for lines of the function's own. */
export function lambdaFields(message: string): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  const type = types.exec(message)?.[1];
  // A line of the function names its request between the first tabs.
  const id =
    requestId.exec(message)?.[1] ?? /^[^\t]{0,40}\t([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\t/.exec(message)?.[1];
  if (id !== undefined) fields.set('@requestId', id);
  if (type === undefined) return fields;
  fields.set('@type', type);
  if (type !== 'REPORT') return fields;
  for (const [name, pattern, factor] of measures) {
    const found = pattern.exec(message)?.[1];
    if (found !== undefined) fields.set(name, Number(found) * factor);
  }
  const trace = /XRAY TraceId: (\S+)/.exec(message)?.[1];
  if (trace !== undefined) fields.set('@xrayTraceId', trace);
  return fields;
}
