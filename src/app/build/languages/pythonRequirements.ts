/** Which packages a Python project wants, as lines of a requirements file: from that file, from a lock file, or from `pyproject.toml`. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'smol-toml';
import { HumanError, messageOf } from '../../../base/humanError.ts';
import { asObject, asText, asTexts, type JsonObject } from '../../../base/json.ts';
import { poetryLockLines, uvLockLines } from './pythonLocks.ts';

export interface PythonRequirements {
  /** Absolute path of the file that a person edits. */
  readonly file: string;
  /** Lines made from another format; `undefined` where the file itself is for the installer. */
  readonly lines: readonly string[] | undefined;
  /** Absolute paths of all that was read. */
  readonly inputs: readonly string[];
  /** Absolute paths of packages that are folders of this machine: they are built anew when something in them changes. */
  readonly localFolders: readonly string[];
}

/** `undefined` for a project that wants nothing. Rejects with `HumanError` for a file that is named and not there, or is no TOML. */
export async function pythonRequirements(
  folder: string,
  named: string | undefined,
): Promise<PythonRequirements | undefined> {
  const file = path.join(folder, named ?? 'requirements.txt');
  if (named === undefined || !named.endsWith('.toml')) {
    const text = await readIfThere(file);
    if (text !== undefined) {
      const localFolders = localFoldersOf(path.dirname(file), text.split('\n'));
      return { file, lines: undefined, inputs: [file, ...includedFiles(file, text)], localFolders };
    }
    if (named !== undefined)
      throw new HumanError(`${file} is not there. Correct "requirements" in the build of the link.`);
  }
  return fromProject(folder, named === undefined ? path.join(folder, 'pyproject.toml') : file);
}

/** A lock file pins what `pyproject.toml` leaves open. */
async function fromProject(folder: string, file: string): Promise<PythonRequirements | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const project = parseToml(file, text);
  const name = asText(asObject(project['project'])?.['name']);
  const locks: readonly (readonly [string, (lock: JsonObject) => readonly string[]])[] = [
    [path.join(folder, 'uv.lock'), (lock) => uvLockLines(lock, name, folder)],
    [path.join(folder, 'poetry.lock'), (lock) => poetryLockLines(lock, folder)],
  ];
  for (const [lockFile, read] of locks) {
    const locked = await readIfThere(lockFile);
    if (locked === undefined) continue;
    const lines = read(parseToml(lockFile, locked));
    return { file, lines, inputs: [file, lockFile], localFolders: localFoldersOf(folder, lines) };
  }
  const lines = projectLines(project);
  return { file, lines, inputs: [file], localFolders: localFoldersOf(folder, lines) };
}

/** `./libs/shared`, `-e ../shared`, `shared @ file:///home/me/shared`. */
function localFoldersOf(folder: string, lines: readonly string[]): readonly string[] {
  const local =
    /^\s*(?:(?:-e|--editable)[ =]\s*)?(?:[\w.-]+(?:\[[^\]]*\])?\s*@\s*)?(?:file:\/\/)?((?:\.{1,2}\/|\/)[^\s;#[]*)/;
  return lines.flatMap((line) => {
    const named = local.exec(line)?.[1];
    return named === undefined ? [] : [path.resolve(folder, named)];
  });
}

/** PEP 621, else Poetry's own table. */
function projectLines(project: JsonObject): readonly string[] {
  const standard = asObject(project['project']);
  if (standard?.['dependencies'] !== undefined) return asTexts(standard['dependencies']);
  const poetry = asObject(asObject(asObject(project['tool'])?.['poetry'])?.['dependencies']) ?? {};
  return Object.entries(poetry).flatMap(([name, wanted]) =>
    name === 'python' ? [] : (poetryLine(name, wanted) ?? []),
  );
}

function poetryLine(name: string, wanted: unknown): string | undefined {
  const fields = asObject(wanted);
  if (fields?.['optional'] === true) return undefined;
  const version = asText(wanted) ?? asText(fields?.['version']) ?? '*';
  const extras = asTexts(fields?.['extras']);
  return `${name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${poetryRange(version)}`;
}

/** `^1.2.3` is up to the next release that may break: of the first number that is not 0. `~1.2.3` is up to the next minor one. */
function poetryRange(version: string): string {
  const parts = version.split(',').map((part) => part.trim());
  return parts
    .map((part) => {
      const [, sign = '', numbers = ''] = /^([\^~])\s*(\d+(?:\.\d+)*)$/.exec(part) ?? [];
      if (sign === '') return /^\d/.test(part) ? `==${part}` : part === '*' ? '' : part;
      const digits = numbers.split('.').map(Number);
      const firstOfWeight = digits.findIndex((digit) => digit !== 0);
      const at =
        sign === '~' ? Math.min(1, digits.length - 1) : firstOfWeight === -1 ? digits.length - 1 : firstOfWeight;
      const next = digits.slice(0, at + 1).map((digit, index) => (index === at ? digit + 1 : digit));
      return `>=${numbers},<${next.join('.')}`;
    })
    .filter((part) => part !== '')
    .join(',');
}

/** `-r other.txt` and `-c constraints.txt`: what they hold counts as well. */
function includedFiles(file: string, text: string): readonly string[] {
  return [...text.matchAll(/^\s*(?:-r|--requirement|-c|--constraint)[ =](\S+)/gm)].map((match) =>
    path.resolve(path.dirname(file), match[1] ?? ''),
  );
}

function parseToml(file: string, text: string): JsonObject {
  try {
    return parse(text);
  } catch (error) {
    throw new HumanError(`${file} is not TOML: ${messageOf(error)}`, { cause: error });
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(() => undefined);
}
