/** One log event as CloudWatch Logs hands it out, from whichever operation it came. */
export interface LogEvent {
  /** Unique within an account and Region; what de-duplication goes by. Live Tail gives none, so the tail makes one. */
  readonly eventId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  /** As stored: usually ends in a newline. */
  readonly message: string;
}
