/** Bundles a TypeScript or JavaScript handler with esbuild, under the name that the function's handler setting asks for. */

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { HumanError } from '../../base/humanError.ts';
import { asObject, asTexts, type JsonObject, parseJsonObject } from '../../base/json.ts';
import { type HandlerReference, parseHandler } from '../../lambda/handler.ts';
import { parseRuntime } from '../../lambda/runtimes.ts';
import { type BuildContext, BuildFailed } from './buildContext.ts';
import type { BuildOutput } from './buildOutput.ts';
import type { BuildOf } from './buildSetting.ts';
import { runTool, toolIdentity } from './buildTools.ts';
import { findEsbuild } from './esbuildTool.ts';
import { cachedByInputs, surroundingsOf } from './inputCache.ts';
import { esbuildProblems } from './problems/esbuildProblems.ts';

interface BundleRequest {
  readonly build: BuildOf<'esbuild'>;
  readonly runtime: string;
  readonly handler: string;
  readonly esbuild: string;
}

type Format = 'esm' | 'cjs';

const buildDeadlineMs = 120_000;

/** Rejects with `HumanError` for whatever the project can repair: unknown imports, syntax errors, a missing export. */
export async function buildWithEsbuild(context: BuildContext, build: BuildOf<'esbuild'>): Promise<BuildOutput> {
  const { folder, runtime, handler, shippedEsbuild, bundlesSdk } = context;
  if (runtime === undefined || handler === undefined) {
    throw new HumanError('The function has no runtime or no handler setting, so there is nothing to build for.');
  }
  const esbuild = await findEsbuild(folder, shippedEsbuild);
  if (esbuild === undefined) {
    throw new HumanError(
      `Building ${build.entry} needs esbuild, and there is none: run "npm install --save-dev esbuild" in ${folder}, or install the version of this extension that is made for your platform.`,
    );
  }
  const request = { build, runtime, handler, esbuild };
  const key = JSON.stringify([
    'esbuild',
    folder,
    build,
    runtime,
    handler,
    bundlesSdk,
    await toolIdentity(context, esbuild),
  ]);
  return cachedByInputs(context, key, (outputFolder) => bundle({ ...context, outputFolder }, request));
}

async function bundle(context: BuildContext, request: BundleRequest) {
  const { build } = request;
  const handler = bundledHandler(request);
  const format = build.format ?? (/\.c[jt]s$/.test(build.entry) ? 'cjs' : 'esm');
  const first = await runEsbuild(context, request, handler, format);
  // CommonJS wrapped as an ES module would export its handler as `default.handler`, where no runtime looks.
  const isCommonJs = build.format === undefined && format === 'esm' && first.isCommonJs;
  const made = isCommonJs ? await runEsbuild(context, request, handler, 'cjs') : first;
  if (!isCommonJs && format === 'esm' && !request.handler.startsWith('/')) checkExport(request, handler, made.exports);
  const output: BuildOutput = { files: made.files, problems: made.problems };
  return { output, inputs: await surroundingsOf(context.folder, made.inputs) };
}

interface Bundle extends BuildOutput {
  readonly exports: readonly string[];
  readonly isCommonJs: boolean;
  /** Absolute paths of all that was read. */
  readonly inputs: readonly string[];
}

async function runEsbuild(
  context: BuildContext,
  { build, runtime, esbuild }: BundleRequest,
  handler: HandlerReference,
  format: Format,
): Promise<Bundle> {
  const { folder } = context;
  const path = `${handler.modulePath}.${format === 'esm' ? 'mjs' : 'js'}`;
  const outputFolder = join(context.outputFolder, format);
  const outputFile = join(outputFolder, path);
  const metafile = join(context.outputFolder, `${format}.json`);
  await mkdir(dirname(outputFile), { recursive: true });
  const external = build.external ?? (context.bundlesSdk ? [] : providedPackages(runtime));
  const result = await runTool(context, {
    command: esbuild,
    arguments: [
      `./${build.entry}`,
      '--bundle',
      '--platform=node',
      `--target=node${parseRuntime(runtime).version}`,
      `--format=${format}`,
      `--outfile=${outputFile}`,
      `--metafile=${metafile}`,
      '--sourcemap',
      // Frames lead to the files of the project: their text in the package would only double what is uploaded.
      '--sources-content=false',
      '--log-level=warning',
      '--color=false',
      ...external.map((name) => `--external:${name}`),
      ...(format === 'esm' ? [`--banner:js=${requireForBundledCommonJs}`] : []),
    ],
    deadlineMs: buildDeadlineMs,
  });
  const problems = esbuildProblems(result.stderr, folder, build.entry);
  if (result.exitCode !== 0) throw new BuildFailed(build.entry, folder, problems, result.stderr);
  await makeMapPortable(`${outputFile}.map`, folder);
  const files = [path, `${path}.map`].map(async (name) => {
    const source = join(outputFolder, name);
    return { path: name, source, bytes: (await stat(source)).size };
  });
  const read = readMetafile(await readFile(metafile, 'utf8'), build.entry);
  return {
    ...read,
    inputs: read.inputs.map((input) => resolve(folder, input)),
    files: await Promise.all(files),
    problems,
  };
}

/**
 * CommonJS packages inside an ES module call `require` for Node's own modules, which ES modules do not have.
 * A global instead of a declaration: the handler may declare a `require` of its own.
 */
const requireForBundledCommonJs =
  "import{createRequire as __createRequire}from'node:module';globalThis.require??=__createRequire(import.meta.url);";

/** The handler setting says where the output goes. One that points into a layer says nothing about the function's own file. */
function bundledHandler(request: BundleRequest): HandlerReference {
  const { runtime, handler, build } = request;
  const { family } = parseRuntime(runtime);
  if (family !== 'nodejs') {
    throw new HumanError(
      `esbuild makes JavaScript, and the function's runtime is ${runtime}. Change "build" of the link to { "kind": "copy" }.`,
    );
  }
  if (handler.startsWith('/')) {
    return { modulePath: build.entry.replace(/^.*\//, '').replace(/\.[^.]+$/, ''), exportName: '' };
  }
  const reference = parseHandler(handler, family);
  if (!reference) throw new HumanError(`The handler setting of the function names no file and export: ${handler}`);
  return reference;
}

/** What the managed Node.js runtimes bring along (developer guide, "Runtime-included SDK versions"). */
function providedPackages(runtime: string): readonly string[] {
  return Number(parseRuntime(runtime).version) >= 18 ? ['@aws-sdk/*', '@smithy/*'] : ['aws-sdk'];
}

/** Paths in a source map lead from the output folder, which differs with every run: they are made relative to the project. */
async function makeMapPortable(mapFile: string, folder: string): Promise<void> {
  const map = parseJsonObject(await readFile(mapFile, 'utf8'));
  if (!map) return;
  const sources = asTexts(map['sources']).map((source) =>
    relative(folder, resolve(dirname(mapFile), source))
      .split(sep)
      .join('/'),
  );
  await writeFile(mapFile, JSON.stringify({ ...map, sources }));
}

function readMetafile(text: string, entry: string): Pick<Bundle, 'exports' | 'isCommonJs' | 'inputs'> {
  const metafile = parseJsonObject(text);
  const inputs = asObject(metafile?.['inputs']) ?? {};
  const outputs = Object.values(asObject(metafile?.['outputs']) ?? {}).map(asObject);
  const bundled = outputs.find((output): output is JsonObject => output?.['entryPoint'] !== undefined);
  return {
    exports: asTexts(bundled?.['exports']),
    isCommonJs: asObject(inputs[entry])?.['format'] === 'cjs',
    inputs: Object.keys(inputs).filter((input) => !input.startsWith('(disabled):')),
  };
}

function checkExport(
  { build, handler }: BundleRequest,
  { exportName }: HandlerReference,
  exports: readonly string[],
): void {
  const name = exportName.split('.')[0] ?? '';
  if (exports.includes(name)) return;
  const found = exports.length === 0 ? 'It exports nothing.' : `It exports: ${exports.join(', ')}.`;
  throw new HumanError(
    `${build.entry} does not export "${name}", which the function's handler setting ${handler} asks for. ${found}`,
  );
}
