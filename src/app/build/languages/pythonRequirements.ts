/** Which packages a Python project wants, as lines of a requirements file: from that file, from a lock file, or from `pyproject.toml`. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'smol-toml';
import { HumanError, messageOf } from '../../../base/humanError.ts';
import { asObject, asText, asTexts, type JsonObject } from '../../../base/json.ts';

export interface PythonRequirements {
  /** Absolute path of the file that a person edits. */
  readonly file: string;
  /** Lines made from another format; `undefined` where the file itself is for the installer. */
  readonly lines: readonly string[] | undefined;
  /** Absolute paths of all that was read. */
  readonly inputs: readonly string[];
}

/** `undefined` for a project that wants nothing. Rejects with `HumanError` for a file that is named and not there, or is no TOML. */
export async function pythonRequirements(
  folder: string,
  named: string | undefined,
): Promise<PythonRequirements | undefined> {
  const file = path.join(folder, named ?? 'requirements.txt');
  if (named === undefined || !named.endsWith('.toml')) {
    const text = await readIfThere(file);
    if (text !== undefined) return { file, lines: undefined, inputs: [file, ...includedFiles(file, text)] };
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
  const [uvLock, poetryLock] = [path.join(folder, 'uv.lock'), path.join(folder, 'poetry.lock')];
  for (const [lock, read] of [
    [uvLock, uvLines],
    [poetryLock, poetryLines],
  ] as const) {
    const locked = await readIfThere(lock);
    if (locked !== undefined) return { file, lines: read(parseToml(lock, locked), project), inputs: [file, lock] };
  }
  return { file, lines: projectLines(project), inputs: [file] };
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

/** Everything that is for running. Locks of Poetry 2 say so by group, those before 1.5 by category; those between do not tell. */
function poetryLines(lock: JsonObject): readonly string[] {
  return packagesOf(lock).flatMap((item) => {
    const groups = asTexts(item['groups']);
    const isMain = (groups.length === 0 || groups.includes('main')) && (item['category'] ?? 'main') === 'main';
    const [name, version] = [asText(item['name']), asText(item['version'])];
    if (!isMain || item['optional'] === true || name === undefined || version === undefined) return [];
    const marker = asText(item['markers']) ?? asText(asObject(item['markers'])?.['main']);
    return `${name}==${version}${marker === undefined ? '' : ` ; ${marker}`}`;
  });
}

/** What can be reached from the project itself: its groups for development hang on other members. */
function uvLines(lock: JsonObject, project: JsonObject): readonly string[] {
  const packages = packagesOf(lock);
  const own = asText(asObject(project['project'])?.['name'])
    ?.replace(/[-_.]+/g, '-')
    .toLowerCase();
  const root =
    packages.find((item) => item['name'] === own) ??
    packages.find((item) => ['virtual', 'editable'].some((kind) => asObject(item['source'])?.[kind] === '.'));
  const lines = new Map<string, string>();
  const visit = (item: JsonObject, extras: readonly string[], marker: string | undefined) => {
    const optional = asObject(item['optional-dependencies']) ?? {};
    const wanted = [item['dependencies'], ...extras.map((extra) => optional[extra])].flatMap((list) =>
      Array.isArray(list) ? list : [],
    );
    for (const dependency of wanted.map(asObject)) {
      const name = asText(dependency?.['name']);
      const locked = packages.find(
        (candidate) =>
          candidate['name'] === name && (dependency?.['version'] ?? candidate['version']) === candidate['version'],
      );
      const version = asText(locked?.['version']);
      if (name === undefined || locked === undefined || version === undefined) continue;
      const markers = [marker, asText(dependency?.['marker'])]
        .filter((text) => text !== undefined)
        .map((text) => `(${text})`);
      const all = markers.length === 0 ? undefined : [...new Set(markers)].join(' and ');
      const key = `${name}==${version}`;
      const isNew = !lines.has(key) || (all === undefined && lines.get(key) !== key);
      if (isNew) lines.set(key, all === undefined ? key : `${key} ; ${all}`);
      if (isNew || asTexts(dependency?.['extra']).length > 0) {
        if (seen.has(`${key}${all}${asTexts(dependency?.['extra'])}`)) continue;
        seen.add(`${key}${all}${asTexts(dependency?.['extra'])}`);
        visit(locked, asTexts(dependency?.['extra']), all);
      }
    }
  };
  const seen = new Set<string>();
  if (root) visit(root, [], undefined);
  return [...lines.values()].sort();
}

function packagesOf(lock: JsonObject): readonly JsonObject[] {
  return (Array.isArray(lock['package']) ? lock['package'] : []).map(asObject).filter((item) => item !== undefined);
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
