/** Runs the project's own command, and takes the folder or the zip that it leaves. */

import { cp, mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../base/humanError.ts';
import { limits } from '../../../lambda/limits.ts';
import { unpackCode } from '../../unpackCode.ts';
import { type BuildContext, BuildFailed } from '../buildContext.ts';
import type { BuildOutput } from '../buildOutput.ts';
import type { BuildOf } from '../buildSetting.ts';
import { runTool } from '../buildTools.ts';
import { cachedByFiles } from '../inputCache.ts';
import { commandProblems } from '../problems/commandProblems.ts';
import { sourceFiles } from '../sourceFiles.ts';
import { treeFiles } from '../treeFiles.ts';

const buildDeadlineMs = 30 * 60_000;
const maximumFiles = 200_000;

export async function buildByCommand(context: BuildContext, build: BuildOf<'command'>): Promise<BuildOutput> {
  const { folder, platform, runtime, handler } = context;
  if (build.inputs === undefined) return runCommand(context, build, context.outputFolder);
  const inputs = build.inputs.map((input) => path.resolve(folder, input));
  const files = [...inputs, ...(await sourceFiles(inputs, context.signal))];
  const key = JSON.stringify(['command', folder, build, platform, runtime, handler]);
  return cachedByFiles(context, key, files, (outputFolder) => runCommand(context, build, outputFolder));
}

async function runCommand(
  context: BuildContext,
  build: BuildOf<'command'>,
  outputFolder: string,
): Promise<BuildOutput> {
  const { folder, platform, runtime = '', handler = '' } = context;
  const isLine = typeof build.run === 'string';
  const [command = '', ...rest] = isLine ? [build.run] : build.run;
  const result = await runTool(context, {
    command,
    arguments: rest,
    isShellLine: isLine,
    // For commands that serve several functions.
    environment: {
      LAMBDA_RUNTIME: runtime,
      LAMBDA_HANDLER: handler,
      LAMBDA_ARCHITECTURE: platform.architecture,
    },
    deadlineMs: buildDeadlineMs,
  });
  const output = `${result.stdout}\n${result.stderr}`;
  const shown = isLine ? build.run : [command, ...rest].join(' ');
  const problems = commandProblems(output, folder);
  if (result.exitCode !== 0) {
    const ending = result.exitCode === null ? 'it was ended from outside' : `it ended with ${result.exitCode}`;
    throw new BuildFailed(`"${shown}"`, folder, problems, output.trim() === '' ? ending : output);
  }
  const made = path.resolve(folder, build.output);
  const found = await stat(made).catch(() => undefined);
  if (found === undefined) {
    throw new HumanError(
      `"${shown}" went well, but left no ${build.output}. Correct "output" in the build of the link.`,
    );
  }
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const copied = path.join(outputFolder, 'package');
  await mkdir(copied, { recursive: true });
  if (found.isDirectory()) {
    // The next run of the command writes there again.
    await cp(made, copied, { recursive: true, dereference: true });
  } else {
    const bounds = { unzippedBytes: limits.unzippedPackageBytes, entries: maximumFiles };
    await unpackCode(await readFile(made), copied, bounds, context.signal);
  }
  return { files: await treeFiles(copied), problems: warnings };
}
