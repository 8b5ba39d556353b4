/** What a filter pattern becomes. */

export interface LogFilter {
  readonly selects: (message: string) => boolean;
  /** Fields of a space-delimited event by `$name` or `$number`; empty for other patterns. */
  readonly extract: (message: string) => Readonly<Record<string, string>>;
  /** How many regular expressions the pattern has. */
  readonly expressions: number;
}
