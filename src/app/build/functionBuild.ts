/** The build stage of a redeploy: from the linked folder to the files of the package. */

import { stat } from 'node:fs/promises';
import { HumanError } from '../../base/humanError.ts';
import { handlerFiles } from '../../lambda/handler.ts';
import type { BuildSetting } from '../build/buildSetting.ts';
import type { ToolRunner } from '../toolRunner.ts';
import { bundleFunction } from './esbuildBuild.ts';
import { findEsbuild } from './esbuildTool.ts';
import { type FunctionFile, functionFiles } from './functionFiles.ts';

export interface BuildRequest {
  readonly folder: string;
  readonly outputFolder: string;
  readonly build: BuildSetting;
  /** `undefined` where the service does not say. */
  readonly runtime: string | undefined;
  readonly handler: string | undefined;
  /** True when a layer may hold the handler. */
  readonly hasLayers: boolean;
  readonly bundlesSdk: boolean;
  readonly shippedEsbuild: string | undefined;
  readonly onOutput: (text: string) => void;
}

/** Rejects with `HumanError` for a folder that is not there, a build that fails, and a package without its handler. */
export async function buildFunction(
  request: BuildRequest,
  toolRunner: ToolRunner,
  signal: AbortSignal,
): Promise<readonly FunctionFile[]> {
  const { folder, build } = request;
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new HumanError(`The linked folder is not there: ${folder}. Link the function again.`);
  return build.kind === 'copy' ? copyFunction(request, signal) : bundle(request, build, toolRunner, signal);
}

async function bundle(
  request: BuildRequest,
  build: Extract<BuildSetting, { kind: 'esbuild' }>,
  toolRunner: ToolRunner,
  signal: AbortSignal,
): Promise<readonly FunctionFile[]> {
  const { folder, runtime, handler, shippedEsbuild } = request;
  if (runtime === undefined || handler === undefined) {
    throw new HumanError('The function has no runtime or no handler setting, so there is nothing to build for.');
  }
  const esbuild = await findEsbuild(folder, shippedEsbuild);
  if (esbuild === undefined) {
    throw new HumanError(
      `Building ${build.entry} needs esbuild, and there is none: run "npm install --save-dev esbuild" in ${folder}, or install the version of this extension that is made for your platform.`,
    );
  }
  return bundleFunction({ ...request, build, runtime, handler, esbuild }, toolRunner, signal);
}

async function copyFunction(request: BuildRequest, signal: AbortSignal): Promise<readonly FunctionFile[]> {
  const { folder, runtime, handler, hasLayers } = request;
  const files = await functionFiles(folder, signal);
  if (files.length === 0)
    throw new HumanError(`There is nothing to deploy: ${folder} has no files that are not ignored.`);
  const expected = runtime === undefined || handler === undefined || hasLayers ? [] : handlerFiles(handler, runtime);
  const isThere = expected.length === 0 || files.some((file) => expected.includes(file.path));
  if (isThere || handler === undefined || handler.startsWith('/')) return files;
  throw new HumanError(
    `${folder} has no file for the handler setting ${handler} of the function. Expected one of: ${expected.join(', ')}`,
  );
}
