/** A soak run from its first function to its verdict. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Clock, sleep } from '../../src/base/clock.ts';
import { Random } from '../fuzz/random.ts';
import { type KnownFunction, SoakJournal } from './journal.ts';
import { type Footprint, footprintOf } from './leftovers.ts';
import { checkOrphans, endInOrder, killEnvironments, killService, type MischiefOptions } from './mischief.ts';
import { quietPoint } from './quietPoint.ts';
import { soakRuntimes } from './soakFunctions.ts';
import { SoakService } from './soakService.ts';
import {
  changer,
  checkKnown,
  createSoakFunction,
  eventSender,
  passer,
  type Soak,
  streamReader,
  type Worker,
  wildCaller,
} from './workers.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

export interface SoakResult {
  readonly seed: number;
  readonly minutes: number;
  readonly lives: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly accepted: number;
  /** Events that ran more than once: allowed. */
  readonly repeated: number;
  readonly lost: readonly string[];
  /** At the quiet points of the service's last, long life. */
  readonly footprints: readonly Footprint[];
  readonly faults: readonly string[];
}

/** For this share of the time the service is killed again and again; then one service lives to the end. */
const restlessShare = 0.6;
const quietPoints = 5;
/** Two failed attempts of an event wait for a minute and for two. */
const drainMs = 6 * 60_000;

export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { clock, seed, signal } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'lambda-soak-'));
  const dataFolder = path.join(folder, 'data');
  const recordFile = path.join(folder, 'record');
  writeFileSync(recordFile, '');
  const random = new Random(seed);
  // A sleep that nobody else sleeps.
  const word = `3${random.integer(100_000, 999_999)}.${process.pid}`;
  const journal = new SoakJournal();
  const service = new SoakService(dataFolder, path.join(folder, 'service.log'));
  let ids = 0;
  const soak: Soak = {
    service,
    journal,
    random,
    variables: { SOAK_RECORD: recordFile, SOAK_SLEEP: word },
    newId: () => `n${++ids}`,
  };
  const mischief: MischiefOptions = { soak, clock, dataFolder, word };
  try {
    await service.start();
    const known = await prepare(soak);
    const workers = allWorkers(soak, known);
    const restlessMs = options.minutes * 60_000 * restlessShare;
    options.onProgress(`Killing the service now and then for ${(restlessMs / 60_000).toFixed(1)} minutes`);
    await during(options, restlessMs, workers, [
      (stop) => killEnvironments(mischief, stop),
      (stop) => killService(mischief, stop),
    ]);
    const footprints: Footprint[] = [];
    const calmMs = options.minutes * 60_000 - restlessMs;
    for (let point = 0; point <= quietPoints; point += 1) {
      // Events that still wait would start environments again.
      await drain(options, journal, recordFile);
      await quietPoint(soak, clock);
      const footprint = await footprintOf(await service.alive(), dataFolder);
      if (footprint !== undefined) footprints.push(footprint);
      options.onProgress(`Quiet point ${point}: ${JSON.stringify(footprint)}`);
      if (point < quietPoints) {
        await during(options, calmMs / quietPoints, workers, [(stop) => killEnvironments(mischief, stop)]);
      }
    }
    const { lost, repeated } = await drain(options, journal, recordFile);
    for (const each of known) await checkKnown(soak, each);
    await endInOrder(mischief);
    await checkOrphans(mischief);
    const counts = Object.fromEntries([...journal.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
    const { lives } = service;
    const faults = [...journal.faults, ...lost.map((id) => `event ${id} was accepted and never ran`)];
    return {
      seed,
      minutes: options.minutes,
      lives,
      counts,
      accepted: journal.accepted.size,
      repeated,
      lost,
      footprints,
      faults,
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await service.end('SIGKILL').catch(() => {});
    if (journal.faults.length === 0) rmSync(folder, { recursive: true, force: true });
    else options.onProgress(`Kept for a look: ${folder}`);
  }
}

async function prepare(soak: Soak): Promise<readonly KnownFunction[]> {
  const known: KnownFunction[] = [];
  for (const runtime of soakRuntimes) {
    for (const kind of ['wild', 'record', 'changing'])
      await createSoakFunction(soak, runtime, `${kind}-${runtime.name}`);
    const name = `changing-${runtime.name}`;
    known.push({ name, build: 1, sentBuild: 1, description: '', sentDescription: '' });
  }
  const [node] = soakRuntimes;
  if (node !== undefined) await createSoakFunction(soak, node, 'stream-node');
  return known;
}

function allWorkers(soak: Soak, known: readonly KnownFunction[]): readonly Worker[] {
  const changers = soakRuntimes.flatMap((runtime, index) => {
    const own = known[index];
    return own === undefined ? [] : [changer(soak, runtime, own)];
  });
  const callers = Array.from({ length: 4 }, () => wildCaller(soak));
  return [...callers, eventSender(soak), eventSender(soak), streamReader(soak), ...changers, passer(soak)];
}

/** Lets everybody work for a time. Resolves when the last one has finished what it was doing. */
async function during(
  { clock, signal }: SoakOptions,
  ms: number,
  workers: readonly Worker[],
  others: readonly ((stop: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const stop = new AbortController();
  const stopped = AbortSignal.any([stop.signal, signal]);
  const timer = clock.after(ms, () => stop.abort());
  const work = async (worker: Worker) => {
    while (!stopped.aborted) await worker();
  };
  const waitOut = (loop: Promise<void>) =>
    loop.catch((error: unknown) => {
      if (!stopped.aborted) throw error;
    });
  try {
    await Promise.all([...workers.map(work), ...others.map((other) => waitOut(other(stopped)))]);
  } finally {
    timer.dispose();
    stop.abort();
  }
  signal.throwIfAborted();
}

/** Waits until every accepted event has run. */
async function drain({ clock, signal }: SoakOptions, journal: SoakJournal, recordFile: string) {
  const untilMs = clock.monotonic() + drainMs;
  for (;;) {
    const ran = readFileSync(recordFile, 'utf8').split('\n').filter(Boolean);
    const once = new Set(ran);
    const lost = [...journal.accepted].filter((id) => !once.has(id));
    if (lost.length === 0 || clock.monotonic() > untilMs) return { lost, repeated: ran.length - once.size };
    await sleep(clock, 500, signal);
  }
}
