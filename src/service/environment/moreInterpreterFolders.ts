/** Folders in which Ruby and Java are installed one version beside the other. */

import type { posix } from 'node:path';

/** A folder that has one folder per version; `program` lies in each of them. */
export interface VersionFolder {
  readonly folder: string;
  readonly program: string;
  /** What the names of the versions look like, where other things lie beside them. */
  readonly name?: RegExp;
}

export interface FolderLookup {
  readonly platform: NodeJS.Platform;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly join: typeof posix.join;
}

export function rubyFolders({ platform, variables, home, join }: FolderLookup): readonly VersionFolder[] {
  // RubyInstaller: C:\Ruby34-x64.
  if (platform === 'win32') return [{ folder: 'C:\\', program: 'bin\\ruby.exe', name: /^Ruby\d/ }];
  const data = variables['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  return [
    join(variables['RBENV_ROOT'] ?? join(home, '.rbenv'), 'versions'),
    join(variables['rvm_path'] ?? join(home, '.rvm'), 'rubies'),
    join(variables['ASDF_DATA_DIR'] ?? join(home, '.asdf'), 'installs', 'ruby'),
    join(data, 'mise', 'installs', 'ruby'),
    join(home, '.rubies'),
    '/opt/rubies',
    ...['/opt/homebrew/Cellar', '/usr/local/Cellar'].flatMap((cellar) =>
      ['ruby', ...['3.2', '3.3', '3.4'].map((line) => `ruby@${line}`)].map((formula) => join(cellar, formula)),
    ),
  ].map((folder) => ({ folder, program: 'bin/ruby' }));
}

export function javaFolders({ platform, variables, home, join }: FolderLookup): readonly VersionFolder[] {
  if (platform === 'win32') {
    const programs = variables['ProgramFiles'] ?? 'C:\\Program Files';
    return ['Java', 'Eclipse Adoptium', 'Amazon Corretto', 'Microsoft', 'Zulu'].map((vendor) => ({
      folder: join(programs, vendor),
      program: 'bin\\java.exe',
    }));
  }
  const data = variables['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  const program = 'bin/java';
  return [
    ...[
      '/usr/lib/jvm',
      '/opt/java',
      join(home, '.jdks'),
      join(variables['SDKMAN_DIR'] ?? join(home, '.sdkman'), 'candidates', 'java'),
      join(variables['ASDF_DATA_DIR'] ?? join(home, '.asdf'), 'installs', 'java'),
      join(data, 'mise', 'installs', 'java'),
    ].map((folder) => ({ folder, program })),
    ...['/Library/Java/JavaVirtualMachines', join(home, 'Library', 'Java', 'JavaVirtualMachines')].map((folder) => ({
      folder,
      program: 'Contents/Home/bin/java',
    })),
    ...['/opt/homebrew/Cellar', '/usr/local/Cellar'].flatMap((cellar) =>
      ['openjdk', ...[11, 17, 21].map((major) => `openjdk@${major}`)].map((formula) => ({
        folder: join(cellar, formula),
        program,
      })),
    ),
  ];
}
