/** Aliases of functions: names that stand for one version, or for two with a weight. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FunctionId } from './functionVersion.ts';

export interface AliasRecord {
  readonly functionVersion: string;
  readonly description: string;
  /** A second version and the share of the invocations that it gets, from 0 to 1. */
  readonly additional: { readonly version: string; readonly weight: number } | undefined;
  readonly revisionId: string;
}

export interface StoredAlias extends AliasRecord {
  readonly name: string;
}

export class AliasStore {
  readonly #select: StatementSync;
  readonly #page: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;

  /** Aliases go with their function. */
  constructor(database: DatabaseSync) {
    const columns = 'SELECT alias, record FROM function_alias WHERE region = ? AND name = ?';
    this.#select = database.prepare(`${columns} AND alias = ?`);
    this.#page = database.prepare(`${columns} AND alias > ? ORDER BY alias`);
    this.#put = database.prepare(
      `INSERT INTO function_alias (region, name, alias, record) VALUES (?, ?, ?, ?)
       ON CONFLICT (region, name, alias) DO UPDATE SET record = excluded.record`,
    );
    this.#delete = database.prepare('DELETE FROM function_alias WHERE region = ? AND name = ? AND alias = ?');
  }

  get({ region, name }: FunctionId, alias: string): StoredAlias | undefined {
    const row = this.#select.get(region, name, alias);
    return row === undefined ? undefined : fromRow(row);
  }

  /** Those that come after `afterAlias`, in the order of their names. */
  list({ region, name }: FunctionId, afterAlias = ''): readonly StoredAlias[] {
    return this.#page.all(region, name, afterAlias).map(fromRow);
  }

  put({ region, name }: FunctionId, { name: alias, ...record }: StoredAlias): void {
    this.#put.run(region, name, alias, JSON.stringify(record));
  }

  /** Deleting what is not there is no error. */
  delete({ region, name }: FunctionId, alias: string): void {
    this.#delete.run(region, name, alias);
  }
}

function fromRow(row: Readonly<Record<string, unknown>>): StoredAlias {
  return { name: String(row['alias']), ...(JSON.parse(String(row['record'])) as AliasRecord) };
}
