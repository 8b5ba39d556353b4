/** What of .NET is installed on this computer: hosts with their runtimes, and AWS's RuntimeSupport. */

import { access, readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

export interface DotnetSearch {
  /** Where the service runs: its PATH and home folder are looked at. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** A host of .NET and the runtime that it would run a function on. */
export interface Dotnet {
  /** The program itself: symbolic links are resolved. */
  readonly path: string;
  /** `8.0.11` */
  readonly version: string;
}

/**
 * The host whose runtime is nearest to the wanted major version: that one, its newest release; else the next newer, to
 * which functions roll forward. `undefined` when there is none: no .NET runs what was made for a newer one.
 */
export async function nearestDotnet(wanted: string, search: DotnetSearch): Promise<Dotnet | undefined> {
  const found: Dotnet[] = [];
  for (const folder of hostFolders(search)) {
    const program = join(folder, search.platform === 'win32' ? 'dotnet.exe' : 'dotnet');
    const path = await realpath(program).catch(() => undefined);
    if (path === undefined) continue;
    const versions = await list(join(dirname(path), 'shared', 'Microsoft.NETCore.App'));
    found.push(...versions.filter((version) => /^\d+\.\d+\.\d+/.test(version)).map((version) => ({ path, version })));
  }
  const usable = found.filter(({ version }) => majorOf(version) >= majorOf(wanted));
  return usable.sort(
    (one, other) => majorOf(one.version) - majorOf(other.version) || newestFirst(one.version, other.version),
  )[0];
}

/**
 * AWS's RuntimeSupport as a program. The package of that name is a library without an entry point; AWS's own test tool
 * brings the program for each version of .NET. `undefined` when it is not installed.
 */
export async function runtimeSupport(
  version: string,
  { variables, platform }: DotnetSearch,
): Promise<string | undefined> {
  const home = (platform === 'win32' ? variables['USERPROFILE'] : variables['HOME']) ?? '';
  const name = 'amazon.lambda.testtool';
  const store = join(variables['DOTNET_CLI_HOME'] ?? home, '.dotnet', 'tools', '.store', name);
  const packages = join(variables['NUGET_PACKAGES'] ?? join(home, '.nuget', 'packages'), name);
  const places = [
    ...(await list(store)).map((release) => ({ release, folder: join(store, release, name, release) })),
    ...(await list(packages)).map((release) => ({ release, folder: join(packages, release) })),
  ].sort((one, other) => newestFirst(one.release, other.release));
  for (const { folder } of places) {
    const content = join(folder, 'content', 'Amazon.Lambda.RuntimeSupport');
    const targets = (await list(content)).flatMap((target) => /^net(\d+)\.0$/.exec(target)?.[1] ?? []).map(Number);
    const target = Math.max(...targets.filter((major) => major <= majorOf(version)));
    for (const file of ['Amazon.Lambda.RuntimeSupport.TestTool.dll', 'Amazon.Lambda.RuntimeSupport.dll']) {
      const program = join(content, `net${target}.0`, file);
      if (await exists(program)) return program;
    }
  }
  return undefined;
}

/** PATH first, then where installers put it; with `DOTNET_ROOT`, as for .NET itself, that folder comes first, and PATH. */
function hostFolders({ variables, platform }: DotnetSearch): readonly string[] {
  const home = (platform === 'win32' ? variables['USERPROFILE'] : variables['HOME']) ?? '';
  const usual =
    platform === 'win32'
      ? [join(variables['ProgramFiles'] ?? 'C:\\Program Files', 'dotnet')]
      : ['/usr/share/dotnet', '/usr/lib/dotnet', '/usr/local/share/dotnet', '/opt/homebrew/opt/dotnet/libexec'];
  const onPath = (variables['PATH'] ?? variables['Path'] ?? '').split(delimiter).filter(Boolean);
  const root = variables['DOTNET_ROOT'];
  return root ? [root, ...onPath] : [...onPath, join(home, '.dotnet'), ...usual];
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

function newestFirst(one: string, other: string): number {
  return other.localeCompare(one, 'en', { numeric: true });
}

/** Names in a folder; none where there is no folder. */
export function list(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

export function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
