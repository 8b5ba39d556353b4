/** Builds a program in Go as Lambda's guide tells: a static binary called `bootstrap`. */

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type BuildContext, BuildFailed } from '../buildContext.ts';
import type { BuildOutput } from '../buildOutput.ts';
import type { BuildOf } from '../buildSetting.ts';
import { runTool, toolIdentity } from '../buildTools.ts';
import { cachedByFiles } from '../inputCache.ts';
import { goProblems } from '../problems/goProblems.ts';
import { nearestWith, sourceFiles } from '../sourceFiles.ts';

const systems = { linux: 'linux', darwin: 'darwin', win32: 'windows' } as const;

export async function buildGo(context: BuildContext, build: BuildOf<'go'>): Promise<BuildOutput> {
  const { folder, platform } = context;
  const environment = {
    GOOS: systems[platform.os],
    GOARCH: platform.architecture === 'arm64' ? 'arm64' : 'amd64',
    CGO_ENABLED: '0',
  };
  const modules = await modulesOf(folder);
  const files = await sourceFiles(modules, context.signal);
  const key = JSON.stringify(['go', folder, build, environment, await toolIdentity(context, 'go')]);
  return cachedByFiles(context, key, files, (outputFolder) =>
    compile({ ...context, outputFolder }, build, environment),
  );
}

async function compile(
  context: BuildContext,
  build: BuildOf<'go'>,
  environment: Readonly<Record<string, string>>,
): Promise<BuildOutput> {
  const { folder, outputFolder } = context;
  const source = path.join(outputFolder, 'bootstrap');
  const target = build.package ?? '.';
  const result = await runTool(context, {
    command: 'go',
    // Neither paths of this machine nor the state of the repository get into the binary: the same sources give the same hash.
    // The tag leaves out what only the retired go1.x runtime needed.
    arguments: [
      'build',
      '-tags',
      'lambda.norpc',
      '-trimpath',
      '-buildvcs=false',
      '-ldflags=-s -w',
      '-o',
      source,
      target,
    ],
    environment,
  });
  if (result.exitCode !== 0) {
    throw new BuildFailed(
      target === '.' ? path.basename(folder) : target,
      folder,
      goProblems(result.stderr, folder),
      result.stderr,
    );
  }
  const made = await stat(source).catch(() => undefined);
  if (!made?.isFile()) {
    throw new BuildFailed(
      target,
      folder,
      [],
      `${target} is no main package. Name one in "build": { "kind": "go", "package": "./cmd/…" }`,
    );
  }
  return { files: [{ path: 'bootstrap', source, bytes: made.size }], problems: [] };
}

/** The module's folder, and those that its `go.mod` or `go.work` names beside it. */
async function modulesOf(folder: string): Promise<readonly string[]> {
  const [workspace, module] = [await nearestWith(folder, ['go.work']), await nearestWith(folder, ['go.mod'])];
  const own = module ?? folder;
  const named = await Promise.all(
    [workspace && path.join(workspace, 'go.work'), path.join(own, 'go.mod')].map(async (file) => {
      const text = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
      // `use ./a`, `replace x => ../b`, and the same inside parentheses.
      const paths = [...text.matchAll(/(?:^|\s|=>\s*)(\.\.?(?:\/[^\s)]*)?)(?=\s|$)/gm)].map((match) => match[1] ?? '.');
      return paths.map((relative) => path.resolve(path.dirname(file ?? folder), relative));
    }),
  );
  return [...new Set([own, ...named.flat()])];
}
