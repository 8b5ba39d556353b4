/** How many environments of a version or an alias are to be ready at any time. */

export interface ProvisionedConcurrencyRecord {
  readonly requested: number;
  /** Milliseconds since 1970. Before it the setting is in progress, from then on it is ready. */
  readonly readyAt: number;
  /** `2026-01-15T10:11:12.000+0000` */
  readonly lastModified: string;
}
