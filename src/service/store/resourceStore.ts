/** Resources of a Region that stand beside its functions: event source mappings, code signing configurations, capacity providers. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** One kind of resource. A record is what the service keeps of one; it must survive as JSON. */
export class ResourceStore<RecordType> {
  readonly #kind: string;
  readonly #select: StatementSync;
  readonly #page: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;

  /** `kind` names the resources in the database. */
  constructor(database: DatabaseSync, kind: string) {
    this.#kind = kind;
    this.#select = database.prepare('SELECT record FROM resource WHERE region = ? AND kind = ? AND id = ?');
    this.#page = database.prepare(
      'SELECT id, record FROM resource WHERE region = ? AND kind = ? AND id > ? ORDER BY id',
    );
    this.#put = database.prepare(
      `INSERT INTO resource (region, kind, id, record) VALUES (?, ?, ?, ?)
       ON CONFLICT (region, kind, id) DO UPDATE SET record = excluded.record`,
    );
    this.#delete = database.prepare('DELETE FROM resource WHERE region = ? AND kind = ? AND id = ?');
  }

  get(region: string, id: string): RecordType | undefined {
    const row = this.#select.get(region, this.#kind, id);
    return row === undefined ? undefined : (JSON.parse(String(row['record'])) as RecordType);
  }

  /** Those that come after `afterId`, in the order of their ids. */
  list(region: string, afterId = ''): readonly { readonly id: string; readonly record: RecordType }[] {
    return this.#page.all(region, this.#kind, afterId).map((row) => ({
      id: String(row['id']),
      record: JSON.parse(String(row['record'])) as RecordType,
    }));
  }

  put(region: string, id: string, record: RecordType): void {
    this.#put.run(region, this.#kind, id, JSON.stringify(record));
  }

  /** Deleting what is not there is no error. */
  delete(region: string, id: string): void {
    this.#delete.run(region, this.#kind, id);
  }
}
