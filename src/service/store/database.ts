/** The one SQLite database of a data folder: opened by one service at a time, upgraded step by step. */

import { rmSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../base/clock.ts';
import { HumanError } from '../../base/humanError.ts';
import { inspectDatabase, schemaVersion } from './databaseInspection.ts';
import { dataFolderErrors } from './dataFolderErrors.ts';
import { noteOwner, readOwner } from './folderOwner.ts';

/** The first Node that has `node:sqlite` without a flag. */
const neededNode = '22.13';

/** Each step brings the database from its index to the next version; a step that was released is never changed. */
const steps: readonly string[] = [
  `CREATE TABLE function (
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     tags TEXT NOT NULL,
     PRIMARY KEY (region, name)
   ) WITHOUT ROWID;
   CREATE TABLE function_version (
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     version TEXT NOT NULL,
     record TEXT NOT NULL,
     PRIMARY KEY (region, name, version),
     FOREIGN KEY (region, name) REFERENCES function (region, name) ON DELETE CASCADE
   ) WITHOUT ROWID;
   CREATE TABLE async_invocation (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     request_id TEXT NOT NULL UNIQUE,
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     version TEXT NOT NULL,
     invoked_function_arn TEXT NOT NULL,
     payload BLOB NOT NULL,
     trace_id TEXT NOT NULL,
     accepted_at INTEGER NOT NULL,
     attempts INTEGER NOT NULL,
     not_before INTEGER NOT NULL
   );
   CREATE TABLE log_group (
     id INTEGER PRIMARY KEY,
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     UNIQUE (region, name)
   );
   CREATE TABLE log_stream (
     id INTEGER PRIMARY KEY,
     group_id INTEGER NOT NULL REFERENCES log_group (id) ON DELETE CASCADE,
     name TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     first_event_at INTEGER,
     last_event_at INTEGER,
     last_ingestion_at INTEGER,
     event_count INTEGER NOT NULL DEFAULT 0,
     stored_bytes INTEGER NOT NULL DEFAULT 0,
     UNIQUE (group_id, name)
   );
   CREATE TABLE log_event (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     group_id INTEGER NOT NULL,
     stream_id INTEGER NOT NULL REFERENCES log_stream (id) ON DELETE CASCADE,
     timestamp INTEGER NOT NULL,
     ingested_at INTEGER NOT NULL,
     message TEXT NOT NULL
   );
   CREATE INDEX log_event_by_group ON log_event (group_id, timestamp, id);
   CREATE INDEX log_event_by_stream ON log_event (stream_id, timestamp, id);`,
  // Numbers of versions are never used twice, also after the highest was deleted.
  `ALTER TABLE function ADD COLUMN next_version INTEGER NOT NULL DEFAULT 1;
   CREATE TABLE function_alias (
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     alias TEXT NOT NULL,
     record TEXT NOT NULL,
     PRIMARY KEY (region, name, alias),
     FOREIGN KEY (region, name) REFERENCES function (region, name) ON DELETE CASCADE
   ) WITHOUT ROWID;`,
  // What is set beside the configuration: for the whole function, or for a version or an alias of it.
  `CREATE TABLE function_setting (
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     kind TEXT NOT NULL,
     qualifier TEXT NOT NULL,
     record TEXT NOT NULL,
     PRIMARY KEY (region, name, kind, qualifier),
     FOREIGN KEY (region, name) REFERENCES function (region, name) ON DELETE CASCADE
   ) WITHOUT ROWID;`,
  'ALTER TABLE async_invocation ADD COLUMN tenant_id TEXT;',
  // What stands beside functions and does not go with one: event source mappings, for instance.
  `CREATE TABLE resource (
     region TEXT NOT NULL,
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     record TEXT NOT NULL,
     PRIMARY KEY (region, kind, id)
   ) WITHOUT ROWID;`,
  // Numbers of a layer's versions are never used twice either: the layer outlives its versions.
  `CREATE TABLE layer (
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     next_version INTEGER NOT NULL DEFAULT 1,
     PRIMARY KEY (region, name)
   ) WITHOUT ROWID;
   CREATE TABLE layer_version (
     region TEXT NOT NULL,
     name TEXT NOT NULL,
     version INTEGER NOT NULL,
     record TEXT NOT NULL,
     policy TEXT,
     PRIMARY KEY (region, name, version),
     FOREIGN KEY (region, name) REFERENCES layer (region, name) ON DELETE CASCADE
   ) WITHOUT ROWID;`,
  // Retention, tags and the like of a log group, and the filters that watch it.
  `ALTER TABLE log_group ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
   CREATE TABLE log_filter (
     group_id INTEGER NOT NULL REFERENCES log_group (id) ON DELETE CASCADE,
     kind TEXT NOT NULL,
     name TEXT NOT NULL,
     record TEXT NOT NULL,
     PRIMARY KEY (group_id, kind, name)
   ) WITHOUT ROWID;`,
  // Asynchronous invocations are read one function at a time; what is told about them afterwards waits here.
  `CREATE INDEX async_invocation_by_function ON async_invocation (region, name, not_before, sequence);
   CREATE TABLE delivery (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     target_arn TEXT NOT NULL,
     record TEXT NOT NULL,
     body BLOB NOT NULL
   );
   CREATE INDEX delivery_by_target ON delivery (target_arn, sequence);`,
];

/**
 * Opens the database of a data folder and takes the folder for this process.
 * Throws `HumanError` when another service owns it, when it is damaged or was written by a newer version (then nothing is
 * written), or when Node is too old.
 */
export function openDatabase(dataFolder: string, nowMs: number = systemClock.now()): DatabaseSync {
  const sqlite = loadSqlite();
  const file = path.join(dataFolder, 'service.db');
  let database: DatabaseSync | undefined;
  try {
    inspectDatabase(sqlite, file, steps.length);
    database = new sqlite.DatabaseSync(file);
    // The lock belongs to the process and goes with it, so a killed service leaves nothing to clean up.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA busy_timeout = 0');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
    // A checkpoint waits for the disk, and whoever invokes a function waits with it: once in 32 MB instead of 4.
    database.exec('PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864');
    database.exec('BEGIN IMMEDIATE; COMMIT');
    migrate(database);
    noteOwner(dataFolder, { pid: process.pid, since: new Date(nowMs).toISOString() });
    // Readers share an index of the write-ahead log; its only owner has it in memory.
    rmSync(`${file}-shm`, { force: true });
    return database;
  } catch (error) {
    database?.close();
    throw isBusy(error) ? dataFolderErrors.inUse(dataFolder, readOwner(dataFolder), error) : error;
  }
}

/** Runs `work` in one transaction: all of it is stored, or nothing. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** `node:sqlite` is asked for at run time: a static import would end an old Node before it could say why. */
function loadSqlite(): typeof import('node:sqlite') {
  const sqlite = process.getBuiltinModule?.('node:sqlite');
  if (sqlite === undefined) {
    throw new HumanError(
      `The local Lambda service needs Node.js ${neededNode} or newer (for node:sqlite); this is ${process.version}.`,
    );
  }
  return sqlite;
}

function migrate(database: DatabaseSync): void {
  const version = schemaVersion(database);
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    transaction(database, () => database.exec(`${step}; PRAGMA user_version = ${index + 1}`));
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /database is locked/.test(error.message);
}
