/** `npm run service`: the local service alone. Its ready line is the first line on standard output; ours go to standard error. */

import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildAll } from './build/buildAll.ts';
import { distFolder } from './shared/paths.ts';
import { toolMain } from './shared/toolMain.ts';

await toolMain(async (signal) => {
  await buildAll({ only: ['service', 'bootstraps'] });
  signal.throwIfAborted();
  // In our process group: a terminal's Ctrl-C reaches it directly, and the options are its own to read.
  const service = spawn(
    process.execPath,
    [...process.execArgv, path.join(distFolder, 'service', 'main.js'), ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  );
  const ended = new Promise<number>((resolve, reject) => {
    service.once('error', reject);
    service.once('exit', (code, name) => resolve(code ?? (name === 'SIGINT' || name === 'SIGTERM' ? 0 : 1)));
  });
  signal.addEventListener('abort', () => service.kill('SIGTERM'), { once: true });
  return ended;
});
