/** The layers of the account: their versions, each with its package and who may use it. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { transaction } from './database.ts';
import type { PolicyRecord } from './policyRecord.ts';

export interface LayerId {
  readonly region: string;
  readonly name: string;
}

/** What never changes of a version. */
export interface LayerRecord {
  readonly packageId: string;
  readonly codeSha256: string;
  readonly codeBytes: number;
  readonly unzippedBytes: number;
  readonly description: string;
  /** `2026-01-15T10:11:12.000+0000` */
  readonly createdDate: string;
  /** `undefined` when the publisher said nothing, which the API leaves out. */
  readonly runtimes: readonly string[] | undefined;
  readonly architectures: readonly string[] | undefined;
  readonly licenseInfo: string | undefined;
}

export interface LayerVersion {
  readonly id: LayerId;
  readonly version: number;
  readonly record: LayerRecord;
  readonly policy: PolicyRecord | undefined;
}

export class LayerStore {
  readonly #database: DatabaseSync;
  readonly #insertLayer: StatementSync;
  readonly #nextVersion: StatementSync;
  readonly #insertVersion: StatementSync;
  readonly #select: StatementSync;
  readonly #versions: StatementSync;
  readonly #all: StatementSync;
  readonly #everywhere: StatementSync;
  readonly #delete: StatementSync;
  readonly #updatePolicy: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    const columns = 'SELECT region, name, version, record, policy FROM layer_version';
    this.#insertLayer = database.prepare('INSERT INTO layer (region, name) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#nextVersion = database.prepare(
      'UPDATE layer SET next_version = next_version + 1 WHERE region = ? AND name = ? RETURNING next_version - 1 AS n',
    );
    this.#insertVersion = database.prepare(
      'INSERT INTO layer_version (region, name, version, record) VALUES (?, ?, ?, ?)',
    );
    this.#select = database.prepare(`${columns} WHERE region = ? AND name = ? AND version = ?`);
    this.#versions = database.prepare(`${columns} WHERE region = ? AND name = ? ORDER BY version DESC`);
    this.#all = database.prepare(`${columns} WHERE region = ? ORDER BY name, version DESC`);
    this.#everywhere = database.prepare('SELECT record FROM layer_version');
    this.#delete = database.prepare('DELETE FROM layer_version WHERE region = ? AND name = ? AND version = ?');
    this.#updatePolicy = database.prepare(
      'UPDATE layer_version SET policy = ? WHERE region = ? AND name = ? AND version = ?',
    );
  }

  /** Stores a version under the next number; numbers are never used twice, also after all versions were deleted. */
  publish({ region, name }: LayerId, record: LayerRecord): number {
    return transaction(this.#database, () => {
      this.#insertLayer.run(region, name);
      const version = Number(this.#nextVersion.get(region, name)?.['n']);
      this.#insertVersion.run(region, name, version, JSON.stringify(record));
      return version;
    });
  }

  get({ region, name }: LayerId, version: number): LayerVersion | undefined {
    const row = this.#select.get(region, name, version);
    return row === undefined ? undefined : fromRow(row);
  }

  /** Of one layer, newest first. */
  versions({ region, name }: LayerId): readonly LayerVersion[] {
    return this.#versions.all(region, name).map(fromRow);
  }

  /** Of all layers of a Region, by name and newest first. */
  all(region: string): readonly LayerVersion[] {
    return this.#all.all(region).map(fromRow);
  }

  setPolicy({ region, name }: LayerId, version: number, policy: PolicyRecord | undefined): void {
    this.#updatePolicy.run(policy === undefined ? null : JSON.stringify(policy), region, name, version);
  }

  /** Functions that have the version keep it. Deleting what is not there is no error. */
  delete({ region, name }: LayerId, version: number): void {
    this.#delete.run(region, name, version);
  }

  /** Every package that some version stands for. */
  packageIds(): ReadonlySet<string> {
    return new Set(this.#everywhere.all().map((row) => recordOf(row).packageId));
  }
}

function fromRow(row: Readonly<Record<string, unknown>>): LayerVersion {
  const policy = row['policy'];
  return {
    id: { region: String(row['region']), name: String(row['name']) },
    version: Number(row['version']),
    record: recordOf(row),
    policy: policy === null ? undefined : (JSON.parse(String(policy)) as PolicyRecord),
  };
}

function recordOf(row: Readonly<Record<string, unknown>>): LayerRecord {
  return JSON.parse(String(row['record'])) as LayerRecord;
}
