/** Real processes under the supervisor, at moments that a whole environment seldom meets. */

import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../../../src/base/clock.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { LocalSupervisor } from '../../../../src/service/environment/localSupervisor.ts';
import { Watchdog } from '../../../../src/service/environment/watchdog.ts';

const supervisor = new LocalSupervisor(new Watchdog(undefined, silentLog), systemClock, silentLog);
afterAll(() => supervisor.close());

const command = (...script: string[]) => ({
  command: '/bin/sh',
  arguments: ['-c', ...script],
  folder: '/',
  environment: { PATH: '/usr/bin:/bin' },
});

test.runIf(process.platform === 'linux')('memory can be asked for before the program has started', async () => {
  // In the turn of its start there is mostly nothing but the shell.
  const children = Array.from({ length: 20 }, () => {
    const child = supervisor.exec(command('exec sleep 60'));
    return { child, bytes: child.currentMemoryBytes() };
  });
  expect(children.map(({ bytes }) => typeof bytes)).toEqual(children.map(() => 'number'));
  for (const { child } of children) child.kill();
  for (const { child } of children) expect(await child.exited).toEqual({ code: undefined, signal: 'SIGKILL' });
});

test.runIf(process.platform !== 'win32')('a program that is not there is exit status 127', async () => {
  const child = supervisor.exec({ ...command(), command: '/nowhere/program', arguments: [] });
  expect(await child.exited).toMatchObject({ code: 127 });
});
