/** Turns a command into one that runs in namespaces of its own, with the paths that Lambda has. */

import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, sep } from 'node:path';
import type { ProcessCommand } from '../supervisor.ts';

/** Own processes and message queues; the network is shared, since the Runtime API is on it. */
export const bubblewrapNamespaces = [
  '--unshare-user',
  '--unshare-pid',
  '--unshare-ipc',
  '--unshare-uts',
  '--die-with-parent',
];

/** How many processes stand between the one that is started and the function's: bubblewrap itself, and the first of the namespace. */
export const bubblewrapDepth = 2;

/** Programs, libraries and their settings; what of it is there. */
const systemFolders = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/etc',
  '/nix/store',
  '/run/systemd/resolve',
];
const lambdaFolders = { task: '/var/task', layers: '/opt', runtime: '/var/runtime', temporary: '/tmp' } as const;

/** Names a folder that is shared with other environments: an isolated one keeps nothing there. */
const compiledVariable = 'LAMBDA_WORKBENCH_COMPILED';

/** The function sees these folders and the system's, all read-only but for /tmp, which is a memory disk of the size that it may have. */
export function isolatedCommand(program: string, command: ProcessCommand): ProcessCommand {
  const { places, limits, environment } = command;
  if (places === undefined) return command;
  const runtimeFolder = environment['LAMBDA_RUNTIME_DIR'];
  const moved = [
    [places.taskRoot, lambdaFolders.task],
    [places.layersFolder, lambdaFolders.layers],
    [runtimeFolder, lambdaFolders.runtime],
    [places.temporaryFolder, lambdaFolders.temporary],
  ].filter((pair): pair is [string, string] => pair[0] !== undefined);
  const translate = (text: string) => moved.reduce((result, [from, to]) => result.replaceAll(from, to), text);
  const own = command.arguments.map(translate);
  const bound = [...moved.filter(([, to]) => to !== lambdaFolders.temporary)];
  const programs = programFolders(
    [command.command, ...command.arguments],
    moved.map(([from]) => from),
  );
  return {
    ...command,
    command: program,
    arguments: [
      ...bubblewrapNamespaces,
      ...systemFolders.flatMap((folder) => ['--ro-bind-try', folder, folder]),
      ...['--proc', '/proc', '--dev', '/dev', '--dir', lambdaFolders.layers],
      ...(limits === undefined ? [] : ['--size', String(limits.storageBytes)]),
      ...['--tmpfs', lambdaFolders.temporary],
      // Behind /tmp: an interpreter may lie there.
      ...programs.flatMap((folder) => ['--ro-bind', folder, folder]),
      ...bound.flatMap(([from, to]) => ['--ro-bind', from, to]),
      ...['--remount-ro', '/', '--chdir', translate(command.folder), '--', translate(command.command), ...own],
    ],
    environment: Object.fromEntries(
      Object.entries(environment)
        .filter(([name]) => name !== compiledVariable)
        .map(([name, value]) => [name, translate(value)]),
    ),
    // Of the service's view: the function's own working folder is not there before the namespaces are.
    folder: '/',
  };
}

/** Where the programs and class folders of a command lie, as far as that is not a folder that is there anyway. */
function programFolders(words: readonly string[], known: readonly string[]): readonly string[] {
  const present = [...known, ...systemFolders];
  const found = new Set<string>();
  for (const word of words.filter(isAbsolute)) {
    for (const path of [word, realPath(word)]) {
      if (path === undefined || present.some((folder) => isIn(folder, path))) continue;
      found.add(installationOf(path));
    }
  }
  return [...found];
}

/** `/x/node-24/bin/node` needs what is beside its `bin`; anything else only itself. */
function installationOf(path: string): string {
  const folder = dirname(path);
  const prefix = dirname(folder);
  // A folder of the root or of somebody's home holds more than an installation.
  return basename(folder) === 'bin' && prefix.split(sep).length > 3 ? prefix : path;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isIn(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
