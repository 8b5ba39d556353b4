/** A query of CloudWatch Logs Insights that cannot be read, with the place where it cannot. */

export class QueryError extends Error {
  override readonly name = 'QueryError';
  /** Offsets in the query's text; the end is behind the last character. */
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}
