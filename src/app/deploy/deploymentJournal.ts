/**
 * What was deployed from this machine, on disk: one small file for each function on a target, a line for each step.
 * A line is written before a step and after it, so that whatever ends the process, the next run knows where it was.
 */

import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { parseJsonObject } from '../../base/json.ts';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import { replaceFile } from '../atomicFile.ts';
import {
  type Deployment,
  type DeploymentPlan,
  deploymentsOf,
  type JournalEntry,
  type JournalFact,
} from './deployment.ts';

/** Above it, a file keeps its last deployments only. */
const largestFileBytes = 64 * 1024;
const keptDeployments = 20;

export class DeploymentJournal {
  readonly #folder: string;
  readonly #clock: Clock;

  /** `folder`: made when first needed. */
  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** Oldest first; none where nothing was deployed from here. */
  async deployments(key: FunctionKey): Promise<readonly Deployment[]> {
    return deploymentsOf(await this.#entries(key));
  }

  /** Resolves when the beginning is on disk. */
  async begin(key: FunctionKey, plan: DeploymentPlan): Promise<JournalWriter> {
    const writer = new DeploymentWriter(this.#fileOf(key), randomBytes(6).toString('hex'), this.#clock);
    mkdirSync(this.#folder, { recursive: true });
    await this.#shorten(key);
    await writer.write({ kind: 'began', ...plan });
    return writer;
  }

  /** Goes on writing about a deployment that an earlier run began. */
  resume(key: FunctionKey, { id }: Deployment): JournalWriter {
    return new DeploymentWriter(this.#fileOf(key), id, this.#clock);
  }

  /** A line that a crash cut off is passed over. */
  async #entries(key: FunctionKey): Promise<readonly JournalEntry[]> {
    const text = await readFile(this.#fileOf(key), 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => {
      const entry = line === '' ? undefined : parseJsonObject(line);
      return entry?.['id'] === undefined ? [] : [entry as unknown as JournalEntry];
    });
  }

  async #shorten(key: FunctionKey): Promise<void> {
    const file = this.#fileOf(key);
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes < largestFileBytes) return;
    const entries = await this.#entries(key);
    const kept = new Set(
      deploymentsOf(entries)
        .slice(-keptDeployments)
        .map(({ id }) => id),
    );
    const lines = entries.filter(({ id }) => kept.has(id)).map((entry) => `${JSON.stringify(entry)}\n`);
    await replaceFile(file, lines.join(''));
  }

  /** Names may hold what file systems do not take. */
  #fileOf({ targetId, functionName }: FunctionKey): string {
    const hash = createHash('sha256').update(`${targetId}\n${functionName}`).digest('hex').slice(0, 32);
    return path.join(this.#folder, `${hash}.jsonl`);
  }
}

/** Writes about one deployment. */
export interface JournalWriter {
  /** Resolves when the line is on disk. */
  write(entry: JournalFact): Promise<void>;
}

class DeploymentWriter implements JournalWriter {
  readonly #id: string;
  readonly #file: string;
  readonly #clock: Clock;

  constructor(file: string, id: string, clock: Clock) {
    this.#file = file;
    this.#id = id;
    this.#clock = clock;
  }

  /**
   * A line break first: what a crash cut off must not take this line with it. Synchronously: a line is on disk sooner than the
   * turns of the event loop that waiting for it would take, and a redeploy waits for six of them.
   */
  async write(entry: JournalFact): Promise<void> {
    appendFileSync(this.#file, `\n${JSON.stringify({ ...entry, id: this.#id, at: this.#clock.now() })}\n`);
  }
}
