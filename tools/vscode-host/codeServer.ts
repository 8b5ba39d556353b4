/** VS Code's own server as a child process on a loopback port. */

import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock, withDeadline } from '../../src/base/clock.ts';
import { startProcess, stopProcess } from '../shared/childProcess.ts';
import { ensureVscodeHost } from './setup.ts';

export interface ServerFolders {
  readonly userDataFolder: string;
  readonly extensionsFolder: string;
}

export interface CodeServerOptions extends ServerFolders {
  /** 0 takes a free one. */
  readonly port?: number;
  /** Asked of every browser. Without it the server is open to everyone on this machine: for tests of seconds only. */
  readonly connectionToken?: string;
  /** Opened where the address names no folder. */
  readonly defaultFolder?: string;
  /** Honour `extensionDevelopmentPath` and `extensionTestsPath` in the address; ignored in silence otherwise. */
  readonly testDriver?: boolean;
  /** With trust the workspace's own question is never asked and everything runs. */
  readonly trust: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface CodeServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly pid: number;
  /** The last output, for a report when something went wrong. */
  recentOutput(): string;
  readonly exited: Promise<void>;
  close(): Promise<void>;
}

const startDeadlineMs = 60_000;
/** It waits for browsers to hang up, which they do not; what it had to save is saved long before. */
const endGraceMs = 2000;

export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { command, args, env } = await serverCommand(options);
  mkdirSync(options.extensionsFolder, { recursive: true });
  const runtimeFolder = mkdtempSync(path.join(tmpdir(), 'code-'));
  const child = startProcess(command, [...args, ...listenArguments(options, runtimeFolder)], {
    env: { ...env, XDG_RUNTIME_DIR: runtimeFolder, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: string) => {
    output = (output + chunk).slice(-100_000);
  };
  child.stdout?.setEncoding('utf8').on('data', take);
  child.stderr?.setEncoding('utf8').on('data', take);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    await stopProcess(child, endGraceMs);
    rmSync(runtimeFolder, { recursive: true, force: true });
  };
  try {
    const port = await withDeadline(systemClock, startDeadlineMs, 'the VS Code server to listen', () =>
      listening(child, () => output),
    );
    return { host: `127.0.0.1:${port}`, pid: child.pid ?? 0, recentOutput: () => output, exited, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The server's command line without an action: what listening and installing have in common. */
export async function serverCommand(folders: ServerFolders) {
  const { node, server } = await ensureVscodeHost();
  const quiet = ['--accept-server-license-terms', '--disable-telemetry', '--telemetry-level', 'off'];
  const places = [
    ...['--server-data-dir', path.join(folders.userDataFolder, 'server')],
    ...['--user-data-dir', folders.userDataFolder, '--extensions-dir', folders.extensionsFolder],
  ];
  return { command: node, args: [server, ...quiet, ...places], env: serverEnvironment() };
}

function listenArguments(options: CodeServerOptions, runtimeFolder: string): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--disable-experiments'],
    ...(options.connectionToken
      ? ['--connection-token-file', tokenFile(runtimeFolder, options.connectionToken)]
      : ['--without-connection-token']),
    ...(options.defaultFolder ? ['--default-folder', options.defaultFolder] : []),
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(options.trust ? ['--disable-workspace-trust'] : []),
  ];
}

/** In a file, because the command line of a process is there for every user of the machine to read. */
function tokenFile(folder: string, token: string): string {
  const file = path.join(folder, 'connection-token');
  writeFileSync(file, token, { mode: 0o600 });
  return file;
}

/** Extensions are looked up nowhere: a test talks to this machine only. */
export const withoutGallery = { EXTENSIONS_GALLERY: '{}' };

/** A server started from a terminal inside VS Code must not take itself for a part of that editor. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_PATH$)/.test(name)),
  );
}

function listening(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const port = /Extension host agent listening on (\d+)/.exec(output())?.[1];
      if (port) resolve(port);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The VS Code server ended before it listened:\n${output()}`)));
  });
}
