/** What the extension host of a workbench holds, on systems that tell. */

import { readdirSync, readFileSync } from 'node:fs';

/** Bytes of the resident set of the extension host that serves this user data folder; `undefined` where it cannot be found. */
export function extensionHostBytes(userDataFolder: string): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const servers = new Set(pids().filter((pid) => textOf(pid, 'cmdline').includes(userDataFolder)));
  const hosts = pids().filter((pid) => {
    const isHost = textOf(pid, 'cmdline').includes('--type=extensionHost');
    return isHost && ancestorsOf(pid).some((ancestor) => servers.has(ancestor));
  });
  const bytes = hosts.map((pid) => Number(/VmRSS:\s+(\d+) kB/.exec(textOf(pid, 'status'))?.[1] ?? 0) * 1024);
  return bytes.length === 0 ? undefined : Math.max(...bytes);
}

function pids(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

function ancestorsOf(pid: string): readonly string[] {
  const ancestors: string[] = [];
  for (let at = pid; at !== '0' && at !== '' && ancestors.length < 20; ) {
    at = /PPid:\s+(\d+)/.exec(textOf(at, 'status'))?.[1] ?? '';
    ancestors.push(at);
  }
  return ancestors;
}

/** Empty for a process that ended meanwhile. */
function textOf(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
