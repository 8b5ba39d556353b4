/** Runs the editor suite in a real VS Code: a desktop one where there is one, otherwise the browser workbench. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { build } from 'esbuild';
import { buildAll } from './build/buildAll.ts';
import { findDesktopCode } from './shared/desktopCode.ts';
import { cacheFolder, rootFolder, samplesFolder, vscodeHostFolder } from './shared/paths.ts';
import { endDescendants } from './shared/processTree.ts';
import { say } from './shared/progress.ts';
import { readOptions, toolMain } from './shared/toolMain.ts';
import { quietSettings, writeSettings } from './vscode-host/quietSettings.ts';
import { ensureChromium, ensureVscodeHost } from './vscode-host/setup.ts';

await toolMain(async (signal) => {
  const options = readOptions({ browser: { type: 'boolean', default: false }, grep: { type: 'string' } });
  // test-electron listens to Ctrl-C alone and leads no process group.
  signal.addEventListener('abort', () => endDescendants('SIGTERM'), { once: true });
  await buildAll();
  const suite = await bundleSuite();
  const temporary = mkdtempSync(path.join(tmpdir(), 'editor-'));
  const userDataFolder = path.join(temporary, 'user');
  writeSettings(userDataFolder, { ...quietSettings, 'security.workspace.trust.enabled': false });
  try {
    return await runTests({
      vscodeExecutablePath: await findEditor(options.browser),
      extensionDevelopmentPath: rootFolder,
      extensionTestsPath: suite,
      launchArgs: [
        copyOfSamples(temporary),
        '--user-data-dir',
        userDataFolder,
        '--extensions-dir',
        path.join(temporary, 'extensions'),
      ],
      extensionTestsEnv: {
        CODE_WEB_NODE: process.execPath,
        CODE_WEB_NODE_FLAGS: process.execArgv.join(' '),
        LAMBDA_WORKBENCH_DATA: path.join(temporary, 'data'),
        ...(options.grep ? { MOCHA_GREP: options.grep } : {}),
      },
    });
  } catch (error) {
    // The suite has said what failed; a stack of ours would only hide it.
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});

/** One CommonJS file: mocha stays outside, because it looks for its own files beside itself. */
async function bundleSuite(): Promise<string> {
  const outfile = path.join(cacheFolder, 'editor-suite', 'run.cjs');
  await build({
    absWorkingDir: rootFolder,
    entryPoints: ['test/editor/run.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}

async function findEditor(browserOnly: boolean): Promise<string> {
  const desktop = browserOnly ? undefined : findDesktopCode();
  if (desktop) {
    say(`VS Code: ${desktop}`);
    return desktop;
  }
  say(
    'No desktop VS Code here: the suite runs in the browser workbench, the same editor served to a headless Chromium.',
  );
  await ensureVscodeHost();
  await ensureChromium();
  return path.join(vscodeHostFolder, 'code-web');
}

/** The suite edits and deploys: it works on a copy. */
function copyOfSamples(folder: string): string {
  const copy = path.join(folder, 'samples');
  if (existsSync(samplesFolder)) cpSync(samplesFolder, copy, { recursive: true });
  else mkdirSync(copy);
  return copy;
}
