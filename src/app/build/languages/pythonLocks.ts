/** Lock files of Poetry and uv as lines of a requirements file: what runs, pinned, without the groups for development. */

import path from 'node:path';
import { asObject, asText, asTexts, type JsonObject } from '../../../base/json.ts';

/** Locks of Poetry 2 say by group what is for running, those before 1.5 by category; those between do not tell. */
export function poetryLockLines(lock: JsonObject, folder: string): readonly string[] {
  return packagesOf(lock).flatMap((item) => {
    const groups = asTexts(item['groups']);
    const isMain = (groups.length === 0 || groups.includes('main')) && (item['category'] ?? 'main') === 'main';
    if (!isMain || item['optional'] === true) return [];
    const wanted = poetryRequirement(item, folder);
    const marker = asText(item['markers']) ?? asText(asObject(item['markers'])?.['main']);
    return wanted === undefined ? [] : withMarker(wanted, marker);
  });
}

function poetryRequirement(item: JsonObject, folder: string): string | undefined {
  const [name, version, source] = [asText(item['name']), asText(item['version']), asObject(item['source'])];
  const url = asText(source?.['url']);
  if (source?.['type'] === 'directory' && url !== undefined) return path.resolve(folder, url);
  if (source?.['type'] === 'git' && url !== undefined)
    return `${name} @ git+${url}@${asText(source['resolved_reference'])}`;
  return name === undefined || version === undefined ? undefined : `${name}==${version}`;
}

/** What can be reached from the project itself: its groups for development hang on other members. */
export function uvLockLines(lock: JsonObject, projectName: string | undefined, folder: string): readonly string[] {
  const packages = packagesOf(lock);
  const own = projectName?.replace(/[-_.]+/g, '-').toLowerCase();
  const root = packages.find((item) => item['name'] === own) ?? packages.find((item) => localSource(item) === '.');
  const walk = new UvWalk(packages);
  if (root) walk.visit(root, [], []);
  return [...walk.markers]
    .flatMap(([item, markers]) => {
      const wanted = uvRequirement(item, folder);
      // Whichever way leads to it is enough.
      const marker = markers.includes('') ? undefined : markers.join(' or ');
      return wanted === undefined ? [] : withMarker(wanted, marker);
    })
    .sort();
}

/** From the project along its dependencies, remembering under which condition each package was reached. */
class UvWalk {
  /** Per package, a condition for each way to it; empty where there is none. */
  readonly markers = new Map<JsonObject, string[]>();
  readonly #packages: readonly JsonObject[];
  readonly #seen = new Set<string>();

  constructor(packages: readonly JsonObject[]) {
    this.#packages = packages;
  }

  visit(item: JsonObject, extras: readonly string[], conditions: readonly string[]): void {
    const optional = asObject(item['optional-dependencies']) ?? {};
    const lists = [item['dependencies'], ...extras.map((extra) => optional[extra])];
    for (const dependency of lists.flatMap((list) => (Array.isArray(list) ? list : [])).map(asObject)) {
      const locked = this.#packages.find(
        (candidate) =>
          candidate['name'] === dependency?.['name'] &&
          (dependency?.['version'] ?? candidate['version']) === candidate['version'],
      );
      if (locked === undefined) continue;
      const marker = asText(dependency?.['marker']);
      const all = [...new Set([...conditions, ...(marker === undefined ? [] : [`(${marker})`])])];
      this.#reach(locked, asTexts(dependency?.['extra']), all);
    }
  }

  #reach(item: JsonObject, extras: readonly string[], conditions: readonly string[]): void {
    const condition = conditions.join(' and ');
    const known = this.markers.get(item) ?? [];
    if (!known.includes(condition)) this.markers.set(item, [...known, condition]);
    const step = JSON.stringify([item['name'], item['version'], extras, condition]);
    if (this.#seen.has(step)) return;
    this.#seen.add(step);
    this.visit(item, extras, conditions);
  }
}

/** A virtual package is a list of dependencies, and nothing to install. */
function uvRequirement(item: JsonObject, folder: string): string | undefined {
  const [name, version, source] = [asText(item['name']), asText(item['version']), asObject(item['source'])];
  if (source?.['virtual'] !== undefined) return undefined;
  const local = localSource(item);
  if (local !== undefined) return path.resolve(folder, local);
  const [git, url] = [asText(source?.['git']), asText(source?.['url'])];
  // `https://host/repository?rev=main#COMMIT`
  if (git !== undefined) return `${name} @ git+${git.replace(/[?#].*$/, '')}@${git.replace(/^.*#/, '')}`;
  if (url !== undefined) return `${name} @ ${url}`;
  return name === undefined || version === undefined ? undefined : `${name}==${version}`;
}

function localSource(item: JsonObject): string | undefined {
  const source = asObject(item['source']);
  return ['virtual', 'editable', 'directory', 'path']
    .map((kind) => asText(source?.[kind]))
    .find((found) => found !== undefined);
}

function withMarker(requirement: string, marker: string | undefined): string {
  return marker === undefined || marker === '' ? requirement : `${requirement} ; ${marker}`;
}

function packagesOf(lock: JsonObject): readonly JsonObject[] {
  return (Array.isArray(lock['package']) ? lock['package'] : []).map(asObject).filter((item) => item !== undefined);
}
