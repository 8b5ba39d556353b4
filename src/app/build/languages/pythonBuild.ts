/** Packages Python sources with the packages that they want, as wheels for the function's Python and processor. */

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseRuntime } from '../../../lambda/runtimes.ts';
import { type BuildContext, BuildFailed } from '../buildContext.ts';
import type { BuildOutput } from '../buildOutput.ts';
import type { BuildOf } from '../buildSetting.ts';
import { toolIdentity } from '../buildTools.ts';
import { folderFiles } from '../folderBuild.ts';
import type { FunctionFile } from '../functionFiles.ts';
import { cachedByFiles } from '../inputCache.ts';
import { sourceFiles } from '../sourceFiles.ts';
import { merged } from '../treeFiles.ts';
import { type HostPython, hostPython } from './hostPython.ts';
import { pythonRequirements } from './pythonRequirements.ts';
import { pythonSyntaxProblems } from './pythonSyntax.ts';
import { chosenInstaller, installWheels } from './pythonWheels.ts';

const newestVersion = '3.14';

export async function buildPython(context: BuildContext, build: BuildOf<'python'>): Promise<BuildOutput> {
  const { folder } = context;
  const { files: sources, problems: links } = await folderFiles(context);
  const wanted = parseRuntime(context.runtime ?? '').version || newestVersion;
  const problems = await syntaxProblems(context, sources, wanted);
  if (problems.some(({ severity }) => severity === 'error'))
    throw new BuildFailed(path.basename(folder), folder, problems, '');
  return { files: merged(await packages(context, build, sources, wanted), sources), problems: [...links, ...problems] };
}

async function packages(
  context: BuildContext,
  build: BuildOf<'python'>,
  sources: readonly FunctionFile[],
  wanted: string,
): Promise<readonly FunctionFile[]> {
  const { folder, platform, bundlesSdk } = context;
  const requirements = await pythonRequirements(folder, build.requirements);
  const own = requirements?.lines ?? (requirements && (await readFile(requirements.file, 'utf8')).split('\n')) ?? [];
  // AWS's runtimes bring boto3 along; where the function runs else, it has to be in the package.
  const added =
    bundlesSdk && !own.some((line) => /^\s*boto3\b/i.test(line)) && (await importsBoto3(sources)) ? ['boto3'] : [];
  if (added.length === 0 && !own.some((line) => /^\s*[^#\s]/.test(line))) return [];
  // uv refuses to build anything where only wheels are allowed; pip builds what lies here.
  const hasLocal = (requirements?.localFolders.length ?? 0) > 0 && !platform.isThisMachine;
  const installer = hasLocal ? 'pip' : await chosenInstaller(context, build.installer);
  const tool = await toolIdentity(context, installer === 'uv' ? 'uv' : 'python3');
  const key = JSON.stringify(['python', wanted, platform, installer, tool, added, requirements?.lines]);
  const inputs = [
    ...(requirements?.inputs ?? []),
    ...(await sourceFiles(requirements?.localFolders ?? [], context.signal)),
  ];
  const output = await cachedByFiles(context, key, inputs, async (outputFolder) => {
    const python = await hostPython(context, wanted);
    const shownFile = requirements?.file ?? path.join(folder, 'requirements.txt');
    const isAsItIs = requirements !== undefined && requirements.lines === undefined && added.length === 0;
    const requirementsFile = isAsItIs ? requirements.file : path.join(outputFolder, 'requirements.txt');
    // Beside the original's place, so that what it includes is found.
    const lines = requirements?.lines ?? (requirements === undefined ? [] : [`-r ${requirements.file}`]);
    if (!isAsItIs) await writeFile(requirementsFile, [...lines, ...added, ''].join('\n'));
    const version = platform.isThisMachine ? python.version : wanted;
    const request = { requirementsFile, shownFile, installer, version, python: python.path };
    return { files: await installWheels({ ...context, outputFolder }, request), problems: [] };
  });
  return output.files;
}

async function importsBoto3(sources: readonly FunctionFile[]): Promise<boolean> {
  for (const { path: name, source } of sources) {
    if (!name.endsWith('.py')) continue;
    if (/^\s*(?:import|from)\s+(?:boto3|botocore)\b/m.test(await readFile(source, 'utf8'))) return true;
  }
  return false;
}

/** An older Python would refuse what the function's understands. Where there is none at all, nothing is said. */
async function syntaxProblems(context: BuildContext, sources: readonly FunctionFile[], wanted: string) {
  const files = sources.filter(({ path: name }) => name.endsWith('.py')).map(({ source }) => source);
  const key = JSON.stringify(['python-syntax', wanted, files.length]);
  const output = await cachedByFiles(context, key, files, async () => {
    const python = await hostPython(context, wanted).catch(() => undefined);
    context.signal.throwIfAborted();
    const isNewEnough = python !== undefined && minorOf(python) >= Number(wanted.split('.')[1]);
    return { files: [], problems: isNewEnough ? await pythonSyntaxProblems(context, python.path, files) : [] };
  });
  return output.problems;
}

function minorOf({ version }: HostPython): number {
  return Number(version.split('.')[1]);
}
