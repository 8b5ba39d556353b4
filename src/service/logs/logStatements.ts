/** The SQL of the log store, prepared once. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** As CloudWatch Logs counts: the message's bytes and 26 for each event. */
export const eventOverheadBytes = 26;

export interface LogStatements {
  readonly insertEvent: StatementSync;
  readonly countStream: StatementSync;
  readonly resizeStream: StatementSync;
  readonly groupSize: StatementSync;
  readonly oldest: StatementSync;
  readonly deleteOldest: StatementSync;
  readonly expired: StatementSync;
  readonly deleteExpired: StatementSync;
  readonly refreshFirst: StatementSync;
  readonly deleteEmptyStreams: StatementSync;
  readonly group: StatementSync;
  readonly groups: StatementSync;
  readonly groupsWithRetention: StatementSync;
  readonly insertGroup: StatementSync;
  readonly updateGroup: StatementSync;
  readonly deleteGroup: StatementSync;
  readonly stream: StatementSync;
  readonly streams: StatementSync;
  readonly insertStream: StatementSync;
  readonly deleteStream: StatementSync;
}

export function prepareLogStatements(database: DatabaseSync): LogStatements {
  const groupColumns = 'g.id, g.name, g.created_at, g.settings';
  const expiredIds = 'SELECT id FROM log_event WHERE group_id = ? AND timestamp < ? ORDER BY timestamp, id LIMIT ?';
  const oldestIds = 'SELECT id FROM log_event WHERE group_id = ? ORDER BY timestamp, id LIMIT ?';
  return {
    insertEvent: database.prepare(
      'INSERT INTO log_event (group_id, stream_id, timestamp, ingested_at, message) VALUES (?, ?, ?, ?, ?)',
    ),
    countStream: database.prepare(
      `UPDATE log_stream SET
         first_event_at = min(coalesce(first_event_at, ?1), ?1), last_event_at = max(coalesce(last_event_at, ?2), ?2),
         last_ingestion_at = ?3, event_count = event_count + ?4, stored_bytes = stored_bytes + ?5
       WHERE id = ?6`,
    ),
    resizeStream: database.prepare(
      'UPDATE log_stream SET event_count = event_count + ?, stored_bytes = stored_bytes + ? WHERE id = ?',
    ),
    groupSize: database.prepare(
      `SELECT coalesce(sum(event_count), 0) AS events, coalesce(sum(stored_bytes), 0) AS bytes
       FROM log_stream WHERE group_id = ?`,
    ),
    oldest: database.prepare(
      `SELECT stream_id, count(*) AS events, sum(length(CAST(message AS BLOB)) + ${eventOverheadBytes}) AS bytes
       FROM log_event WHERE id IN (${oldestIds}) GROUP BY stream_id`,
    ),
    deleteOldest: database.prepare(`DELETE FROM log_event WHERE id IN (${oldestIds})`),
    expired: database.prepare(
      `SELECT stream_id, count(*) AS events, sum(length(CAST(message AS BLOB)) + ${eventOverheadBytes}) AS bytes
       FROM log_event WHERE id IN (${expiredIds}) GROUP BY stream_id`,
    ),
    deleteExpired: database.prepare(`DELETE FROM log_event WHERE id IN (${expiredIds})`),
    refreshFirst: database.prepare(
      'UPDATE log_stream SET first_event_at = (SELECT min(timestamp) FROM log_event WHERE stream_id = ?1) WHERE id = ?1',
    ),
    deleteEmptyStreams: database.prepare(
      'DELETE FROM log_stream WHERE group_id = ? AND event_count = 0 AND last_event_at IS NOT NULL',
    ),
    group: database.prepare(`SELECT ${groupColumns} FROM log_group g WHERE g.region = ? AND g.name = ?`),
    groups: database.prepare(
      `SELECT ${groupColumns}, coalesce(sum(s.stored_bytes), 0) AS stored_bytes
       FROM log_group g LEFT JOIN log_stream s ON s.group_id = g.id WHERE g.region = ? GROUP BY g.id ORDER BY g.name`,
    ),
    groupsWithRetention: database.prepare(
      `SELECT g.id, json_extract(g.settings, '$.retentionInDays') AS days FROM log_group g WHERE days IS NOT NULL`,
    ),
    insertGroup: database.prepare(
      'INSERT OR IGNORE INTO log_group (region, name, created_at, settings) VALUES (?, ?, ?, ?)',
    ),
    updateGroup: database.prepare('UPDATE log_group SET settings = ? WHERE id = ?'),
    deleteGroup: database.prepare('DELETE FROM log_group WHERE id = ?'),
    stream: database.prepare('SELECT * FROM log_stream WHERE group_id = ? AND name = ?'),
    streams: database.prepare('SELECT * FROM log_stream WHERE group_id = ? ORDER BY name'),
    insertStream: database.prepare('INSERT OR IGNORE INTO log_stream (group_id, name, created_at) VALUES (?, ?, ?)'),
    deleteStream: database.prepare('DELETE FROM log_stream WHERE id = ?'),
  };
}
