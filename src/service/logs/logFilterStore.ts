/** Subscription filters and metric filters of log groups: stored with their group, and gone with it. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A filter and the group that it watches. */
export interface StoredLogFilter<RecordType> {
  readonly groupName: string;
  readonly name: string;
  readonly record: RecordType;
}

/** One kind of filter. A record must survive as JSON. */
export class LogFilterStore<RecordType> {
  readonly #kind: string;
  readonly #ofGroup: StatementSync;
  readonly #ofRegion: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  #hasAny: boolean;

  /** `kind` names the filters in the database. */
  constructor(database: DatabaseSync, kind: string) {
    this.#kind = kind;
    const select = `SELECT g.name AS group_name, f.name, f.record FROM log_filter f JOIN log_group g ON g.id = f.group_id`;
    this.#ofGroup = database.prepare(`${select} WHERE f.group_id = ? AND f.kind = ? ORDER BY f.name`);
    this.#ofRegion = database.prepare(`${select} WHERE g.region = ? AND f.kind = ? ORDER BY f.name, g.name`);
    this.#put = database.prepare(
      `INSERT INTO log_filter (group_id, kind, name, record) VALUES (?, ?, ?, ?)
       ON CONFLICT (group_id, kind, name) DO UPDATE SET record = excluded.record`,
    );
    this.#delete = database.prepare('DELETE FROM log_filter WHERE group_id = ? AND kind = ? AND name = ?');
    this.#hasAny = database.prepare('SELECT 1 FROM log_filter WHERE kind = ? LIMIT 1').get(kind) !== undefined;
  }

  /** False when there is surely no filter anywhere, which is known without looking. */
  get hasAny(): boolean {
    return this.#hasAny;
  }

  /** In the order of their names. */
  ofGroup(groupId: number): readonly StoredLogFilter<RecordType>[] {
    return this.#ofGroup.all(groupId, this.#kind).map((row) => this.#read(row));
  }

  ofRegion(region: string): readonly StoredLogFilter<RecordType>[] {
    return this.#ofRegion.all(region, this.#kind).map((row) => this.#read(row));
  }

  put(groupId: number, name: string, record: RecordType): void {
    this.#hasAny = true;
    this.#put.run(groupId, this.#kind, name, JSON.stringify(record));
  }

  /** False when there was no such filter. */
  delete(groupId: number, name: string): boolean {
    return Number(this.#delete.run(groupId, this.#kind, name).changes) > 0;
  }

  #read(row: Readonly<Record<string, unknown>>): StoredLogFilter<RecordType> {
    return {
      groupName: String(row['group_name']),
      name: String(row['name']),
      record: JSON.parse(String(row['record'])) as RecordType,
    };
  }
}
