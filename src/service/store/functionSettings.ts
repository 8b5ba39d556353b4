/** What is set for a function beside its configuration: reserved concurrency, asynchronous invocation, permissions. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FunctionId } from './functionVersion.ts';

/** One kind of setting; a function has at most one record for each qualifier. They go with their function. */
export class FunctionSettings<RecordType> {
  readonly #kind: string;
  readonly #select: StatementSync;
  readonly #all: StatementSync;
  readonly #mine: StatementSync;
  readonly #functions: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;

  /** `kind` names the setting in the database. */
  constructor(database: DatabaseSync, kind: string) {
    this.#kind = kind;
    const columns = 'SELECT name, qualifier, record FROM function_setting WHERE region = ? AND kind = ?';
    this.#select = database.prepare(`${columns} AND name = ? AND qualifier = ?`);
    this.#all = database.prepare(`${columns} ORDER BY name, qualifier`);
    this.#mine = database.prepare(`${columns} AND name = ? ORDER BY qualifier`);
    this.#functions = database.prepare('SELECT DISTINCT region, name FROM function_setting WHERE kind = ?');
    this.#put = database.prepare(
      `INSERT INTO function_setting (region, name, kind, qualifier, record) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (region, name, kind, qualifier) DO UPDATE SET record = excluded.record`,
    );
    this.#delete = database.prepare(
      'DELETE FROM function_setting WHERE region = ? AND name = ? AND kind = ? AND qualifier = ?',
    );
  }

  get({ region, name }: FunctionId, qualifier = ''): RecordType | undefined {
    const row = this.#select.get(region, this.#kind, name, qualifier);
    return row === undefined ? undefined : (JSON.parse(String(row['record'])) as RecordType);
  }

  /** All of a Region, by name and qualifier. */
  list(region: string): readonly { readonly name: string; readonly qualifier: string; readonly record: RecordType }[] {
    return this.#all.all(region, this.#kind).map((row) => ({
      name: String(row['name']),
      qualifier: String(row['qualifier']),
      record: JSON.parse(String(row['record'])) as RecordType,
    }));
  }

  /** All of a function, by qualifier. */
  ofFunction({ region, name }: FunctionId): readonly { readonly qualifier: string; readonly record: RecordType }[] {
    return this.#mine.all(region, this.#kind, name).map((row) => ({
      qualifier: String(row['qualifier']),
      record: JSON.parse(String(row['record'])) as RecordType,
    }));
  }

  /** The functions of all Regions that have one. */
  functions(): readonly FunctionId[] {
    return this.#functions.all(this.#kind).map((row) => ({ region: String(row['region']), name: String(row['name']) }));
  }

  put({ region, name }: FunctionId, record: RecordType, qualifier = ''): void {
    this.#put.run(region, name, this.#kind, qualifier, JSON.stringify(record));
  }

  /** Deleting what is not there is no error. */
  delete({ region, name }: FunctionId, qualifier = ''): void {
    this.#delete.run(region, name, this.#kind, qualifier);
  }
}
