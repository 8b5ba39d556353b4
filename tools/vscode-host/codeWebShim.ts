/**
 * Takes VS Code's desktop command line and runs the same extension tests in the browser workbench, so that
 * `runTests({ vscodeExecutablePath })` serves machines with and without a desktop. Its exit status is the suite's.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { systemClock } from '../../src/base/clock.ts';
import { Deferred } from '../../src/base/deferred.ts';
import { cacheFolder } from '../shared/paths.ts';
import { toolMain } from '../shared/toolMain.ts';
import { openPage } from './chromium.ts';
import { type CodeServer, startCodeServer, withoutGallery } from './codeServer.ts';
import { parseDesktopArguments } from './desktopArguments.ts';
import { quietSettings, writeSettings } from './quietSettings.ts';
import { wrapSuite } from './suiteWrapper.ts';
import { workbenchAddress } from './workbenchAddress.ts';

/** A little less than the editor stage's own, so that a hang leaves a picture and the server's last words. */
const suiteDeadlineMs = Number(process.env['CODE_WEB_DEADLINE_MS'] ?? 240_000);
/** What `timeout` and shells report for a command that took too long. */
const deadlineStatus = 124;
const picturesFolder = path.join(cacheFolder, 'editor-failures');

await toolMain(async (signal) => {
  const args = parseDesktopArguments(process.argv.slice(2));
  if (!args.testsPath) throw new Error('Only test runs are served here: --extensionTestsPath is missing');
  const temporary = mkdtempSync(path.join(tmpdir(), 'code-web-'));
  const userDataFolder = path.resolve(args.userDataFolder ?? path.join(temporary, 'user'));
  const extensionsFolder = path.resolve(args.extensionsFolder ?? path.join(temporary, 'extensions'));
  writeSettings(userDataFolder, quietSettings);
  const suite = wrapSuite(path.resolve(args.testsPath), temporary);
  const server = await startCodeServer({
    userDataFolder,
    extensionsFolder,
    testDriver: true,
    trust: true,
    env: withoutGallery,
  });
  const { browser, page } = await openPage();
  const flow = setInterval(() => suite.drain(print), 100);
  try {
    const exitCode = listenForExit(page, server);
    signal.addEventListener('abort', () => exitCode.reject(signal.reason), { once: true });
    await exposeDriver(page, exitCode);
    const content = { ...args, folder: args.folder ?? temporary, testsPath: suite.wrapperPath };
    await page.goto(workbenchAddress(server.host, content));
    const status = await exitCode.promise;
    suite.drain(print);
    if (status !== 0) await takePicture(page, status === deadlineStatus ? 'deadline' : 'failed');
    if (status !== 0 || suite.finished()) return status;
    console.error('The extension host ended before the suite did');
    return 1;
  } finally {
    clearInterval(flow);
    suite.drain(print);
    await browser.close();
    await server.close();
    rmSync(temporary, { recursive: true, force: true });
  }
});

/** Settles with the suite's status, or with what went wrong around it. */
function listenForExit(page: Page, server: CodeServer): Deferred<number> {
  const exitCode = new Deferred<number>();
  let settled = false;
  const settle = () => {
    settled = true;
  };
  // Handled here as well, because it may be rejected before anyone awaits it.
  exitCode.promise.then(settle, settle);
  page.on('crash', () => {
    console.error('The browser page crashed');
    exitCode.resolve(1);
  });
  void server.exited.then(() => {
    if (settled) return;
    console.error(`The VS Code server ended early:\n${server.recentOutput()}`);
    exitCode.resolve(1);
  });
  systemClock.after(suiteDeadlineMs, () => {
    console.error(`No result after ${suiteDeadlineMs} ms. The server's last lines:`);
    console.error(server.recentOutput().split('\n').slice(-30).join('\n'));
    exitCode.resolve(deadlineStatus);
  });
  return exitCode;
}

/** The two functions by which a workbench with its test driver speaks to whoever runs it. */
async function exposeDriver(page: Page, exitCode: Deferred<number>): Promise<void> {
  await page.exposeFunction('codeAutomationLog', () => {});
  await page.exposeFunction('codeAutomationExit', (code: number) => exitCode.resolve(code));
}

async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(picturesFolder, { recursive: true });
  const file = path.join(picturesFolder, `${name}.png`);
  await page.screenshot({ path: file }).then(
    () => console.error(`A picture of the workbench: ${file}`),
    () => {},
  );
}

function print(text: string): void {
  process.stdout.write(text);
}
