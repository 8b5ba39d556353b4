/**
 * A spare: this program, started before anybody knows for which function, waits here. It takes the function's variables
 * and folder, and goes on as if it had been started with them.
 */

import { closeSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import { writeMarkNow } from './logPipe.ts';

/** What the service writes, once, as JSON; the end of the message is the end of the channel. */
interface Takeover {
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

const channelVariable = 'LAMBDA_WORKBENCH_SPARE';

/** Returns at once in a process that was started for its function. Ends a spare that is not needed any more. */
export function awaitFunction(): void {
  const channel = process.env[channelVariable];
  if (channel === undefined) return;
  warmUp();
  writeMarkNow();
  const message = readToEnd(Number(channel));
  // Nobody is there any more who could have a function.
  if (message.length === 0) process.exit(0);
  const { environment, folder } = JSON.parse(message.toString('utf8')) as Takeover;
  closeSync(Number(channel));
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(environment)) process.env[name] = value;
  process.chdir(folder);
  // NODE_PATH is read when Node.js starts, and by this.
  (require('node:module') as { _initPaths?(): void })._initPaths?.();
}

/** Blocks: the process must do nothing until then, not even open what an event loop needs. */
function readToEnd(channel: number): Buffer {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    const length = readSync(channel, chunk);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, length));
  }
}

/** What is called for the first time is compiled then. */
function warmUp(): void {
  new Socket().destroy();
}
