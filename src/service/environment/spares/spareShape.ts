/**
 * What makes two starts alike, so that a process that was started for one of them fits the other; and which starts no
 * spare fits, because something of the function's own takes part in the start of the interpreter.
 */

import { readdir } from 'node:fs/promises';
import { delimiter, join, sep } from 'node:path';
import type { InterpreterFamily } from '../interpreterFolders.ts';
import type { Launch, LaunchPlace } from '../launch.ts';
import type { ProcessLimits } from '../limits/processLimits.ts';
import type { ProcessCommand } from '../supervisor.ts';
import { type HiddenModules, spareRuntimes } from './spareRuntimes.ts';

export interface SpareShape {
  /** Equal for starts that one spare fits as well as the other. */
  readonly key: string;
  /** Starts the spare: nothing in it is the function's. */
  readonly command: ProcessCommand;
  /** A spare is of no use any more once one of these has changed. */
  readonly files: readonly string[];
}

/** The descriptor that a spare listens on: far from those that programs open, and closed before the function starts. */
const spareChannel = 63;

const noLayers = '/opt';

/** `undefined` where the ordinary way has to be taken. */
export async function spareShape(
  launch: Launch,
  { version, taskRoot, layersFolder }: LaunchPlace,
  limits: ProcessLimits,
): Promise<SpareShape | undefined> {
  const { command, managed } = launch;
  const rules = managed && spareRuntimes[managed.family];
  // A wrapper, a folder of its own, environments that share nothing with other tenants.
  if (managed === undefined || rules === undefined || command.command !== managed.interpreter.path) return undefined;
  if (command.folder !== taskRoot || version.tenantId !== undefined) return undefined;
  const own = Object.entries(version.configuration.Environment?.Variables ?? {});
  if (!own.every(([name, value]) => !isReadAtStart(managed.family, name) || rules.isHarmless(name, value))) {
    return undefined;
  }
  if (await takesPartInStart(taskRoot, layersFolder, rules.hidden)) return undefined;
  // Without layers their search paths name the folder that they have on Lambda.
  const functionFolders = [taskRoot, layersFolder ?? noLayers, noLayers];
  const environment = startVariables(managed.family, command.environment, functionFolders);
  const { folder } = managed;
  const started: ProcessCommand = {
    ...command,
    environment,
    folder,
    channel: spareChannel,
    // The function's, and of no account to a process that is not isolated.
    places: undefined,
    // What the operating system has to know of at the start; the rest is told with the function.
    limits: { ...limits, temporaryFolder: join(folder, 'none') },
  };
  const key = JSON.stringify(started);
  const variables = { ...environment, LAMBDA_WORKBENCH_SPARE: String(spareChannel) };
  return { key, command: { ...started, environment: variables }, files: [managed.interpreter.path, managed.bootstrap] };
}

/** What the program loader, the C library and libraries that every interpreter brings along read. */
const readByEveryProgram =
  /^(LD_|DYLD_|MALLOC_|GLIBC_|LC_|LANG$|LANGUAGE$|LOCPATH$|TZ$|TZDIR$|ICU_|OPENSSL_|SSL_|ELECTRON_)/;

function isReadAtStart(family: InterpreterFamily, name: string): boolean {
  return readByEveryProgram.test(name) || (spareRuntimes[family]?.readAtStart.test(name) ?? false);
}

/** The variables of the start, less what in them is the function's. */
function startVariables(
  family: InterpreterFamily,
  environment: Readonly<Record<string, string>>,
  functionFolders: readonly string[],
): Record<string, string> {
  const isOwn = (folder: string) => functionFolders.some((own) => folder === own || folder.startsWith(own + sep));
  const others = (path: string) => path.split(delimiter).filter((folder) => !isOwn(folder));
  return Object.fromEntries(
    Object.entries(environment)
      .filter(([name]) => name === 'PATH' || isReadAtStart(family, name))
      .map(([name, value]) => [name, searchPath.test(name) ? others(value).join(delimiter) : value] as const)
      .filter(([, value]) => value !== ''),
  );
}

const searchPath = /PATH$|^RUBYLIB$/;

/**
 * Shared libraries where LD_LIBRARY_PATH, which is read once, lets every program find them; and modules in layers that
 * hide what the bootstrap has loaded.
 */
async function takesPartInStart(
  taskRoot: string,
  layersFolder: string | undefined,
  hidden: HiddenModules,
): Promise<boolean> {
  const libraries = [taskRoot, join(taskRoot, 'lib'), join(layersFolder ?? noLayers, 'lib')];
  const modules = layersFolder === undefined ? [] : hidden.folders.map((folder) => join(layersFolder, folder));
  if (hidden.isInPackage) modules.push(taskRoot);
  const found = await Promise.all([
    ...libraries.map((folder) => holds(folder, (name) => /\.(so|dylib)(\.|$)/.test(name))),
    ...modules.map((folder) => holds(folder, (name) => hidden.names.has(name.split('.')[0] ?? ''))),
  ]);
  return found.includes(true);
}

async function holds(folder: string, isMeant: (name: string) => boolean): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some(isMeant);
}
