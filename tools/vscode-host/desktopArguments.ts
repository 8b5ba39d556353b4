/** VS Code's desktop command line, as far as tests use it. */

export interface DesktopArguments {
  readonly developmentFolders: readonly string[];
  readonly testsPath: string | undefined;
  readonly userDataFolder: string | undefined;
  readonly extensionsFolder: string | undefined;
  readonly disableExtensions: boolean;
  /** A folder or workspace file. */
  readonly folder: string | undefined;
}

const withValue = new Set([
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'user-data-dir',
  'extensions-dir',
  'folder-uri',
  'log',
  'locale',
  'profile',
]);

/** Accepts `--name=value` and `--name value`; options that do not matter here are passed over, as VS Code itself does. */
export function parseDesktopArguments(argv: readonly string[]): DesktopArguments {
  const values = new Map<string, string[]>();
  const places: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    const [, name, given] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (!name) {
      places.push(argument);
      continue;
    }
    const value = given ?? (withValue.has(name) ? argv[++index] : undefined) ?? '';
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const last = (name: string) => values.get(name)?.at(-1);
  return {
    developmentFolders: (values.get('extensionDevelopmentPath') ?? []).map(withoutScheme),
    testsPath: optional(last('extensionTestsPath'), withoutScheme),
    userDataFolder: last('user-data-dir'),
    extensionsFolder: last('extensions-dir'),
    disableExtensions: values.has('disable-extensions'),
    folder: optional(last('folder-uri') ?? places[0], withoutScheme),
  };
}

function withoutScheme(place: string): string {
  return place.startsWith('file://') ? decodeURIComponent(new URL(place).pathname) : place;
}

function optional<T, R>(value: T | undefined, map: (value: T) => R): R | undefined {
  return value === undefined ? undefined : map(value);
}
