/** The build stage: what the link says is run before, the build itself, and what the link leaves out of it. */

import { resolve } from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { HumanError } from '../../../base/humanError.ts';
import { buildFunction } from '../../build/functionBuild.ts';
import type { FunctionFile } from '../../build/functionFiles.ts';
import type { RedeployRun } from '../redeployRun.ts';

const beforeBuildDeadlineMs = 10 * 60_000;

/** The files of the package; what has to be built is built into `outputFolder`. Rejects with `HumanError`. */
export async function buildStage(
  run: RedeployRun,
  known: FunctionConfiguration | undefined,
  outputFolder: string,
): Promise<readonly FunctionFile[]> {
  const { toolRunner, shippedEsbuild, buildCache, log, link, target, signal } = run;
  const folder = resolve(run.root, link.folder);
  if (link.beforeBuild !== undefined) await runBefore(run, link.beforeBuild, folder);
  return await buildFunction(
    {
      folder,
      outputFolder,
      build: link.build,
      runtime: known?.Runtime ?? run.create?.runtime,
      handler: known?.Handler ?? run.create?.handler,
      architecture: known?.Architectures?.[0],
      runsHere: target.runsHere,
      hasLayers: (known?.Layers?.length ?? 0) > 0,
      // Only AWS's own runtimes bring the SDK along.
      bundlesSdk: target.runsHere || run.connection.endpoint !== undefined,
      shippedEsbuild,
      ...(link.ignore === undefined ? {} : { ignore: link.ignore }),
      cache: buildCache,
      onOutput: (text) => log.info(text.trimEnd()),
      onProblems: (problems) => {
        run.onBuildProblems?.({ targetId: target.id, functionName: link.functionName }, problems);
      },
    },
    toolRunner,
    signal,
  );
}

/** A command line of the workspace, which its owner trusts: it is the shell's to read. */
async function runBefore({ toolRunner, log, signal }: RedeployRun, command: string, folder: string): Promise<void> {
  const [shell, ...options] = process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c'] : ['/bin/sh', '-c'];
  const onOutput = (text: string) => log.info(text.trimEnd());
  const request = { arguments: [...options, command], folder, deadlineMs: beforeBuildDeadlineMs, onOutput };
  const { exitCode, stderr } = await toolRunner.run({ command: shell ?? '', ...request }, signal);
  if (exitCode === 0) return;
  const last = stderr.trim().split('\n').at(-1) ?? '';
  throw new HumanError(
    `"beforeBuild" of the link ended with ${exitCode ?? 'a signal'}: ${command}${last === '' ? '' : `: ${last}`}`,
    { action: { label: 'Show Log', command: 'lambdaWorkbench.openLog' } },
  );
}
