/** Looks at processes of the operating system, for tests that promise that none is left. */

import { vi } from 'vitest';

/** A zombie counts as gone: it runs nothing, its parent has only not looked yet. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return status !== '' && !/^State:\s+Z/m.test(status);
}

/** Resolves when all of them are gone: the end of another program's child has no event here. Rejects after 5 s. */
export function allGone(pids: readonly number[]): Promise<void> {
  return vi.waitFor(
    async () => {
      for (const pid of pids) if (await isAlive(pid)) throw new Error(`Process ${pid} is alive`);
    },
    { timeout: 5000, interval: 10 },
  );
}
