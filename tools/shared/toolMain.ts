/** The frame of every tool: options parsed strictly, failures as one sentence, signals turned into an orderly end. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { HumanError } from '../../src/base/humanError.ts';
import { say } from './progress.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The values of the tool's own options. Throws a `HumanError` for one that it does not know. */
export function readOptions<T extends Options>(options: T) {
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new HumanError(`${(error as Error).message.split('. ')[0]}. See --help.`);
  }
}

/**
 * Runs a tool. `signal` aborts when somebody asks it to end (Ctrl-C, SIGTERM, a closed terminal); the tool then closes what it
 * opened and returns. The number it returns is its exit status.
 */
export async function toolMain(tool: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const ended = new AbortController();
  // A terminal signals the whole foreground group and our parents pass the signal on as well: any repetition means the same.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => ended.abort(new StopRequest(name)));
  endWithParent(() => ended.abort(new StopRequest('SIGTERM')));
  let status: number;
  try {
    status = await tool(ended.signal);
  } catch (error) {
    if (ended.signal.aborted) status = statusOf(ended.signal.reason);
    else if (error instanceof HumanError) {
      say(error.message);
      status = 1;
    } else throw error;
  }
  // Not left to an empty event loop: a library's forgotten socket must not keep a finished tool alive.
  process.stdout.write('', () => process.exit(status));
}

/** Whoever started us passes signals on; killed outright it cannot, and nobody else would end what we began. */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) end();
  }, 500);
  watch.unref();
}

/** Why a tool's signal aborted. */
class StopRequest extends Error {
  override readonly name = 'StopRequest';
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`Ended by ${signal}`);
    this.signal = signal;
  }
}

/** What shells report for a command that a signal ended. */
function statusOf(reason: unknown): number {
  const numbers: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
  return reason instanceof StopRequest ? 128 + (numbers[reason.signal] ?? 0) : 1;
}
