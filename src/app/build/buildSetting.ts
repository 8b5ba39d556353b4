/** How a folder becomes the files of a package: the `build` member of a link. */

import { asObject, asText, type JsonObject } from '../../base/json.ts';

export type BuildSetting =
  | {
      readonly kind: 'esbuild';
      /** The handler's source file, relative to the folder. */
      readonly entry: string;
      /** ES module unless said otherwise, or unless the entry is CommonJS. */
      readonly format?: 'esm' | 'cjs';
      /** Packages that are not bundled. Without it: what the runtime provides itself. */
      readonly external?: readonly string[];
    }
  | { readonly kind: 'copy' }
  | {
      readonly kind: 'python';
      /** The file that lists the packages, relative to the folder. Without it: `requirements.txt`, else `pyproject.toml`. */
      readonly requirements?: string;
      /** Without it: `uv` where it is installed, else `pip`. */
      readonly installer?: 'uv' | 'pip';
    }
  | {
      readonly kind: 'go';
      /** The main package, relative to the folder (`./cmd/orders`). Without it: the folder itself. */
      readonly package?: string;
    }
  | {
      readonly kind: 'rust';
      /** The binary target. Without it: the only one. */
      readonly binary?: string;
    }
  | { readonly kind: 'java'; readonly tool: 'maven' | 'gradle' }
  | {
      readonly kind: 'dotnet';
      /** The project file, relative to the folder, where there are several. */
      readonly project?: string;
    }
  | { readonly kind: 'ruby' }
  | {
      readonly kind: 'command';
      /** A command line for the shell, or a program and its arguments. */
      readonly run: string | readonly string[];
      /** The folder or the zip that the command leaves, relative to the folder. */
      readonly output: string;
      /** All that the command reads, relative to the folder: while none of it changes, the command is not run. Without it: it runs each time. */
      readonly inputs?: readonly string[];
    };

export type BuildKind = BuildSetting['kind'];
/** One kind's setting. */
export type BuildOf<Kind extends BuildKind> = Extract<BuildSetting, { kind: Kind }>;

/** What is wrong with a setting, and in which member of it; no member where the whole is wrong. */
export interface BuildSettingFault {
  readonly member: string | undefined;
  /** Follows "must be". */
  readonly expected: string;
}

interface Member {
  /** The value when the member takes it. */
  readonly read: (value: unknown) => unknown;
  readonly expected: string;
  readonly isRequired?: true;
}

const filePath: Member = { read: asText, expected: 'a path relative to the folder' };
const choice = (...options: readonly string[]): Member => ({
  read: (value) => options.find((option) => option === value),
  expected: options.map((option) => `"${option}"`).join(' or '),
});
const texts: Member = { read: asAllTexts, expected: 'a list of texts' };
const required = (member: Member): Member => ({ ...member, isRequired: true });

/** Every kind and its members. `media/lambda-workbench.schema.json` says the same to the editor; a test holds them together. */
export const buildMembers: Readonly<Record<BuildKind, Readonly<Record<string, Member>>>> = {
  esbuild: { entry: required(filePath), format: choice('esm', 'cjs'), external: texts },
  copy: {},
  python: { requirements: filePath, installer: choice('uv', 'pip') },
  go: { package: filePath },
  rust: { binary: { read: asText, expected: 'the name of a binary target' } },
  java: { tool: required(choice('maven', 'gradle')) },
  dotnet: { project: filePath },
  ruby: {},
  command: {
    run: required({
      read: (value) => asText(value) ?? nonEmpty(asAllTexts(value)),
      expected: 'a command line, or a list of a program and its arguments',
    }),
    output: required({ read: asText, expected: 'the folder or zip that the command leaves' }),
    inputs: texts,
  },
};

/** The setting, or the first thing that is wrong with it. Members that no kind has are passed over. */
export function readBuildSetting(
  value: unknown,
): { readonly setting: BuildSetting } | { readonly fault: BuildSettingFault } {
  const fields = asObject(value);
  const kind = asText(fields?.['kind']);
  if (fields === undefined || kind === undefined || !isKind(kind)) {
    const kinds = Object.keys(buildMembers).map((name) => `"${name}"`);
    const expected = `one of ${kinds.join(', ')}`;
    return { fault: fields?.['kind'] === undefined ? whole(expected) : { member: 'kind', expected } };
  }
  const setting: Record<string, unknown> = { kind };
  for (const [name, member] of Object.entries(buildMembers[kind])) {
    const found = readMember(fields, name, member);
    if ('fault' in found) return found;
    if (found.value !== undefined) setting[name] = found.value;
  }
  // The table above is the type, member by member.
  return { setting: setting as unknown as BuildSetting };
}

function readMember(
  fields: JsonObject,
  name: string,
  { read, expected, isRequired }: Member,
): { readonly value: unknown } | { readonly fault: BuildSettingFault } {
  if (fields[name] === undefined && !isRequired) return { value: undefined };
  const value = read(fields[name]);
  return value === undefined ? { fault: { member: name, expected } } : { value };
}

function whole(expected: string): BuildSettingFault {
  return { member: undefined, expected: `an object whose "kind" is ${expected}` };
}

function isKind(text: string): text is BuildKind {
  return Object.hasOwn(buildMembers, text);
}

function asAllTexts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

function nonEmpty(list: readonly string[] | undefined): readonly string[] | undefined {
  return list?.length === 0 ? undefined : list;
}
