/** Packages Ruby sources with the gems of their Gemfile, below `vendor/bundle`, where Lambda's runtime looks for them. */

import { access, copyFile, mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../base/humanError.ts';
import { parseRuntime } from '../../../lambda/runtimes.ts';
import { type BuildContext, BuildFailed } from '../buildContext.ts';
import type { BuildOutput } from '../buildOutput.ts';
import { platformText } from '../buildPlatform.ts';
import { runTool, toolIdentity } from '../buildTools.ts';
import { folderFiles } from '../folderBuild.ts';
import { cachedByFiles } from '../inputCache.ts';
import { atTheirLines, refusedGems } from '../problems/dependencyProblems.ts';
import { merged, treeFiles } from '../treeFiles.ts';

export async function buildRuby(context: BuildContext): Promise<BuildOutput> {
  const { folder } = context;
  const gemfile = path.join(folder, 'Gemfile');
  const sources = await folderFiles(context, ['/vendor/bundle', '/.bundle']);
  if (!(await isThere(gemfile))) return sources;
  const lock = path.join(folder, 'Gemfile.lock');
  const tools = await Promise.all(['ruby', 'bundle'].map((name) => toolIdentity(context, name)));
  const key = JSON.stringify(['ruby', context.runtime, context.platform, tools]);
  const gems = await cachedByFiles(context, key, [gemfile, lock], (outputFolder) =>
    installGems({ ...context, outputFolder }, gemfile, lock),
  );
  return { files: merged(gems.files, sources.files), problems: [...sources.problems, ...gems.problems] };
}

async function installGems(context: BuildContext, gemfile: string, lock: string): Promise<BuildOutput> {
  const { folder, outputFolder } = context;
  const isLocked = await isThere(lock);
  // Bundler writes beside its Gemfile: it gets a copy, so that the project stays as it is.
  const copied = path.join(outputFolder, 'bundler');
  await mkdir(copied, { recursive: true });
  await copyFile(gemfile, path.join(copied, 'Gemfile'));
  if (isLocked) await copyFile(lock, path.join(copied, 'Gemfile.lock'));
  const installed = path.join(outputFolder, 'bundle');
  const result = await runTool(context, {
    command: 'bundle',
    arguments: ['install'],
    folder: copied,
    environment: {
      BUNDLE_GEMFILE: path.join(copied, 'Gemfile'),
      BUNDLE_APP_CONFIG: path.join(copied, '.bundle'),
      BUNDLE_PATH: installed,
      BUNDLE_WITHOUT: 'development:test',
      ...(isLocked ? { BUNDLE_FROZEN: 'true' } : {}),
      BUNDLE_CLEAN: 'true',
      BUNDLE_SILENCE_ROOT_WARNING: 'true',
    },
  });
  const output = `${result.stdout}\n${result.stderr}`;
  if (result.exitCode !== 0) {
    throw new BuildFailed('the Gemfile', folder, await atTheirLines(refusedGems(output), gemfile, 'bundler'), output);
  }
  await fitRuntime(context, path.join(installed, 'ruby'));
  const files = await treeFiles(
    installed,
    'vendor/bundle/',
    (name) => !/^ruby\/[^/]+\/(?:cache|doc|build_info)\//.test(name),
  );
  return { files, problems: [] };
}

/** Gems lie in a folder named after the Ruby that installed them. Without compiled parts they are good for any other. */
async function fitRuntime({ runtime = '', platform }: BuildContext, gems: string): Promise<void> {
  const { family, version } = parseRuntime(runtime);
  const [installedFor] = await readdir(gems).catch(() => [] as string[]);
  if (platform.isThisMachine || family !== 'ruby' || installedFor === undefined) return;
  const compiled = await readdir(path.join(gems, installedFor, 'extensions'), { recursive: true }).catch(() => []);
  const isOther = installedFor !== `${version}.0`;
  const isForeign = process.platform !== 'linux' || (process.arch === 'arm64') !== (platform.architecture === 'arm64');
  if (compiled.some((name) => name.endsWith('gem.build_complete')) && (isOther || isForeign)) {
    throw new HumanError(
      `Some gems have compiled parts, which were made by Ruby ${installedFor} for this machine, and the function runs ${runtime} on ${platformText(platform)}. Build them there: with { "kind": "command" } and a container of that runtime, or put them into a layer.`,
    );
  }
  if (isOther) await rename(path.join(gems, installedFor), path.join(gems, `${version}.0`));
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
