/** `npm start`: the product, running: local service, sample functions, and a VS Code with the extension. */

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { LocalServiceHost } from '../src/app/localServiceHost.ts';
import { localTarget } from '../src/app/localTarget.ts';
import { systemClock } from '../src/base/clock.ts';
import { HumanError } from '../src/base/humanError.ts';
import { silentLog } from '../src/base/log.ts';
import { connectLocal } from '../src/client/localClients.ts';
import { buildAll } from './build/buildAll.ts';
import { findDesktopCode } from './shared/desktopCode.ts';
import { distFolder, samplesFolder } from './shared/paths.ts';
import { say, step } from './shared/progress.ts';
import { toolMain } from './shared/toolMain.ts';
import { openBrowserWindow } from './start/browserWindow.ts';
import { deploySamples } from './start/deploySamples.ts';
import { openDesktopWindow } from './start/desktopWindow.ts';
import type { EditorWindow } from './start/editorWindow.ts';
import { type StartFolders, startFolders } from './start/startFolders.ts';
import { readStartOptions, type StartOptions } from './start/startOptions.ts';
import { ensureVscodeHost } from './vscode-host/setup.ts';

await toolMain(async (signal) => {
  const options = readStartOptions();
  const desktop = chooseDesktop(options);
  const folders = startFolders(options.folder);
  if (options.reset) resetFolders(folders);
  mkdirSync(folders.all, { recursive: true });
  const closers: (() => Promise<unknown>)[] = [];
  try {
    await step('Building the extension and the local service', () => buildAll());
    if (!desktop) await ensureVscodeHost();
    signal.throwIfAborted();

    const host = localServiceHost(folders.data);
    closers.push(() => host.close());
    const ready = await step('Starting the local service', () => host.ensureRunning(signal));
    if (options.samples) await deploy(host, signal);

    const env = { LAMBDA_WORKBENCH_DATA: folders.data };
    const window = await step<EditorWindow>('Starting VS Code', () =>
      desktop ? openDesktopWindow(desktop, folders, env) : openBrowserWindow(options.port, folders, env),
    );
    closers.push(() => window.close());
    say(`\n${window.announcement}\nThe local service answers at ${ready.endpoint}. Ctrl-C ends everything.`);
    return await untilEnd(window, signal);
  } catch (error) {
    if (signal.aborted) return 0;
    throw error;
  } finally {
    for (const close of closers.reverse()) await close();
  }
});

/** Only what is known to be ours: the folder around it may be a person's own. */
function resetFolders({ data, user, extensions, address }: StartFolders): void {
  for (const place of [data, user, extensions, address]) rmSync(place, { recursive: true, force: true });
}

function chooseDesktop({ editor }: StartOptions): string | undefined {
  if (editor === 'browser') return undefined;
  const desktop = findDesktopCode();
  if (editor === 'desktop' && !desktop) {
    throw new HumanError('No desktop VS Code was found here: set VSCODE_PATH to its program, or leave --desktop out');
  }
  return desktop;
}

function localServiceHost(dataFolder: string): LocalServiceHost {
  return new LocalServiceHost({
    dataFolder,
    servicePath: path.join(distFolder, 'service', 'main.js'),
    nodeBinary: { command: process.execPath, env: {} },
    environment: process.env,
    clock: systemClock,
    log: silentLog,
  });
}

async function deploy(host: LocalServiceHost, signal: AbortSignal): Promise<void> {
  const target = localTarget(host, connectLocal);
  try {
    await step('Deploying the sample functions to Local', () => deploySamples(target, samplesFolder, signal));
  } finally {
    target.dispose?.();
  }
}

/** Resolves with the exit status: 0 when somebody ended us or closed the window. */
function untilEnd(window: EditorWindow, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(0), { once: true });
    window.closed.then((sentence) => {
      if (!signal.aborted) say(sentence);
      resolve(0);
    }, reject);
  });
}
