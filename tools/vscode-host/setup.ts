/** Installs the browser workbench on first use: VS Code's server and Chromium, from npm packages alone, nothing compiled. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { runCommand } from '../shared/childProcess.ts';
import { findNode24, runNpm } from '../shared/npm.ts';
import { vscodeHostFolder } from '../shared/paths.ts';
import { step } from '../shared/progress.ts';
import { standInModules } from './standInModules.ts';

export interface VscodeHost {
  /** The Node that runs the server. */
  readonly node: string;
  /** `server-main.js`. */
  readonly server: string;
}

const modulesFolder = path.join(vscodeHostFolder, 'node_modules');
const serverFolder = path.join(modulesFolder, 'code-server', 'lib', 'vscode');
const browserFolder = path.join(vscodeHostFolder, 'browser');

/** Where the browser workbench is; installs it first when it is not complete. About a minute and 900 MB, once. */
export async function ensureVscodeHost(): Promise<VscodeHost> {
  if (process.platform === 'win32') {
    throw new HumanError('On Windows a desktop VS Code is needed: install it, or set VSCODE_PATH to its Code.exe');
  }
  const marker = path.join(modulesFolder, '.complete');
  if (!isMarked(marker)) {
    await step('Installing a VS Code that runs in the browser (once, about 900 MB)', async () => {
      rmSync(marker, { force: true });
      await runNpm(vscodeHostFolder, ['install', '--no-save']);
      // Its own lock file does not satisfy `npm ci`; the versions are pinned by it all the same.
      await runNpm(serverFolder, ['install', '--omit=dev']);
      // TypeScript, for the editor's own help with the samples.
      await runNpm(path.join(serverFolder, 'extensions'), ['install', '--omit=dev']);
      for (const { file, source } of standInModules)
        writeFileSync(path.join(serverFolder, 'node_modules', file), source);
      writeFileSync(marker, installationKey());
    });
  }
  return { node: await findNode24(), server: path.join(serverFolder, 'out', 'server-main.js') };
}

/** A Chromium for tests and screenshots: CHROMIUM_PATH, the packaged one on Linux, or an installed Chrome. */
export async function ensureChromium(): Promise<string> {
  const given = process.env['CHROMIUM_PATH'];
  if (given) {
    if (!existsSync(given)) throw new HumanError(`CHROMIUM_PATH names a file that is not there: ${given}`);
    return given;
  }
  if (process.platform === 'linux' && process.arch === 'x64') return packagedChromium();
  const installed = installedBrowsers().find((file) => existsSync(file));
  if (installed) return installed;
  throw new HumanError('No Chromium was found: install Chrome, or set CHROMIUM_PATH to a Chromium');
}

async function packagedChromium(): Promise<string> {
  const launcher = path.join(browserFolder, 'launch');
  if (existsSync(launcher)) return launcher;
  await ensureVscodeHost();
  await step('Unpacking Chromium (once)', async () => {
    mkdirSync(browserFolder, { recursive: true });
    // The package unpacks into the temporary folder, and its shared libraries only where it takes itself to be on Lambda.
    const unpack = `import { createRequire } from 'node:module';
      const require = createRequire(${JSON.stringify(path.join(vscodeHostFolder, 'package.json'))});
      const { default: chromium } = await import(require.resolve('@sparticuz/chromium'));
      await (chromium.default ?? chromium).executablePath();`;
    const { exitCode, output } = await runCommand(process.execPath, ['--input-type=module', '--eval', unpack], {
      cwd: vscodeHostFolder,
      env: { ...process.env, TMPDIR: browserFolder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
      deadlineMs: 120_000,
    });
    if (exitCode !== 0) throw new HumanError(`Chromium could not be unpacked:\n${output}`);
    // Written last: its presence says that everything else is there.
    writeFileSync(launcher, launcherScript, { mode: 0o755 });
  });
  return launcher;
}

/** Chromium with its own copies of the libraries that a bare system lacks. */
const launcherScript = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
[ -d /etc/fonts ] || export FONTCONFIG_PATH="$here/fonts"
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec "$here/chromium" "$@"
`;

function installedBrowsers(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    return [process.env['ProgramFiles'], process.env['ProgramFiles(x86)'], process.env['LOCALAPPDATA']].flatMap(
      (folder) =>
        folder
          ? [
              path.join(folder, 'Google/Chrome/Application/chrome.exe'),
              path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
            ]
          : [],
    );
  }
  return ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`);
}

function isMarked(marker: string): boolean {
  return existsSync(marker) && readFileSync(marker, 'utf8') === installationKey();
}

/** Counted up when the steps above change: what was installed by the old ones is completed. */
const installationSteps = 2;

/** Changes when the pinned versions or what replaces the native modules do. */
function installationKey(): string {
  const hash = createHash('sha256')
    .update(String(installationSteps))
    .update(readFileSync(path.join(vscodeHostFolder, 'package-lock.json')));
  for (const { file, source } of standInModules) hash.update(file).update(source);
  return hash.digest('hex');
}
