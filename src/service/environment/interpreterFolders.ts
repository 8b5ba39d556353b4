/** Where interpreters may be on this machine: PATH, and the folders of the version managers. */

import { posix, win32 } from 'node:path';
import { javaFolders, rubyFolders, type VersionFolder } from './moreInterpreterFolders.ts';

export type InterpreterFamily = 'nodejs' | 'python' | 'java' | 'ruby';

/** A file that may be an interpreter. */
export interface Candidate {
  readonly path: string;
  /** From the name of a version manager's folder; `undefined` where the program has to be asked. */
  readonly version: string | undefined;
}

export interface LookupEnvironment {
  readonly platform: NodeJS.Platform;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Names in a folder; empty where there is none. */
  list(folder: string): Promise<readonly string[]>;
}

/** Every candidate, those of PATH first; files that do not exist and shims are sorted out by the caller. */
export async function findCandidates(
  family: InterpreterFamily,
  lookup: LookupEnvironment,
): Promise<readonly Candidate[]> {
  return [...(await onPath(family, lookup)), ...(await inVersionFolders(family, lookup))];
}

async function onPath(family: InterpreterFamily, lookup: LookupEnvironment): Promise<readonly Candidate[]> {
  const { join, delimiter } = pathsOf(lookup);
  const { PATH, Path } = lookup.variables;
  const folders = new Set((PATH ?? Path ?? '').split(delimiter).filter(Boolean));
  const suffix = lookup.platform === 'win32' ? '\\.exe' : '';
  const pattern = new RegExp(`^${programNames[family]}${suffix}$`);
  const found: Candidate[] = [];
  const javaHome = lookup.variables['JAVA_HOME'];
  if (family === 'java' && javaHome) folders.add(join(javaHome, 'bin'));
  for (const folder of folders) {
    // A shim is a script that looks for the program each time: it would double every cold start.
    if (/[\\/]shims[\\/]?$/.test(folder)) continue;
    for (const name of await lookup.list(folder)) {
      if (pattern.test(name)) found.push({ path: join(folder, name), version: undefined });
    }
  }
  return found;
}

const programNames: Readonly<Record<InterpreterFamily, string>> = {
  nodejs: 'node',
  python: 'python(3(\\.\\d+)?)?',
  java: 'java',
  ruby: 'ruby(\\d(\\.\\d+)?)?',
};

async function inVersionFolders(family: InterpreterFamily, lookup: LookupEnvironment): Promise<readonly Candidate[]> {
  const { join } = pathsOf(lookup);
  const found: Candidate[] = [];
  for (const { folder, program, name: pattern = /\d/ } of versionFolders(family, lookup)) {
    for (const name of await lookup.list(folder)) {
      const version = /(?:^|[^\d.])(\d+\.\d+\.\d+)(?![\w.])/.exec(`-${name.replace(/^v/, '')}`)?.[1];
      if (pattern.test(name)) found.push({ path: join(folder, name, program), version });
    }
  }
  return found;
}

function versionFolders(family: InterpreterFamily, lookup: LookupEnvironment): readonly VersionFolder[] {
  const { join } = pathsOf(lookup);
  switch (family) {
    case 'nodejs':
      return nodeFolders(lookup);
    case 'python':
      return pythonFolders(lookup);
    case 'java':
      return javaFolders({ ...lookup, home: homeOf(lookup), join });
    case 'ruby':
      return rubyFolders({ ...lookup, home: homeOf(lookup), join });
  }
}

function nodeFolders(lookup: LookupEnvironment): readonly VersionFolder[] {
  const { variables, platform } = lookup;
  const { join } = pathsOf(lookup);
  const home = homeOf(lookup);
  if (platform === 'win32') {
    const local = variables['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
    const roaming = variables['APPDATA'] ?? join(home, 'AppData', 'Roaming');
    return [
      { folder: variables['NVM_HOME'] ?? join(roaming, 'nvm'), program: 'node.exe' },
      {
        folder: join(variables['FNM_DIR'] ?? join(roaming, 'fnm'), 'node-versions'),
        program: 'installation\\node.exe',
      },
      { folder: join(local, 'Volta', 'tools', 'image', 'node'), program: 'node.exe' },
    ];
  }
  const data = variables['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  const fnm = variables['FNM_DIR'];
  return [
    { folder: join(variables['NVM_DIR'] ?? join(home, '.nvm'), 'versions', 'node'), program: 'bin/node' },
    ...[fnm, join(data, 'fnm'), join(home, '.fnm'), join(home, 'Library', 'Application Support', 'fnm')]
      .filter((folder) => folder !== undefined)
      .map((folder) => ({ folder: join(folder, 'node-versions'), program: 'installation/bin/node' })),
    { folder: join(variables['VOLTA_HOME'] ?? join(home, '.volta'), 'tools', 'image', 'node'), program: 'bin/node' },
    { folder: join(variables['ASDF_DATA_DIR'] ?? join(home, '.asdf'), 'installs', 'nodejs'), program: 'bin/node' },
    { folder: join(data, 'mise', 'installs', 'node'), program: 'bin/node' },
    { folder: join(variables['NODENV_ROOT'] ?? join(home, '.nodenv'), 'versions'), program: 'bin/node' },
    { folder: join(variables['N_PREFIX'] ?? '/usr/local', 'n', 'versions', 'node'), program: 'bin/node' },
    ...['/opt/homebrew/Cellar', '/usr/local/Cellar'].flatMap((cellar) =>
      ['node', ...[18, 20, 22, 24, 26].map((major) => `node@${major}`)].map((formula) => ({
        folder: join(cellar, formula),
        program: 'bin/node',
      })),
    ),
  ];
}

function pythonFolders(lookup: LookupEnvironment): readonly VersionFolder[] {
  const { variables, platform } = lookup;
  const { join } = pathsOf(lookup);
  const home = homeOf(lookup);
  if (platform === 'win32') {
    const local = variables['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
    return [
      { folder: join(local, 'Programs', 'Python'), program: 'python.exe' },
      { folder: join(variables['PYENV_ROOT'] ?? join(home, '.pyenv', 'pyenv-win'), 'versions'), program: 'python.exe' },
      { folder: join(variables['APPDATA'] ?? '', 'uv', 'python'), program: 'python.exe' },
    ];
  }
  const data = variables['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  const program = 'bin/python3';
  return [
    { folder: join(variables['PYENV_ROOT'] ?? join(home, '.pyenv'), 'versions'), program },
    { folder: join(variables['ASDF_DATA_DIR'] ?? join(home, '.asdf'), 'installs', 'python'), program },
    { folder: join(data, 'mise', 'installs', 'python'), program },
    { folder: join(data, 'uv', 'python'), program },
    { folder: '/Library/Frameworks/Python.framework/Versions', program },
    ...['/opt/homebrew/Cellar', '/usr/local/Cellar'].flatMap((cellar) =>
      [9, 10, 11, 12, 13, 14].map((minor) => ({
        folder: join(cellar, `python@3.${minor}`),
        program: `bin/python3.${minor}`,
      })),
    ),
  ];
}

function homeOf({ variables, platform }: LookupEnvironment): string {
  return (platform === 'win32' ? variables['USERPROFILE'] : variables['HOME']) ?? '';
}

function pathsOf({ platform }: LookupEnvironment): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
