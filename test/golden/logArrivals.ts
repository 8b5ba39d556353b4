/** Log events of a situation, written briefly: when, what, and in which stream. */

export const a = '8f2c0a10-0000-4000-8000-00000000000a';
export const b = '8f2c0a10-0000-4000-8000-00000000000b';

export type Arrival = readonly [atMs: number, message: string, stream?: string | undefined];

export const start = (at: number, id = a, stream?: string): Arrival => [
  at,
  `START RequestId: ${id} Version: $LATEST\n`,
  stream,
];
export const end = (at: number, id = a, stream?: string): Arrival => [at, `END RequestId: ${id}\n`, stream];
export const report = (at: number, id = a, rest = '', stream?: string): Arrival =>
  reportOf(at, 12.34, 70, rest, id, stream);
/** As `report`, with the duration and the memory that the situation is about. */
export const reportOf = (
  at: number,
  durationMs: number,
  usedMB: number,
  rest = '',
  id = a,
  stream?: string,
): Arrival => [
  at,
  `REPORT RequestId: ${id}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: 128 MB\tMax Memory Used: ${usedMB} MB\t${rest}\n`,
  stream,
];
export const init: Arrival = [
  0,
  'INIT_START Runtime Version: nodejs:22.v63\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0\n',
];
export const node = (at: number, text: string, id = a, level = 'INFO', stream?: string): Arrival => [
  at,
  `2026-01-15T10:11:12.000Z\t${id}\t${level}\t${text}\n`,
  stream,
];
export const run = (...between: readonly Arrival[]): readonly Arrival[] => [start(1), ...between, end(20), report(20)];
export const platform = (at: number, type: string, record: object | string): Arrival => [
  at,
  JSON.stringify({ time: '2026-01-15T10:11:12.000Z', type, record }),
];

/** A line that the function writes as JSON. */
export const json = (at: number, object: object): Arrival => [at, `${JSON.stringify(object)}\n`];
