/** The functions of the account: what is deployed, in which state, with which tags. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Clock } from '../../base/clock.ts';
import { transaction } from './database.ts';
import { type FunctionRecord, settle } from './functionRecord.ts';
import type { FunctionId, FunctionVersion } from './functionVersion.ts';
import { mergedId } from './mergeFolders.ts';

export type Tags = Readonly<Record<string, string>>;

/** One version of a function as it is stored, and what belongs to the function as a whole. */
export interface StoredFunction {
  readonly id: FunctionId;
  readonly record: FunctionRecord;
  readonly tags: Tags;
}

/** Where a list of versions goes on; `$LATEST` has the number 0. */
export interface VersionPlace {
  readonly name: string;
  readonly number: number;
}

/** Makes the record of the version that gets the number. */
export type PublishedRecordOf = (version: string) => FunctionRecord;

export class FunctionStore {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #select: StatementSync;
  readonly #insertFunction: StatementSync;
  readonly #insertVersion: StatementSync;
  readonly #deleteVersion: StatementSync;
  readonly #nextVersion: StatementSync;
  readonly #selectVersion: StatementSync;
  readonly #versions: StatementSync;
  readonly #everyVersion: StatementSync;
  readonly #newest: StatementSync;
  readonly #updateVersion: StatementSync;
  readonly #updateTags: StatementSync;
  readonly #delete: StatementSync;
  readonly #page: StatementSync;
  readonly #records: StatementSync;
  /** This process owns the database, so what was read stays true until it is written here. */
  readonly #cache = new Map<string, StoredFunction>();

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    const all = `SELECT f.region, f.name, f.tags, v.version, v.record FROM function f
       JOIN function_version v ON v.region = f.region AND v.name = f.name`;
    const columns = `${all} AND v.version = '$LATEST'`;
    // As a number, $LATEST is 0: it comes before the versions.
    const number = 'CAST(v.version AS INTEGER)';
    this.#select = database.prepare(`${columns} WHERE f.region = ? AND f.name = ?`);
    this.#page = database.prepare(`${columns} WHERE f.region = ? AND f.name > ? ORDER BY f.name LIMIT ?`);
    this.#records = database.prepare('SELECT region, version, record FROM function_version');
    this.#insertFunction = database.prepare('INSERT INTO function (region, name, tags) VALUES (?, ?, ?)');
    this.#insertVersion = database.prepare(
      'INSERT INTO function_version (region, name, version, record) VALUES (?, ?, ?, ?)',
    );
    this.#deleteVersion = database.prepare(
      'DELETE FROM function_version WHERE region = ? AND name = ? AND version = ?',
    );
    this.#nextVersion = database.prepare(
      'UPDATE function SET next_version = next_version + 1 WHERE region = ? AND name = ? RETURNING next_version - 1 AS n',
    );
    this.#selectVersion = database.prepare(`${all} WHERE f.region = ? AND f.name = ? AND v.version = ?`);
    this.#versions = database.prepare(
      `${all} WHERE f.region = ? AND f.name = ? AND ${number} > ? ORDER BY ${number} LIMIT ?`,
    );
    this.#everyVersion = database.prepare(
      `${all} WHERE f.region = ? AND (f.name > ? OR (f.name = ? AND ${number} > ?)) ORDER BY f.name, ${number} LIMIT ?`,
    );
    this.#newest = database.prepare(
      `${all} WHERE f.region = ? AND f.name = ? AND v.version <> '$LATEST' ORDER BY ${number} DESC LIMIT 1`,
    );
    this.#updateVersion = database.prepare(
      "UPDATE function_version SET record = ? WHERE region = ? AND name = ? AND version = '$LATEST'",
    );
    this.#updateTags = database.prepare('UPDATE function SET tags = ? WHERE region = ? AND name = ?');
    this.#delete = database.prepare('DELETE FROM function WHERE region = ? AND name = ?');
  }

  /** The function's `$LATEST`, or the version of that number, with its state as of now. */
  get(id: FunctionId, version = '$LATEST'): StoredFunction | undefined {
    const key = cacheKey(id, version);
    let stored = this.#cache.get(key);
    if (stored === undefined) {
      const row =
        version === '$LATEST'
          ? this.#select.get(id.region, id.name)
          : this.#selectVersion.get(id.region, id.name, version);
      if (row === undefined) return undefined;
      stored = fromRow(row);
      this.#cache.set(key, stored);
    }
    return this.#settled(stored);
  }

  /** At most `limit` functions of a Region whose names come after `afterName`, in the order of their names. */
  list(region: string, afterName: string, limit: number): readonly StoredFunction[] {
    return this.#page.all(region, afterName, limit).map((row) => this.#settled(fromRow(row)));
  }

  /** Versions of one function after the given number, `$LATEST` first: it is behind -1. */
  versions(id: FunctionId, afterNumber: number, limit: number): readonly StoredFunction[] {
    return this.#versions.all(id.region, id.name, afterNumber, limit).map((row) => this.#settled(fromRow(row)));
  }

  /** Versions of all functions of a Region after one of them, by name and number. */
  everyVersion(region: string, after: VersionPlace, limit: number): readonly StoredFunction[] {
    const rows = this.#everyVersion.all(region, after.name, after.name, after.number, limit);
    return rows.map((row) => this.#settled(fromRow(row)));
  }

  /** The published version with the highest number. */
  newestVersion({ region, name }: FunctionId): StoredFunction | undefined {
    const row = this.#newest.get(region, name);
    return row === undefined ? undefined : this.#settled(fromRow(row));
  }

  /** `publish` makes the record of a first version that is stored with the function. */
  create(id: FunctionId, record: FunctionRecord, tags: Tags, publish?: PublishedRecordOf): void {
    transaction(this.#database, () => {
      this.#insertFunction.run(id.region, id.name, JSON.stringify(tags));
      this.#insertVersion.run(id.region, id.name, '$LATEST', JSON.stringify(record));
      if (publish !== undefined) this.#insertPublished(id, publish);
    });
    this.#cache.delete(cacheKey(id));
  }

  /** Changes `$LATEST`. */
  update(id: FunctionId, record: FunctionRecord): void {
    this.#updateVersion.run(JSON.stringify(record), id.region, id.name);
    this.#cache.delete(cacheKey(id));
  }

  /** Changes `$LATEST` and stores a version with it, whose record it returns. */
  publish(id: FunctionId, record: FunctionRecord, publish: PublishedRecordOf): FunctionRecord {
    return transaction(this.#database, () => {
      this.update(id, record);
      return this.#insertPublished(id, publish);
    });
  }

  deleteVersion(id: FunctionId, version: string): void {
    this.#deleteVersion.run(id.region, id.name, version);
    this.#cache.delete(cacheKey(id, version));
  }

  /** New tags give the function a new revision. */
  updateTags(id: FunctionId, tags: Tags, record: FunctionRecord): void {
    transaction(this.#database, () => {
      this.#updateTags.run(JSON.stringify(tags), id.region, id.name);
      this.update(id, record);
    });
    this.#forget(id);
  }

  /** Forgets the function; false when there was none. */
  delete(id: FunctionId): boolean {
    this.#forget(id);
    return Number(this.#delete.run(id.region, id.name).changes) > 0;
  }

  /** What an invocation of that version runs now: during an update still the previous code and configuration. */
  serving(id: FunctionId, version: string): FunctionVersion | undefined {
    const { serving, createdAt } = this.get(id, version)?.record ?? {};
    if (serving === undefined || createdAt === undefined) return undefined;
    return { id, version, createdAt, ...serving };
  }

  /** Every package that some version uses or will use: its own and those of its layers, merged ones as well. */
  packageIds(): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const row of this.#records.iterate()) {
      const record = settle(JSON.parse(String(row['record'])) as FunctionRecord, this.#clock.now());
      for (const { packageId, layerPackageIds = [] } of [record.latest, record.serving ?? record.latest]) {
        for (const id of [packageId, ...layerPackageIds]) ids.add(id);
        if (layerPackageIds.length > 1) ids.add(mergedId(layerPackageIds));
      }
    }
    return ids;
  }

  /** How many functions a Region has, and how many bytes their packages. */
  usage(region: string): { readonly functionCount: number; readonly codeBytes: number } {
    let functionCount = 0;
    let codeBytes = 0;
    for (const row of this.#records.iterate()) {
      if (row['region'] !== region) continue;
      if (row['version'] === '$LATEST') functionCount += 1;
      codeBytes += (JSON.parse(String(row['record'])) as FunctionRecord).latest.configuration.CodeSize ?? 0;
    }
    return { functionCount, codeBytes };
  }

  #insertPublished({ region, name }: FunctionId, publish: PublishedRecordOf): FunctionRecord {
    const version = String(this.#nextVersion.get(region, name)?.['n']);
    const record = publish(version);
    this.#insertVersion.run(region, name, version, JSON.stringify(record));
    return record;
  }

  /** All versions of a function: they share its tags. */
  #forget(id: FunctionId): void {
    const prefix = cacheKey(id, '');
    for (const key of this.#cache.keys()) if (key.startsWith(prefix)) this.#cache.delete(key);
  }

  #settled(stored: StoredFunction): StoredFunction {
    const record = settle(stored.record, this.#clock.now());
    return record === stored.record ? stored : { ...stored, record };
  }
}

/** The configuration as the API answers it for the function itself. */
export function configurationOf({ record }: StoredFunction): FunctionConfiguration {
  return record.revisionId === undefined
    ? record.latest.configuration
    : { ...record.latest.configuration, RevisionId: record.revisionId };
}

function fromRow(row: Readonly<Record<string, unknown>>): StoredFunction {
  return {
    id: { region: String(row['region']), name: String(row['name']) },
    record: JSON.parse(String(row['record'])) as FunctionRecord,
    tags: JSON.parse(String(row['tags'])) as Tags,
  };
}

function cacheKey({ region, name }: FunctionId, version = '$LATEST'): string {
  return `${region}/${name}/${version}`;
}
