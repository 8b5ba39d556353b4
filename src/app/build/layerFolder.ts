/** A folder that becomes a layer: what of it the runtimes will find below /opt, and which runtimes that are. */

import { basename } from 'node:path';
import { configurationSchema } from '../../lambda/configurationSchema.ts';
import { parseRuntime } from '../../lambda/runtimes.ts';
import type { FunctionFile } from './functionFiles.ts';

export interface LayerGuess {
  /** A valid layer name made from the folder's. */
  readonly name: string;
  /** Runtimes that find something of the layer by themselves; empty where it is for any (`bin`, `lib`, data). */
  readonly runtimes: readonly string[];
  /** What a runtime will not find, in words; `undefined` where the layout is as Lambda's guide tells. */
  readonly remark: string | undefined;
}

const layerNameLength = 140;
/** Where runtimes look below /opt (developer guide, "Layer paths for each Lambda runtime"), and the version in the path. */
const runtimePaths: readonly (readonly [family: string, path: RegExp])[] = [
  ['python', /^python\/lib\/python(3\.\d+)\/site-packages\//],
  ['python', /^python\/(?!lib\/python)/],
  ['nodejs', /^nodejs\/node(\d+)\/node_modules\//],
  ['nodejs', /^nodejs\/node_modules\//],
  ['java', /^java\/lib\//],
  ['ruby', /^ruby\/gems\/(\d+\.\d+)\.0\//],
  ['ruby', /^ruby\/lib\//],
];
const sharedPaths = /^(?:bin|lib|extensions)\//;

export function guessLayer(folder: string, files: readonly FunctionFile[]): LayerGuess {
  const found = new Set<string>();
  for (const file of files) {
    for (const [family, pattern] of runtimePaths) {
      const match = pattern.exec(file.path);
      if (match) for (const runtime of runtimesOf(family, match[1])) found.add(runtime);
    }
  }
  const runtimes = [...found].sort();
  const isKnown = runtimes.length > 0 || files.some((file) => sharedPaths.test(file.path));
  return {
    name:
      basename(folder)
        .replace(/[^a-zA-Z0-9-_]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, layerNameLength) || 'my-layer',
    runtimes,
    remark: isKnown ? undefined : misplaced(files),
  };
}

/** The mistake that is made most: what an installer wrote, without the folder that the runtime looks into. */
function misplaced(files: readonly FunctionFile[]): string {
  if (files.some(({ path }) => path.startsWith('node_modules/')))
    return 'Node.js looks for packages in nodejs/node_modules of a layer: put node_modules into a folder called nodejs.';
  if (files.some(({ path }) => path.endsWith('.py') || path.includes('.dist-info/')))
    return 'Python looks for modules in the folder python of a layer: put them into one.';
  if (files.some(({ path }) => path.endsWith('.jar')))
    return 'Java looks for libraries in java/lib of a layer: put the jars there.';
  return 'No runtime looks into these folders by itself. Functions find the files below /opt.';
}

function runtimesOf(family: string, version: string | undefined): readonly string[] {
  return configurationSchema.properties.Runtime.examples.filter((identifier) => {
    const known = parseRuntime(identifier);
    return known.family === family && (version === undefined || known.version === version);
  });
}
