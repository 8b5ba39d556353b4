/** Where execution environments write their logs. `LogStore` implements it; tests collect in memory. */

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

export interface LogWriter {
  /** Stored when it returns: what was appended survives `kill -9` of the service. Creates group and stream. */
  append(location: LogLocation, events: readonly NewLogEvent[]): void;
}
