/** No process of a function outlives the service, even when the service is killed without a chance to clean up. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { allGone, isAlive } from '../../support/processes.ts';

const victim = path.join(import.meta.dirname, '../../support/dispatcherVictim.ts');

test('kill -9 of the service ends every process that functions started', async () => {
  const service = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', victim], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: service.stdout });
  const [line] = await once(lines, 'line');
  const pids = JSON.parse(String(line)) as number[];
  // An idle environment, its own child, one that spins without reading its socket, one of Python, and a daemon that
  // has left its session, its parent and its variables.
  expect(pids).toHaveLength(5);
  for (const pid of pids) expect(await isAlive(pid)).toBe(true);
  const ended = once(service, 'exit');
  service.kill('SIGKILL');
  await ended;
  await allGone(pids);
});
