/** The build stage of a redeploy: from the linked folder to the files of the package. */

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import ignore from 'ignore';
import { HumanError } from '../../base/humanError.ts';
import { handlerFiles } from '../../lambda/handler.ts';
import type { ToolRunner } from '../toolRunner.ts';
import type { BuildCache } from './buildCache.ts';
import { type BuildContext, BuildFailed } from './buildContext.ts';
import type { BuildOutput } from './buildOutput.ts';
import { buildPlatform } from './buildPlatform.ts';
import type { BuildSetting } from './buildSetting.ts';
import { buildWithEsbuild } from './esbuildBuild.ts';
import { folderFiles } from './folderBuild.ts';
import type { FunctionFile } from './functionFiles.ts';
import { buildByCommand } from './languages/commandBuild.ts';
import { buildDotnet } from './languages/dotnetBuild.ts';
import { buildGo } from './languages/goBuild.ts';
import { buildJava } from './languages/javaBuild.ts';
import { buildPython } from './languages/pythonBuild.ts';
import { buildRuby } from './languages/rubyBuild.ts';
import { buildRust } from './languages/rustBuild.ts';
import { foreignNativeFiles } from './nativeFiles.ts';
import type { BuildProblem } from './problems/buildProblem.ts';

export interface BuildRequest {
  readonly folder: string;
  readonly outputFolder: string;
  readonly build: BuildSetting;
  /** `undefined` where the service does not say. */
  readonly runtime: string | undefined;
  readonly handler: string | undefined;
  /** Lambda's default, x86_64, without it. */
  readonly architecture?: string | undefined;
  /** The function will run on this machine, whatever its architecture setting says. */
  readonly runsHere?: boolean;
  /** True when a layer may hold the handler. */
  readonly hasLayers: boolean;
  readonly bundlesSdk: boolean;
  readonly shippedEsbuild: string | undefined;
  /** Patterns of files that stay out of the package, beside those of the folder's own ignore file. */
  readonly ignore?: readonly string[];
  /** Without it everything is built each time. */
  readonly cache?: BuildCache | undefined;
  readonly onOutput: (text: string) => void;
  /** Called once per build, with all that the Problems panel should show of it now; with none when there is nothing. */
  readonly onProblems?: (problems: readonly BuildProblem[]) => void;
}

const manifests = ['package.json', 'requirements.txt', 'pyproject.toml', 'Gemfile', 'pom.xml', 'Cargo.toml', 'go.mod'];

/** Rejects with `HumanError` for a folder that is not there, a build that fails, and a package without its handler. */
export async function buildFunction(
  request: BuildRequest,
  toolRunner: ToolRunner,
  signal: AbortSignal,
): Promise<readonly FunctionFile[]> {
  const { folder, build, onOutput } = request;
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new HumanError(`The linked folder is not there: ${folder}. Link the function again.`);
  const context: BuildContext = {
    ...request,
    platform: buildPlatform(request.runsHere ?? false, request.architecture),
    ignore: request.ignore ?? [],
    cache: request.cache,
    toolRunner,
    signal,
  };
  try {
    const { files: built, problems } = await builtBy(context, build);
    // Patterns of the link count for what was built and installed as well.
    const rules = ignore().add([...context.ignore]);
    const files = built.filter((file) => !rules.ignores(file.path));
    checkHandler(request, files);
    const foreign = await atManifest(folder, await foreignNativeFiles(files, context.platform, signal));
    for (const { message } of foreign) onOutput(`Warning: ${message}`);
    request.onProblems?.([...problems, ...foreign]);
    return files;
  } catch (error) {
    if (error instanceof BuildFailed) request.onProblems?.(error.problems);
    throw error;
  }
}

/** A binary cannot be opened at a line, and installed ones lie in the cache: the file that asks for packages is where to begin. */
async function atManifest(folder: string, problems: readonly BuildProblem[]): Promise<readonly BuildProblem[]> {
  if (problems.length === 0) return problems;
  const present = await readdir(folder);
  const manifest = manifests.find((name) => present.includes(name));
  return manifest === undefined ? problems : problems.map((problem) => ({ ...problem, file: join(folder, manifest) }));
}

function builtBy(context: BuildContext, build: BuildSetting): Promise<BuildOutput> {
  switch (build.kind) {
    case 'esbuild':
      return buildWithEsbuild(context, build);
    case 'copy':
      return folderFiles(context);
    case 'python':
      return buildPython(context, build);
    case 'go':
      return buildGo(context, build);
    case 'rust':
      return buildRust(context, build);
    case 'java':
      return buildJava(context, build);
    case 'dotnet':
      return buildDotnet(context, build);
    case 'ruby':
      return buildRuby(context);
    case 'command':
      return buildByCommand(context, build);
  }
}

function checkHandler(
  { folder, runtime, handler, hasLayers, build }: BuildRequest,
  files: readonly FunctionFile[],
): void {
  if (files.length === 0) {
    const what =
      build.kind === 'copy' ? `${folder} has no files that are not ignored` : `the build of ${folder} made no files`;
    throw new HumanError(`There is nothing to deploy: ${what}.`);
  }
  // The bundler names its output after the handler.
  if (runtime === undefined || handler === undefined || hasLayers || build.kind === 'esbuild') return;
  const expected = handler.startsWith('/') ? [] : handlerFiles(handler, runtime);
  if (expected.length === 0 || files.some((file) => expected.includes(file.path))) return;
  const where = build.kind === 'copy' ? folder : `What was built from ${folder}`;
  throw new HumanError(
    `${where} has no file for the handler setting ${handler} of the function. Expected one of: ${expected.join(', ')}`,
  );
}
