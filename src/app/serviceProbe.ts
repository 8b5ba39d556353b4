/** Finds a local service that already owns a data folder: another window's, or one started from a shell. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, withDeadline } from '../base/clock.ts';
import { parseServiceLine, type ServiceReady, serviceReadyFileName } from '../protocol/serviceReady.ts';

const probeDeadlineMs = 2_000;

/** The ready line of the service that owns the folder, when there is one and it answers. */
export async function findRunningService(
  dataFolder: string,
  clock: Clock,
  signal?: AbortSignal,
): Promise<ServiceReady | undefined> {
  const ready = await readReadyFile(join(dataFolder, serviceReadyFileName));
  return ready && (await answers(ready, clock, signal)) ? ready : undefined;
}

/**
 * Whether the endpoint still speaks Lambda. The question (GetAccountSettings) is not signed, and a refusal in AWS's shape
 * is as good an answer as any: it tells that the process behind the port is a Lambda service.
 */
export async function answers(ready: ServiceReady, clock: Clock, signal?: AbortSignal): Promise<boolean> {
  if (!isAlive(ready.pid)) return false;
  try {
    return await withDeadline(clock, probeDeadlineMs, ready.endpoint, (inner) => ask(ready.endpoint, inner), signal);
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

async function ask(endpoint: string, signal: AbortSignal): Promise<boolean> {
  // Imported here: `node:http` brings Node's fetch along, which costs tens of milliseconds at start.
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const asked = request(`${endpoint}/2016-08-19/account-settings/`, { agent: false, signal }, (response) => {
      response.resume();
      resolve('x-amzn-requestid' in response.headers || 'x-amzn-errortype' in response.headers);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** A file that cannot be read or understood is no service: whoever wrote it is gone or was interrupted. */
async function readReadyFile(path: string): Promise<ServiceReady | undefined> {
  try {
    const message = parseServiceLine((await readFile(path, 'utf8')).trim());
    return message?.event === 'ready' ? message : undefined;
  } catch {
    return undefined;
  }
}

/** After a `kill -9` the file stays and its port may belong to someone else by now; the process id tells. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
