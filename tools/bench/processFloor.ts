/** The floor of everything that starts a process: the same interpreter doing nothing. */

import { runCommand } from '../shared/childProcess.ts';
import { timed } from './statistics.ts';

const deadlineMs = 20_000;

/** `node -e 0`, `python -c 0`: from the spawn to the exit, in milliseconds. */
export async function bareStart(interpreter: string, args: readonly string[]): Promise<number> {
  return timed(async () => {
    const { exitCode, output } = await runCommand(interpreter, args, { deadlineMs });
    if (exitCode !== 0) throw new Error(`${interpreter} ${args.join(' ')} ended with ${exitCode}: ${output}`);
  });
}
