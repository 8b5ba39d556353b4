/** The functions of the account: what is deployed, in which state, with which tags. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Clock } from '../../base/clock.ts';
import { transaction } from './database.ts';
import { type FunctionRecord, settle } from './functionRecord.ts';
import type { FunctionId, FunctionVersion } from './functionVersion.ts';

export type Tags = Readonly<Record<string, string>>;

/** A function as it is stored: its `$LATEST`, and what belongs to the function as a whole. */
export interface StoredFunction {
  readonly id: FunctionId;
  readonly record: FunctionRecord;
  readonly tags: Tags;
}

export class FunctionStore {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #select: StatementSync;
  readonly #insertFunction: StatementSync;
  readonly #insertVersion: StatementSync;
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
    const columns = `SELECT f.region, f.name, f.tags, v.record FROM function f
       JOIN function_version v ON v.region = f.region AND v.name = f.name AND v.version = '$LATEST'`;
    this.#select = database.prepare(`${columns} WHERE f.region = ? AND f.name = ?`);
    this.#page = database.prepare(`${columns} WHERE f.region = ? AND f.name > ? ORDER BY f.name LIMIT ?`);
    this.#records = database.prepare('SELECT region, record FROM function_version');
    this.#insertFunction = database.prepare('INSERT INTO function (region, name, tags) VALUES (?, ?, ?)');
    this.#insertVersion = database.prepare(
      "INSERT INTO function_version (region, name, version, record) VALUES (?, ?, '$LATEST', ?)",
    );
    this.#updateVersion = database.prepare(
      "UPDATE function_version SET record = ? WHERE region = ? AND name = ? AND version = '$LATEST'",
    );
    this.#updateTags = database.prepare('UPDATE function SET tags = ? WHERE region = ? AND name = ?');
    this.#delete = database.prepare('DELETE FROM function WHERE region = ? AND name = ?');
  }

  /** The function with its state as of now. */
  get(id: FunctionId): StoredFunction | undefined {
    const key = cacheKey(id);
    let stored = this.#cache.get(key);
    if (stored === undefined) {
      const row = this.#select.get(id.region, id.name);
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

  create(id: FunctionId, record: FunctionRecord, tags: Tags): void {
    transaction(this.#database, () => {
      this.#insertFunction.run(id.region, id.name, JSON.stringify(tags));
      this.#insertVersion.run(id.region, id.name, JSON.stringify(record));
    });
    this.#cache.delete(cacheKey(id));
  }

  update(id: FunctionId, record: FunctionRecord): void {
    this.#updateVersion.run(JSON.stringify(record), id.region, id.name);
    this.#cache.delete(cacheKey(id));
  }

  /** New tags give the function a new revision. */
  updateTags(id: FunctionId, tags: Tags, record: FunctionRecord): void {
    transaction(this.#database, () => {
      this.#updateTags.run(JSON.stringify(tags), id.region, id.name);
      this.update(id, record);
    });
  }

  /** Forgets the function; false when there was none. */
  delete(id: FunctionId): boolean {
    this.#cache.delete(cacheKey(id));
    return Number(this.#delete.run(id.region, id.name).changes) > 0;
  }

  /** What an invocation of that version runs now: during an update still the previous code and configuration. */
  serving(id: FunctionId, version: string): FunctionVersion | undefined {
    if (version !== '$LATEST') return undefined;
    const { serving, createdAt } = this.get(id)?.record ?? {};
    if (serving === undefined || createdAt === undefined) return undefined;
    return { id, version, createdAt, configuration: serving.configuration, packageId: serving.packageId };
  }

  /** Every package that some version uses or will use. */
  packageIds(): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const row of this.#records.iterate()) {
      const record = settle(JSON.parse(String(row['record'])) as FunctionRecord, this.#clock.now());
      ids.add(record.latest.packageId);
      if (record.serving !== undefined) ids.add(record.serving.packageId);
    }
    return ids;
  }

  /** How many functions a Region has, and how many bytes their packages. */
  usage(region: string): { readonly functionCount: number; readonly codeBytes: number } {
    let functionCount = 0;
    let codeBytes = 0;
    for (const row of this.#records.iterate()) {
      if (row['region'] !== region) continue;
      functionCount += 1;
      codeBytes += (JSON.parse(String(row['record'])) as FunctionRecord).latest.configuration.CodeSize ?? 0;
    }
    return { functionCount, codeBytes };
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

function cacheKey({ region, name }: FunctionId): string {
  return `${region}/${name}`;
}
