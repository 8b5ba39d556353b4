/** What the Telemetry API tells extensions: one event, before a subscription gives it the form of its schema. */

export const telemetryTypes = ['platform', 'function', 'extension'] as const;
export type TelemetryType = (typeof telemetryTypes)[number];

/** A record of the platform: `name` is the part after `platform.`, members and their order are those of the log. */
export interface PlatformRecord {
  readonly name: string;
  readonly record: Readonly<Record<string, unknown>>;
}

export type TelemetryEvent =
  | ({ readonly type: 'platform'; readonly time: string } & PlatformRecord)
  /** A line of output without its newline. */
  | { readonly type: 'function' | 'extension'; readonly time: string; readonly line: string };

/** As a subscriber of that schema gets it; `undefined` for what the schema does not know. */
export type TelemetrySchema = (event: TelemetryEvent, isJsonFormat: boolean) => string | undefined;

export const telemetrySchemas: Readonly<Record<string, TelemetrySchema>> = {
  '2022-07-01': (event) => withTime(event, textOf),
  '2022-12-13': (event, isJsonFormat) => withTime(event, isJsonFormat ? objectOf : textOf),
  '2025-01-29': (event, isJsonFormat) => withTime(event, isJsonFormat ? objectOf : textOf),
};

/** The older Logs API: no records of Init, REPORT without status, and an `end`. */
export const logsSchemas: Readonly<Record<string, TelemetrySchema>> = {
  '2020-08-15': (event) => withTime(event, textOf, logsRecords),
  '2021-03-18': (event) => withTime(event, textOf, [...logsRecords, 'runtimeDone']),
};

const logsRecords = ['start', 'end', 'report', 'fault', 'extension', 'logsSubscription', 'logsDropped'];
/** Records that only the Logs API has. */
const logsOnly = ['end', 'fault'];

function withTime(
  event: TelemetryEvent,
  lineOf: (line: string) => unknown,
  names?: readonly string[],
): string | undefined {
  const { time } = event;
  if (event.type !== 'platform') return JSON.stringify({ time, type: event.type, record: lineOf(event.line) });
  const { name, record } = event;
  if (names === undefined) {
    return logsOnly.includes(name) ? undefined : JSON.stringify({ time, type: `platform.${name}`, record });
  }
  if (!names.includes(name)) return undefined;
  return JSON.stringify({ time, type: `platform.${name}`, record: logsRecordOf(name, record) });
}

function logsRecordOf(name: string, record: PlatformRecord['record']): unknown {
  const { requestId, version, metrics, status } = record;
  if (name === 'start') return { requestId, version };
  if (name === 'report') return { requestId, metrics };
  if (name === 'runtimeDone') return { requestId, status };
  if (name === 'fault') return record['message'];
  return record;
}

function textOf(line: string): string {
  return line;
}

/** In the JSON log format a line that is an object is sent as one. */
function objectOf(line: string): unknown {
  if (!line.startsWith('{')) return line;
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
