/** What a soak run left behind, read from the operating system (Linux). */

import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { descendantsOf } from '../shared/processTree.ts';
import { retainedBytes } from './retainedMemory.ts';
import type { Life } from './soakService.ts';

export interface Footprint {
  /** What the service needs after a garbage collection. */
  readonly retainedBytes: number;
  readonly residentBytes: number;
  readonly descriptors: number;
  readonly sockets: number;
  readonly processes: number;
  /** Folders of environments. */
  readonly environmentFolders: number;
}

/** What the service holds now. `undefined` where there is no /proc. */
export async function footprintOf({ pid, inspectorUrl }: Life, dataFolder: string): Promise<Footprint | undefined> {
  if (process.platform !== 'linux') return undefined;
  const retained = await retainedBytes(inspectorUrl);
  const resident = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1];
  const targets = list(`/proc/${pid}/fd`).map((name) => link(`/proc/${pid}/fd/${name}`));
  return {
    retainedBytes: retained,
    residentBytes: Number(resident ?? 0) * 1024,
    descriptors: targets.length,
    sockets: targets.filter((target) => target.startsWith('socket:')).length,
    processes: descendantsOf(pid).length,
    environmentFolders: environmentFoldersOf(dataFolder).length,
  };
}

/** Folders of environments of all services that ever had the data folder. */
export function environmentFoldersOf(dataFolder: string): readonly string[] {
  const parent = path.join(dataFolder, 'work', 'environments');
  return list(parent).flatMap((service) => list(path.join(parent, service)).map((name) => path.join(service, name)));
}

/**
 * Processes that belong to the run: they run in the data folder, were given a path in it, or carry the run's word. The
 * service itself does not count.
 */
export function processesOf(dataFolder: string, word: string, servicePid: number | undefined): readonly string[] {
  return list('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === servicePid || pid === process.pid) return [];
    const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
    const isOurs =
      command.includes(word) ||
      link(`/proc/${pid}/cwd`).startsWith(dataFolder) ||
      read(`/proc/${pid}/environ`).includes(dataFolder);
    return isOurs && !/\) Z /.test(read(`/proc/${pid}/stat`)) ? [`${pid} ${command.slice(0, 100)}`] : [];
  });
}

/** Processes of functions by function: the shell that starts each and the runtime, not what the runtime started. */
export function functionProcesses(servicePid: number): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const depths = new Map<number, number>();
  // Parents come before their children.
  for (const pid of descendantsOf(servicePid)) {
    const name = /\0?AWS_LAMBDA_FUNCTION_NAME=([^\0]*)/.exec(read(`/proc/${pid}/environ`))?.[1];
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]);
    const depth = (depths.get(parent) ?? 0) + 1;
    depths.set(pid, depth);
    if (name !== undefined && depth <= 2) found.set(pid, name);
  }
  return found;
}

function list(folder: string): readonly string[] {
  try {
    return existsSync(folder) ? readdirSync(folder) : [];
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
