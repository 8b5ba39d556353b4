/** Finds a desktop VS Code that can be started here. */

import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';

/** The program itself, not the `code` script that hands over to it. `undefined` where there is no VS Code or no display. */
export function findDesktopCode(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const given = environment['VSCODE_PATH'];
  if (given) {
    if (!existsSync(given)) throw new HumanError(`VSCODE_PATH names a file that is not there: ${given}`);
    return programOf(given);
  }
  if (!hasDisplay(environment)) return undefined;
  return [...onPath(environment), ...usualPlaces(environment)].map(programOf).find((file) => existsSync(file));
}

function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}

function onPath(environment: NodeJS.ProcessEnv): string[] {
  const names = process.platform === 'win32' ? ['code.cmd', 'code-insiders.cmd'] : ['code', 'code-insiders'];
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return (
    folders
      .flatMap((folder) => names.map((name) => path.join(folder, name)))
      .filter((file) => existsSync(file))
      // Inside a remote window `code` is a messenger to the window's own editor; it cannot open another one.
      .filter((file) => !realpathSync(file).includes('remote-cli'))
  );
}

function usualPlaces(environment: NodeJS.ProcessEnv): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', path.join(homedir(), 'Applications')].map((folder) =>
        path.join(folder, 'Visual Studio Code.app/Contents/MacOS/Electron'),
      );
    case 'win32':
      return [
        environment['LOCALAPPDATA'] && path.join(environment['LOCALAPPDATA'], 'Programs'),
        environment['ProgramFiles'],
      ].flatMap((folder) => (folder ? [path.join(folder, 'Microsoft VS Code', 'Code.exe')] : []));
    default:
      return ['/usr/share/code/code', '/opt/visual-studio-code/code', '/snap/code/current/usr/share/code/code'];
  }
}

/** From the command-line script inside an installation to the program: `bin/code` lies in it at a known depth. */
function programOf(file: string): string {
  const real = existsSync(file) ? realpathSync(file) : file;
  const folder = path.dirname(real);
  if (path.basename(folder) !== 'bin') return real;
  const candidates = [
    path.join(folder, '..', 'Code.exe'),
    path.join(folder, '..', 'Code - Insiders.exe'),
    path.join(folder, '..', 'code'),
    path.join(folder, '..', 'code-insiders'),
    path.join(folder, '..', '..', '..', 'MacOS', 'Electron'),
    path.join(folder, '..', '..', '..', 'MacOS', 'Code'),
  ];
  return candidates.find((candidate) => existsSync(candidate)) ?? real;
}
