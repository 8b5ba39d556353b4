/** From a place in a built file to the place in the source, through the source map of the build. */

import { readFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { asTexts, parseJsonObject } from '../../base/json.ts';

/** Line and column count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Folders into which builds usually write, relative to the project. */
const outputFolders = ['', 'dist', 'build', 'out', 'lib', '.aws-sam/build'];
const largestMapBytes = 64 * 1024 * 1024;

/**
 * Tries the file itself where it is on this machine (Local runs what it unpacked), then `keptFolder` (the maps of the very
 * package that is deployed), then the project's build output, which may be of another build.
 * `undefined` where no map knows the place, or where it leads out of the project.
 */
export async function originalPlace(
  projectFolder: string,
  built: SourcePlace,
  keptFolder?: string,
): Promise<SourcePlace | undefined> {
  for (const mapFile of mapCandidates(projectFolder, built.file, keptFolder)) {
    const text = await readFile(mapFile, 'utf8').catch(() => undefined);
    if (text === undefined || text.length > largestMapBytes) continue;
    const place = lookUp(text, mapFile, projectFolder, built);
    if (place) return place;
  }
  return undefined;
}

function mapCandidates(projectFolder: string, file: string, keptFolder: string | undefined): readonly string[] {
  const segments = file.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) return [];
  const tails = segments.map((_, index) => segments.slice(index).join('/'));
  const inProject = tails.flatMap((tail) =>
    outputFolders.map((folder) => path.join(projectFolder, folder, `${tail}.map`)),
  );
  const kept = keptFolder === undefined ? [] : tails.map((tail) => path.join(keptFolder, `${tail}.map`));
  return [...(path.isAbsolute(file) ? [`${file}.map`] : []), ...kept, ...inProject];
}

function lookUp(text: string, mapFile: string, projectFolder: string, built: SourcePlace): SourcePlace | undefined {
  const payload = parseJsonObject(text);
  if (!payload || typeof payload['mappings'] !== 'string' || asTexts(payload['sources']).length === 0) return undefined;
  const entry = new SourceMap(payload as unknown as SourceMapPayload).findEntry(built.line - 1, built.column - 1);
  if (!('originalSource' in entry) || typeof entry.originalSource !== 'string') return undefined;
  const source = entry.originalSource.replace(/^file:\/\//, '');
  // Maps that a redeploy made are relative to the project; those of other tools, to the map itself.
  const file = [path.resolve(projectFolder, source), path.resolve(path.dirname(mapFile), source)].find((candidate) =>
    isInside(projectFolder, candidate),
  );
  return file === undefined ? undefined : { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}
