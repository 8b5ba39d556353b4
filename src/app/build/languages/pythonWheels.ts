/** Installs the packages of a Python project for the machine that the function runs on, with uv or pip. */

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HumanError } from '../../../base/humanError.ts';
import { type BuildContext, BuildFailed } from '../buildContext.ts';
import { platformText } from '../buildPlatform.ts';
import { findTool, missingTool, runTool } from '../buildTools.ts';
import type { FunctionFile } from '../functionFiles.ts';
import { atTheirLines, refusedWheels } from '../problems/dependencyProblems.ts';
import { treeFiles } from '../treeFiles.ts';

export interface WheelsRequest {
  /** For the installer. */
  readonly requirementsFile: string;
  /** Where a person reads what is asked for. */
  readonly shownFile: string;
  readonly installer: 'uv' | 'pip';
  /** `3.12` */
  readonly version: string;
  /** Path of a Python of this machine; for pip it is the one that installs. */
  readonly python: string;
}

/** `uv` where it is wanted or installed. */
export async function chosenInstaller(context: BuildContext, wanted: 'uv' | 'pip' | undefined): Promise<'uv' | 'pip'> {
  if (wanted !== undefined) return wanted;
  return (await findTool(context, 'uv')) === undefined ? 'pip' : 'uv';
}

/** Files of the packages, as they lie at the root of a deployment package. */
export async function installWheels(context: BuildContext, request: WheelsRequest): Promise<readonly FunctionFile[]> {
  const site = path.join(context.outputFolder, 'site');
  const isUv = request.installer === 'uv';
  const result = await runTool(context, {
    command: isUv ? 'uv' : request.python,
    arguments: isUv ? uvArguments(context, request, site) : pipArguments(context, request, site),
  });
  const output = `${result.stdout}\n${result.stderr}`;
  if (result.exitCode !== 0) {
    if (/No module named pip\b/.test(output))
      throw missingTool('python3', undefined, ` (${request.python} has no pip.)`);
    throw await notInstalled(context, request, output);
  }
  await forgetScripts(site);
  // Scripts for the shell begin with the path of this machine's Python; byte code is for this machine's version.
  return treeFiles(site, '', (name) => !/^bin\/|(?:^|\/)__pycache__\/|\.pyc$/.test(name));
}

/** Where the packages are for another machine, no wheel is the usual reason, and the other ways are named. */
async function notInstalled(
  { folder, platform }: BuildContext,
  request: WheelsRequest,
  output: string,
): Promise<HumanError> {
  const refused = refusedWheels(output);
  const problems = await atTheirLines(refused, request.shownFile, request.installer);
  const [first] = refused;
  if (platform.isThisMachine || first === undefined) return new BuildFailed('the packages', folder, problems, output);
  const advice = `There is no wheel of ${first.name} for Python ${request.version} on ${platformText(platform)}. Choose a release that has one, or build it in a container of the runtime ({ "kind": "command" }), or take it from a layer.`;
  const advised = problems.map((problem) => ({ ...problem, message: `${problem.message}. ${advice}` }));
  return new BuildFailed('the packages', folder, advised, output);
}

function pipArguments({ platform }: BuildContext, request: WheelsRequest, site: string): readonly string[] {
  const common = [
    '-m',
    'pip',
    'install',
    '--target',
    site,
    '-r',
    request.requirementsFile,
    '--no-compile',
    '--no-input',
    '--disable-pip-version-check',
  ];
  // Here this machine's own Python builds what has no wheel.
  if (platform.isThisMachine) return common;
  const machine = platform.architecture === 'arm64' ? 'aarch64' : 'x86_64';
  return [
    ...common,
    '--only-binary=:all:',
    ...['--implementation', 'cp', '--python-version', request.version],
    ...glibcTags(request.version).flatMap((tag) => ['--platform', `${tag}_${machine}`]),
  ];
}

function uvArguments({ platform }: BuildContext, request: WheelsRequest, site: string): readonly string[] {
  const common = ['pip', 'install', '--target', site, '-r', request.requirementsFile, '--no-progress'];
  if (platform.isThisMachine) return [...common, '--python', request.python];
  const machine = platform.architecture === 'arm64' ? 'aarch64' : 'x86_64';
  const newest = glibcOf(request.version) >= 28 ? 'manylinux_2_28' : 'manylinux2014';
  return [
    ...common,
    '--only-binary',
    ':all:',
    '--python-version',
    request.version,
    '--python-platform',
    `${machine}-${newest}`,
  ];
}

/** Python 3.12 and later run on Amazon Linux 2023 (glibc 2.34), those before on Amazon Linux 2 (2.26). */
function glibcOf(version: string): number {
  return Number(version.split('.')[1] ?? 0) >= 12 ? 34 : 26;
}

/** Every tag that the runtime can load; pip takes each by itself and knows no order of versions. */
function glibcTags(version: string): readonly string[] {
  const minors = [34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 17, 12, 5].filter((minor) => minor <= glibcOf(version));
  return [...minors.map((minor) => `manylinux_2_${minor}`), 'manylinux2014', 'manylinux2010', 'manylinux1', 'linux'];
}

/** Records of installed files also hold the hashes of those scripts, which differ from machine to machine. */
async function forgetScripts(site: string): Promise<void> {
  const records = await treeFiles(site, '', (name) => name.endsWith('.dist-info/RECORD')).catch(() => []);
  for (const { source } of records) {
    const lines = (await readFile(source, 'utf8')).split('\n');
    await writeFile(source, lines.filter((line) => !/^(?:\.\.\/)+bin\/|__pycache__/.test(line)).join('\n'));
  }
}
