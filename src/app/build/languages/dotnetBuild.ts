/** Builds .NET with `dotnet publish`, for the runtime that Lambda has, or whole where the runtime has none. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../base/humanError.ts';
import { parseRuntime } from '../../../lambda/runtimes.ts';
import { type BuildContext, BuildFailed } from '../buildContext.ts';
import type { BuildOutput } from '../buildOutput.ts';
import type { BuildOf } from '../buildSetting.ts';
import { runTool, toolIdentity } from '../buildTools.ts';
import { cachedByFiles } from '../inputCache.ts';
import { microsoftProblems } from '../problems/microsoftProblems.ts';
import { sourceFiles } from '../sourceFiles.ts';
import { treeFiles } from '../treeFiles.ts';

const systems = { linux: 'linux', darwin: 'osx', win32: 'win' } as const;

export async function buildDotnet(context: BuildContext, build: BuildOf<'dotnet'>): Promise<BuildOutput> {
  const { folder, platform, runtime = '' } = context;
  const project = build.project ?? (await onlyProject(folder));
  const files = await sourceFiles([folder, ...(await references(path.join(folder, project)))], context.signal);
  const target = `${systems[platform.os]}-${platform.architecture === 'arm64' ? 'arm64' : 'x64'}`;
  // On an OS-only runtime the program brings its .NET along, and is itself the bootstrap.
  const isSelfContained = parseRuntime(runtime).family === 'provided';
  const key = JSON.stringify([
    'dotnet',
    folder,
    project,
    target,
    isSelfContained,
    await toolIdentity(context, 'dotnet'),
  ]);
  return cachedByFiles(context, key, files, async (outputFolder) => {
    const result = await runTool(context, {
      command: 'dotnet',
      arguments: [
        ...['publish', project, '-c', 'Release', '-r', target, '--self-contained', String(isSelfContained)],
        ...['-o', outputFolder, '-nologo', '-p:GenerateRuntimeConfigurationFiles=true', '-p:Deterministic=true'],
        // The same binary wherever the project lies.
        '-p:ContinuousIntegrationBuild=true',
      ],
      environment: { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', DOTNET_CLI_UI_LANGUAGE: 'en' },
    });
    const output = `${result.stdout}${result.stderr}`;
    const problems = microsoftProblems(output, folder);
    if (result.exitCode !== 0) throw new BuildFailed(project, folder, problems, output);
    return { files: await treeFiles(outputFolder), problems };
  });
}

async function onlyProject(folder: string): Promise<string> {
  const projects = (await readdir(folder)).filter((name) => /\.(?:cs|fs|vb)proj$/.test(name));
  const [project] = projects;
  if (project !== undefined && projects.length === 1) return project;
  const what = project === undefined ? 'no project file' : `several project files: ${projects.join(', ')}`;
  throw new HumanError(`${folder} has ${what}. Name one in "build": { "kind": "dotnet", "project": "…" }.`);
}

/** Folders of the projects that a project refers to, and those that they refer to. */
async function references(project: string, known: ReadonlySet<string> = new Set()): Promise<readonly string[]> {
  const text = await readFile(project, 'utf8').catch(() => '');
  const named = [...text.matchAll(/<ProjectReference\s+Include="([^"]+)"/g)]
    .map((match) => path.resolve(path.dirname(project), (match[1] ?? '').replaceAll('\\', '/')))
    .filter((file) => !known.has(file));
  const seen = new Set([...known, ...named]);
  const further = await Promise.all(named.map((file) => references(file, seen)));
  return [...named.map((file) => path.dirname(file)), ...further.flat()];
}
