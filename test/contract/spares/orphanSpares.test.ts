/** No spare outlives its service, however that ends. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { allGone, isAlive } from '../../support/processes.ts';
import { SpareBench } from '../../support/spareBench.ts';

const victim = path.join(import.meta.dirname, '../../support/spareVictim.ts');

/** The process and what it has started, as far as that can be seen. */
function treeOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
    return [pid, ...children];
  } catch {
    return [pid];
  }
}

test('kill -9 of the service ends its spares', async () => {
  const service = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', victim], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: service.stdout }), 'line');
  const pids = treeOf(Number(line));
  for (const pid of pids) expect(await isAlive(pid)).toBe(true);
  const ended = once(service, 'exit');
  service.kill('SIGKILL');
  await ended;
  await allGone(pids);
});

test('an orderly end leaves none behind', async () => {
  const spares = await SpareBench.create();
  const files = { 'app.py': 'def handler(event, context):\n    return 1\n' };
  const version = spares.bench.version('one', { Runtime: 'python3.12', Handler: 'app.handler' }, files);
  const { pid } = await spares.untilSpare(() => spares.fresh(version));
  const pids = treeOf(pid);
  await spares.close();
  await allGone(pids);
});
