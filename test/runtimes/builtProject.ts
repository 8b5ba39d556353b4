/** Builds a sample project with the language's own tools, through the product's builders, and runs it on a local service. */

import { cp } from 'node:fs/promises';
import path from 'node:path';
import { CreateFunctionCommand, InvokeCommand, type Runtime } from '@aws-sdk/client-lambda';
import { BuildCache } from '../../src/app/build/buildCache.ts';
import type { BuildSetting } from '../../src/app/build/buildSetting.ts';
import { deploymentPackage } from '../../src/app/build/deploymentPackage.ts';
import { type BuildRequest, buildFunction } from '../../src/app/build/functionBuild.ts';
import type { FunctionFile } from '../../src/app/build/functionFiles.ts';
import type { BuildProblem } from '../../src/app/build/problems/buildProblem.ts';
import { ProcessToolRunner } from '../../src/app/toolRunner.ts';
import { systemClock } from '../../src/base/clock.ts';
import { messageOf } from '../../src/base/humanError.ts';
import { silentLog } from '../../src/base/log.ts';
import { functionInput, type TestService } from '../support/localService.ts';
import type { TemporaryFolders } from '../support/temporaryFolder.ts';
import { isOffline, Unavailable } from './preparedPackage.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/projects');

export interface BuildResult {
  readonly files: readonly FunctionFile[];
  readonly problems: readonly BuildProblem[];
  readonly output: string;
}

export class BuiltProject {
  readonly folder: string;
  readonly #folders: TemporaryFolders;
  readonly #cache: BuildCache;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  private constructor(
    folder: string,
    folders: TemporaryFolders,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.folder = folder;
    this.#folders = folders;
    this.#cache = new BuildCache({ folder: folders.create(), clock: systemClock, log: silentLog });
    this.#environment = environment;
  }

  /** A folder that may be written to. */
  static at(folder: string, folders: TemporaryFolders): BuiltProject {
    return new BuiltProject(folder, folders, process.env);
  }

  /** A copy of the fixture: tools write into their projects. */
  static async copy(
    name: string,
    folders: TemporaryFolders,
    environment: Readonly<Record<string, string | undefined>> = process.env,
  ): Promise<BuiltProject> {
    const folder = folders.create();
    await cp(path.join(fixtures, name), folder, { recursive: true });
    return new BuiltProject(folder, folders, environment);
  }

  /** Rejects with `Unavailable` where a tool is missing or its registry cannot be reached. */
  async build(
    build: BuildSetting,
    runtime: string,
    handler: string,
    changes: Partial<BuildRequest> = {},
  ): Promise<BuildResult> {
    let output = '';
    let problems: readonly BuildProblem[] = [];
    const request: BuildRequest = {
      folder: this.folder,
      outputFolder: this.#folders.create(),
      build,
      runtime,
      handler,
      runsHere: true,
      hasLayers: false,
      bundlesSdk: false,
      shippedEsbuild: undefined,
      cache: this.#cache,
      onOutput: (text) => {
        output += text;
      },
      onProblems: (found) => {
        problems = found;
      },
      ...changes,
    };
    try {
      const toolRunner = new ProcessToolRunner(this.#environment, systemClock);
      return { files: await buildFunction(request, toolRunner, AbortSignal.timeout(280_000)), problems, output };
    } catch (error) {
      const missing = /The build needs (.+?): there is no/.exec(messageOf(error))?.[1];
      if (missing !== undefined) throw new Unavailable(`there is no ${missing} on this computer`);
      if (isOffline(output)) throw new Unavailable('the registry of packages could not be reached');
      throw error;
    }
  }
}

/** Deploys the files and resolves with what the function answers to `{ name: 'Ada' }`. */
export async function runOn(
  service: TestService,
  functionName: string,
  runtime: Runtime,
  handler: string,
  files: readonly FunctionFile[],
): Promise<unknown> {
  const { zip } = await deploymentPackage(files, AbortSignal.timeout(60_000));
  const changes = { Runtime: runtime, Handler: handler, Code: { ZipFile: zip }, MemorySize: 512, Timeout: 30 };
  await service.lambda.send(new CreateFunctionCommand(functionInput(functionName, changes)));
  const answer = await service.lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from('{"name":"Ada"}') }),
  );
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString());
}
