/** Where execution environments write their logs. `LogBuffer` implements it; tests collect in memory. */

export interface LogLocation {
  readonly region: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

export interface NewLogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

/** Events of one stream, in their order. */
export interface LogBatch {
  readonly location: LogLocation;
  readonly events: readonly NewLogEvent[];
}

export interface LogWriter {
  /** Stored in a moment, and before anybody reads logs. Creates group and stream. */
  append(location: LogLocation, events: readonly NewLogEvent[]): void;
}
