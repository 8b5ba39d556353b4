/** Which process a connection on the loopback address comes from. Linux alone tells. */

import { readdirSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** A connection as the side that was called sees it. */
export interface LoopbackConnection {
  readonly calledPort: number;
  readonly callerPort: number;
}

/**
 * What the caller's end is called in the descriptors of its process; `undefined` where that cannot be told. The kernel
 * takes milliseconds for its tables of connections, however few there are: nobody else waits meanwhile.
 */
export async function callerSocket(connection: LoopbackConnection): Promise<string | undefined> {
  return (await socketIn('/proc/net/tcp', connection)) ?? (await socketIn('/proc/net/tcp6', connection));
}

/** Whether one of these processes has the socket open; `undefined` when it is none that could be looked at. */
export function holdsSocket(processes: readonly number[], socket: string): boolean | undefined {
  let isSure = true;
  for (const pid of processes) {
    try {
      if (readdirSync(`/proc/${pid}/fd`).some((name) => targetOf(`/proc/${pid}/fd/${name}`) === socket)) return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') isSure = false;
    }
  }
  return isSure ? false : undefined;
}

/** Each line: number, own address, other address, state, …, inode as the tenth. Ports are hexadecimal. */
async function socketIn(table: string, { calledPort, callerPort }: LoopbackConnection): Promise<string | undefined> {
  const own = portText(callerPort);
  const other = portText(calledPort);
  for (const line of (await read(table)).split('\n')) {
    if (!line.includes(own) || !line.includes(other)) continue;
    const [, address = '', remote = '', , , , , , , inode] = line.trim().split(/\s+/);
    if (address.endsWith(own) && remote.endsWith(other)) return `socket:[${inode}]`;
  }
  return undefined;
}

function portText(port: number): string {
  return `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
}

function targetOf(descriptor: string): string {
  try {
    return readlinkSync(descriptor);
  } catch {
    return '';
  }
}

function read(path: string): Promise<string> {
  return readFile(path, 'latin1').catch(() => '');
}
