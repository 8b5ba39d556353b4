/** A log group and what is set for it. */

import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';

export interface LogGroup {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
  readonly settings: LogGroupSettings;
}

/** Stored as JSON: a member that is missing was never set. */
export interface LogGroupSettings {
  readonly retentionInDays?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly logGroupClass?: LogGroupClass;
  readonly kmsKeyId?: string;
  readonly deletionProtectionEnabled?: boolean;
}

const dayMs = 24 * 3_600_000;

export function groupOf(row: Readonly<Record<string, unknown>>): LogGroup {
  return {
    id: Number(row['id']),
    name: String(row['name']),
    createdAt: Number(row['created_at']),
    settings: JSON.parse(String(row['settings'])) as LogGroupSettings,
  };
}

/** Events from before this time have expired. */
export function expiredBefore(nowMs: number, retentionInDays: number): number {
  return nowMs - retentionInDays * dayMs;
}
