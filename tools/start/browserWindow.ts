/** Serves the workbench to a browser of the person's choice, with the extension installed from this folder. */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { rootFolder, samplesFolder } from '../shared/paths.ts';
import { startCodeServer } from '../vscode-host/codeServer.ts';
import { quietSettings, writeSettings } from '../vscode-host/quietSettings.ts';
import type { EditorWindow } from './editorWindow.ts';
import type { StartFolders } from './startFolders.ts';

interface Address {
  readonly port: number;
  /** Asked of every browser: loopback is open to all users of the machine. */
  readonly token: string;
}

export async function openBrowserWindow(
  port: number | undefined,
  folders: StartFolders,
  env: Readonly<Record<string, string>>,
): Promise<EditorWindow> {
  writeSettings(folders.user, quietSettings);
  linkExtension(folders);
  const { port: lastPort, token = randomBytes(16).toString('hex') } = lastAddress(folders);
  const server = await startCodeServer({
    userDataFolder: folders.user,
    extensionsFolder: folders.extensions,
    port: await choosePort(port, lastPort),
    connectionToken: token,
    defaultFolder: samplesFolder,
    trust: true,
    env,
  });
  writeFileSync(folders.address, JSON.stringify({ port: Number(server.host.split(':')[1]), token }), {
    mode: 0o600,
  });
  return {
    announcement: `VS Code is served here. Open it in a browser:\n\n  http://${server.host}/?tkn=${token}\n`,
    closed: server.exited.then(
      () => `The VS Code server ended:\n${server.recentOutput().split('\n').slice(-10).join('\n')}`,
    ),
    close: () => server.close(),
  };
}

/** An extension is a folder inside the extensions folder; ours is a link, so that a build is all it takes to change it. */
function linkExtension(folders: StartFolders): void {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(rootFolder, 'package.json'), 'utf8'));
  const folder = `${publisher}.${name}-${version}`;
  const list = path.join(folders.extensions, 'extensions.json');
  mkdirSync(folders.extensions, { recursive: true });
  // Without its list the server looks through the folder; with one it knows only what is on it.
  if (existsSync(list) && !readFileSync(list, 'utf8').includes(folder)) rmSync(list);
  const link = path.join(folders.extensions, folder);
  rmSync(link, { recursive: true, force: true });
  symlinkSync(rootFolder, link, 'dir');
}

function lastAddress(folders: StartFolders): Partial<Address> {
  try {
    return JSON.parse(readFileSync(folders.address, 'utf8'));
  } catch {
    return {};
  }
}

/** The port that was asked for, else the last one, so that an open browser tab finds its way back, else any. */
async function choosePort(asked: number | undefined, last: number | undefined): Promise<number> {
  if (asked === undefined) return last !== undefined && (await isFree(last)) ? last : 0;
  if (await isFree(asked)) return asked;
  throw new HumanError(`Port ${asked} is taken: choose another one with --port, or leave it out`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
