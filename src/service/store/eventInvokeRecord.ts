/** How asynchronous invocations of a function, a version or an alias are treated, where that is set. */

export interface EventInvokeRecord {
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly maximumRetryAttempts?: number | undefined;
  readonly maximumEventAgeInSeconds?: number | undefined;
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
}
