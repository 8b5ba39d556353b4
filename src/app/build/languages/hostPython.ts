/** The Python of this machine that runs a local function, and that installs for it. */

import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext } from '../buildContext.ts';
import { missingTool, runTool } from '../buildTools.ts';

export interface HostPython {
  readonly path: string;
  /** `3.12` */
  readonly version: string;
}

const program = process.platform === 'win32' ? /^python\.exe$/ : /^python3(?:\.\d+)?$/;

/**
 * The nearest one to `wanted`, by the rule of the local service: the same version where it is installed, else the smallest
 * distance, and of two the newer. Rejects with `HumanError` when there is none.
 */
export async function hostPython(context: BuildContext, wanted: string): Promise<HostPython> {
  const asked = await Promise.all((await candidates(context)).map((file) => versionOf(context, file)));
  const found = asked.filter((python) => python !== undefined && minorOf(python.version) >= 9);
  const target = minorOf(wanted);
  const [nearest] = found.sort((a, b) => {
    const distance = Math.abs(minorOf(a?.version) - target) - Math.abs(minorOf(b?.version) - target);
    return distance || minorOf(b?.version) - minorOf(a?.version);
  });
  if (nearest === undefined) throw missingTool('python3', undefined);
  return nearest;
}

/** Real programs of the search path and of version managers; shims choose anew in every folder. */
async function candidates({ toolRunner }: BuildContext): Promise<readonly string[]> {
  const { PATH, Path, HOME = '', PYENV_ROOT, ASDF_DATA_DIR, XDG_DATA_HOME } = toolRunner.environment ?? {};
  const onPath = (PATH ?? Path ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '' && !/[\\/]shims[\\/]?$/.test(folder));
  const data = XDG_DATA_HOME ?? path.join(HOME, '.local', 'share');
  const managers = [
    path.join(PYENV_ROOT ?? path.join(HOME, '.pyenv'), 'versions'),
    path.join(ASDF_DATA_DIR ?? path.join(HOME, '.asdf'), 'installs', 'python'),
    path.join(data, 'mise', 'installs', 'python'),
    path.join(data, 'uv', 'python'),
    '/Library/Frameworks/Python.framework/Versions',
  ];
  const managed = await Promise.all(
    managers.map(async (folder) => (await listed(folder)).map((name) => path.join(folder, name, 'bin'))),
  );
  const files = await Promise.all(
    [...onPath, ...managed.flat()].map(async (folder) =>
      (await listed(folder)).filter((name) => program.test(name)).map((name) => path.join(folder, name)),
    ),
  );
  const real = await Promise.all(files.flat().map((file) => realpath(file).catch(() => undefined)));
  return [...new Set(real.filter((file) => file !== undefined))];
}

async function versionOf(context: BuildContext, file: string): Promise<HostPython | undefined> {
  const run = { command: file, arguments: ['--version'], deadlineMs: 10_000, onOutput: () => {} };
  const answer = await runTool(context, run).catch(() => undefined);
  context.signal.throwIfAborted();
  const version = /^Python (3\.\d+)/.exec(answer?.stdout ?? '')?.[1];
  return version === undefined ? undefined : { path: file, version };
}

function minorOf(version: string | undefined): number {
  return Number(version?.split('.')[1] ?? 0);
}

async function listed(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
