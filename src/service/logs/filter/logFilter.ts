/** What a filter pattern becomes. */

export interface LogFilter {
  readonly selects: (message: string) => boolean;
  /** Fields of a space-delimited event by `$name` or `$number`; empty for other patterns. */
  readonly extract: (message: string) => Readonly<Record<string, string>>;
  /** What every selected message holds: whoever has an index or a faster search may use it first. */
  readonly requires?: string;
  /** How many regular expressions the pattern has. */
  readonly expressions: number;
}
