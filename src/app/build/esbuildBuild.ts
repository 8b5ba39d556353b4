/** Bundles a TypeScript or JavaScript handler with esbuild, under the name that the function's handler setting asks for. */

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { HumanError } from '../../base/humanError.ts';
import { asObject, asTexts, type JsonObject, parseJsonObject } from '../../base/json.ts';
import { type HandlerReference, parseHandler } from '../../lambda/handler.ts';
import { parseRuntime } from '../../lambda/runtimes.ts';
import type { BuildSetting } from '../build/buildSetting.ts';
import type { ToolRunner } from '../toolRunner.ts';
import type { FunctionFile } from './functionFiles.ts';

export interface BundleRequest {
  /** Absolute path of the function's folder. */
  readonly folder: string;
  /** An empty folder for the output; the caller removes it. */
  readonly outputFolder: string;
  readonly build: Extract<BuildSetting, { kind: 'esbuild' }>;
  readonly runtime: string;
  readonly handler: string;
  /** True when the code will run where the runtime brings no AWS SDK. */
  readonly bundlesSdk: boolean;
  readonly esbuild: string;
  readonly onOutput: (text: string) => void;
}

type Format = 'esm' | 'cjs';

const buildDeadlineMs = 120_000;

/** Rejects with `HumanError` for whatever the project can repair: unknown imports, syntax errors, a missing export. */
export async function bundleFunction(
  request: BundleRequest,
  toolRunner: ToolRunner,
  signal: AbortSignal,
): Promise<readonly FunctionFile[]> {
  const { build } = request;
  const handler = bundledHandler(request);
  const format = build.format ?? (/\.c[jt]s$/.test(build.entry) ? 'cjs' : 'esm');
  const bundle = await runEsbuild(request, handler, format, toolRunner, signal);
  // CommonJS wrapped as an ES module would export its handler as `default.handler`, where no runtime looks.
  if (build.format === undefined && format === 'esm' && bundle.isCommonJs) {
    return (await runEsbuild(request, handler, 'cjs', toolRunner, signal)).files;
  }
  if (format === 'esm' && !request.handler.startsWith('/')) checkExport(request, handler, bundle.exports);
  return bundle.files;
}

interface Bundle {
  readonly files: readonly FunctionFile[];
  readonly exports: readonly string[];
  readonly isCommonJs: boolean;
}

async function runEsbuild(
  request: BundleRequest,
  handler: HandlerReference,
  format: Format,
  toolRunner: ToolRunner,
  signal: AbortSignal,
): Promise<Bundle> {
  const { folder, build, runtime, esbuild, onOutput } = request;
  const path = `${handler.modulePath}.${format === 'esm' ? 'mjs' : 'js'}`;
  const outputFolder = join(request.outputFolder, format);
  const outputFile = join(outputFolder, path);
  const metafile = join(request.outputFolder, `${format}.json`);
  await mkdir(dirname(outputFile), { recursive: true });
  const external = build.external ?? (request.bundlesSdk ? [] : providedPackages(runtime));
  const result = await toolRunner.run(
    {
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
        '--log-level=warning',
        '--color=false',
        ...external.map((name) => `--external:${name}`),
        ...(format === 'esm' ? [`--banner:js=${requireForBundledCommonJs}`] : []),
      ],
      folder,
      deadlineMs: buildDeadlineMs,
      onOutput,
    },
    signal,
  );
  if (result.exitCode !== 0) throw buildFailed(request, result.stderr);
  await makeMapPortable(`${outputFile}.map`, folder);
  const files = [path, `${path}.map`].map(async (name) => {
    const source = join(outputFolder, name);
    return { path: name, source, bytes: (await stat(source)).size };
  });
  return { files: await Promise.all(files), ...readMetafile(await readFile(metafile, 'utf8'), build.entry) };
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

function readMetafile(text: string, entry: string): Pick<Bundle, 'exports' | 'isCommonJs'> {
  const metafile = parseJsonObject(text);
  const inputs = asObject(metafile?.['inputs']) ?? {};
  const outputs = Object.values(asObject(metafile?.['outputs']) ?? {}).map(asObject);
  const bundled = outputs.find((output): output is JsonObject => output?.['entryPoint'] !== undefined);
  return {
    exports: asTexts(bundled?.['exports']),
    isCommonJs: asObject(inputs[entry])?.['format'] === 'cjs',
  };
}

function checkExport(request: BundleRequest, handler: HandlerReference, exports: readonly string[]): void {
  const name = handler.exportName.split('.')[0] ?? '';
  if (exports.includes(name)) return;
  const found = exports.length === 0 ? 'It exports nothing.' : `It exports: ${exports.join(', ')}.`;
  throw new HumanError(
    `${request.build.entry} does not export "${name}", which the function's handler setting ${request.handler} asks for. ${found}`,
  );
}

/** The first error with its place; the log has all of them. */
function buildFailed(request: BundleRequest, stderr: string): HumanError {
  const errors = [...stderr.matchAll(/\[ERROR\] (.+)(?:\n\n {4}(\S.*:\d+:\d+):)?/g)];
  const [first] = errors;
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const what = first ? `${first[2] ? `${first[2]}: ` : ''}${first[1]}${others}` : stderr.trim();
  return new HumanError(`The build of ${request.build.entry} failed: ${what}`, {
    action: { label: 'Show Log', command: 'lambdaWorkbench.openLog' },
  });
}
