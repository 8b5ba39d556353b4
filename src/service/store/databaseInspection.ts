/** Looks at a database before anything may write to it: whole, of a known version, and nobody else's. */

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../base/humanError.ts';
import type { LambdaServiceError } from '../../lambda/serviceError.ts';
import { dataFolderErrors } from './dataFolderErrors.ts';

/** Logs may be large, and a damaged line harms nobody but its reader: they are not read through at every start. */
const unread = ['log_event'];

/** Result codes of SQLite. */
const corrupt = 11;
const full = 13;
const notADatabase = 26;

/**
 * Throws `HumanError` for a database that is damaged, missing where it cannot be, or newer than `knownVersion`; anything else
 * that SQLite says (that it is locked) passes. A reader writes nothing, not even what waits in the write-ahead log.
 */
export function inspectDatabase(sqlite: typeof import('node:sqlite'), file: string, knownVersion: number): void {
  if (bytesOf(file) === 0) {
    if (bytesOf(`${file}-wal`) > 0 || hasPackages(path.dirname(file))) throw dataFolderErrors.missingDatabase(file);
    return;
  }
  let database: DatabaseSync | undefined;
  try {
    database = new sqlite.DatabaseSync(file, { readOnly: true });
    const version = schemaVersion(database);
    if (version > knownVersion) throw dataFolderErrors.newer(file, version, knownVersion);
    for (const table of tablesOf(database)) {
      const found = database.prepare(`PRAGMA quick_check("${table}")`).get()?.['quick_check'];
      if (found !== 'ok') throw dataFolderErrors.damagedDatabase(file, `table ${table}: ${found}`);
    }
  } catch (error) {
    throw isDamage(error) ? dataFolderErrors.damagedDatabase(file, messageOf(error), error) : error;
  } finally {
    database?.close();
  }
}

export function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** The answer to a request that failed at the disk; `undefined` for every other failure. */
export function storageFailure(error: unknown): LambdaServiceError | undefined {
  if (isDamage(error)) return dataFolderErrors.unreadableDatabase(error);
  const isFull = resultCode(error) === full || (error as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC';
  return isFull ? dataFolderErrors.fullDisk(error) : undefined;
}

/** True for what SQLite throws when a file is not what it should be. */
function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === corrupt || code === notADatabase;
}

/** Without the upper bytes, which say it more closely. */
function resultCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}

function tablesOf(database: DatabaseSync): readonly string[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map((row) => String(row['name']))
    .filter((name) => !unread.includes(name));
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function hasPackages(dataFolder: string): boolean {
  try {
    return readdirSync(path.join(dataFolder, 'packages')).length > 0;
  } catch {
    return false;
  }
}
