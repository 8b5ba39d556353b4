/** Builds a program in Rust, for Lambda with cargo lambda where it is installed, else with cargo and a target that fits. */

import { copyFile, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../base/humanError.ts';
import { asObject, asText, asTexts, parseJsonObject } from '../../../base/json.ts';
import { type BuildContext, BuildFailed } from '../buildContext.ts';
import type { BuildOutput } from '../buildOutput.ts';
import { platformText, thisMachine } from '../buildPlatform.ts';
import type { BuildOf } from '../buildSetting.ts';
import { findTool, runTool, toolIdentity } from '../buildTools.ts';
import { cachedByFiles } from '../inputCache.ts';
import { newerGlibc } from '../nativeFiles.ts';
import type { BuildProblem } from '../problems/buildProblem.ts';
import { cargoProblems } from '../problems/cargoProblems.ts';
import { nearestWith, sourceFiles } from '../sourceFiles.ts';

/** A first build of the AWS SDK for Rust takes its time. */
const buildDeadlineMs = 30 * 60_000;

export async function buildRust(context: BuildContext, build: BuildOf<'rust'>): Promise<BuildOutput> {
  const { folder, platform } = context;
  const root = (await nearestWith(folder, ['Cargo.lock'])) ?? folder;
  const files = await sourceFiles([...new Set([root, folder, ...(await pathDependencies(folder))])], context.signal);
  const tools = await Promise.all(['cargo', 'cargo-lambda'].map((name) => toolIdentity(context, name)));
  const key = JSON.stringify(['rust', folder, build, platform, context.runtime, tools]);
  return cachedByFiles(context, key, files, async (outputFolder) => {
    const made = await compile(context, build, root);
    const source = path.join(outputFolder, 'bootstrap');
    await copyFile(made.binary, source);
    return {
      files: [{ path: 'bootstrap', source, bytes: (await stat(source)).size }],
      problems: [...made.problems, ...(await glibcProblems(context, source, folder))],
    };
  });
}

interface Made {
  readonly binary: string;
  readonly problems: readonly BuildProblem[];
}

async function compile(context: BuildContext, build: BuildOf<'rust'>, root: string): Promise<Made> {
  const { platform } = context;
  if (!platform.isThisMachine && (await findTool(context, 'cargo-lambda')) !== undefined)
    return withCargoLambda(context, build, root);
  const target = platform.isThisMachine ? undefined : await targetFor(context);
  const output = await runTool(context, {
    command: 'cargo',
    arguments: [
      ...['build', '--release', '--message-format=json'],
      ...(target === undefined ? [] : ['--target', target]),
      ...(build.binary === undefined ? [] : ['--bin', build.binary]),
    ],
    ...(target === undefined ? {} : { environment: linkerOf(target) }),
    deadlineMs: buildDeadlineMs,
    onOutput: renderedOnly(context.onOutput),
  });
  const problems = cargoProblems(output.stdout + output.stderr, root);
  if (output.exitCode !== 0) throw new BuildFailed(nameOf(context, build), context.folder, problems, output.stderr);
  return { binary: onlyBinary(output.stdout, build), problems };
}

async function withCargoLambda(context: BuildContext, build: BuildOf<'rust'>, root: string): Promise<Made> {
  const { platform, folder } = context;
  const output = await runTool(context, {
    command: 'cargo',
    arguments: [
      ...['lambda', 'build', '--release', platform.architecture === 'arm64' ? '--arm64' : '--x86-64'],
      ...(build.binary === undefined ? [] : ['--bin', build.binary]),
    ],
    deadlineMs: buildDeadlineMs,
  });
  const problems = cargoProblems(output.stderr, root);
  if (output.exitCode !== 0) throw new BuildFailed(nameOf(context, build), folder, problems, output.stderr);
  const metadata = await runTool(context, {
    command: 'cargo',
    arguments: ['metadata', '--no-deps', '--format-version', '1'],
    onOutput: () => {},
  });
  const lambdas = path.join(
    asText(parseJsonObject(metadata.stdout)?.['target_directory']) ?? path.join(root, 'target'),
    'lambda',
  );
  const names = build.binary === undefined ? await readdir(lambdas) : [build.binary];
  const [name] = names;
  if (names.length !== 1 || name === undefined) throw severalBinaries(names);
  return { binary: path.join(lambdas, name, 'bootstrap'), problems };
}

/** A static binary runs on every Amazon Linux; one against this machine's glibc only where that is old enough. */
async function targetFor(context: BuildContext): Promise<string> {
  const { platform } = context;
  const machine = platform.architecture === 'arm64' ? 'aarch64' : 'x86_64';
  const musl = `${machine}-unknown-linux-musl`;
  const printed = await runTool(context, {
    command: 'rustc',
    arguments: ['--print', 'target-libdir', '--target', musl],
    onOutput: () => {},
  });
  const isInstalled = await stat(printed.stdout.trim()).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isInstalled) return musl;
  const here = thisMachine();
  if (here.os === 'linux' && here.architecture === platform.architecture) return `${machine}-unknown-linux-gnu`;
  throw new HumanError(
    `Building Rust for ${platformText(platform)} needs a target that is not installed: run "rustup target add ${musl}", or install cargo-lambda, which brings all that it takes.`,
    { action: { label: 'Get cargo-lambda', command: 'vscode.open', arguments: ['https://www.cargo-lambda.info'] } },
  );
}

/** The linker that comes with Rust can link static binaries for another processor. */
function linkerOf(target: string): Readonly<Record<string, string>> {
  const isForeign =
    target.endsWith('-musl') && !target.startsWith(thisMachine().architecture === 'arm64' ? 'aarch64' : 'x86_64');
  return isForeign ? { [`CARGO_TARGET_${target.toUpperCase().replaceAll('-', '_')}_LINKER`]: 'rust-lld' } : {};
}

function onlyBinary(stdout: string, build: BuildOf<'rust'>): string {
  const binaries = stdout
    .split('\n')
    .map((line) => (line.startsWith('{"reason":"compiler-artifact"') ? parseJsonObject(line) : undefined))
    .filter((line) => asTexts(asObject(line?.['target'])?.['kind']).includes('bin'))
    .flatMap((line) => asText(line?.['executable']) ?? []);
  const [binary] = binaries;
  if (binary !== undefined && binaries.length === 1) return binary;
  if (binary === undefined)
    throw new HumanError(`The project makes no binary${build.binary === undefined ? '' : ` called ${build.binary}`}.`);
  throw severalBinaries(binaries.map((file) => path.basename(file)));
}

function severalBinaries(names: readonly string[]): HumanError {
  return new HumanError(
    `The project makes several binaries: ${names.join(', ')}. Name one in "build": { "kind": "rust", "binary": "${names[0] ?? '…'}" }.`,
  );
}

/** The version of glibc that a runtime of Lambda has, by its Amazon Linux. */
async function glibcProblems(
  { platform, runtime }: BuildContext,
  binary: string,
  folder: string,
): Promise<readonly BuildProblem[]> {
  if (platform.isThisMachine) return [];
  const provided = runtime === 'provided.al2' ? 26 : 34;
  const needed = newerGlibc(await readFile(binary), provided);
  if (needed === undefined) return [];
  const musl = `${platform.architecture === 'arm64' ? 'aarch64' : 'x86_64'}-unknown-linux-musl`;
  const message = `The binary needs glibc 2.${needed}, and ${runtime ?? 'Lambda'} has 2.${provided}: it will not start there. Run "rustup target add ${musl}", or install cargo-lambda.`;
  return [{ file: path.join(folder, 'Cargo.toml'), line: 1, column: 1, severity: 'warning', message, source: 'rust' }];
}

async function pathDependencies(folder: string): Promise<readonly string[]> {
  const manifest = await readFile(path.join(folder, 'Cargo.toml'), 'utf8').catch(() => '');
  return [...manifest.matchAll(/\bpath\s*=\s*"([^"]+)"/g)].map((match) => path.resolve(folder, match[1] ?? '.'));
}

function nameOf({ folder }: BuildContext, build: BuildOf<'rust'>): string {
  return build.binary ?? path.basename(folder);
}

/** Diagnostics come as JSON, a line each, with what a terminal would show inside. */
function renderedOnly(onOutput: (text: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const shown = line.startsWith('{"reason"')
        ? asText(asObject(parseJsonObject(line)?.['message'])?.['rendered'])
        : line;
      if (shown !== undefined) onOutput(shown);
    }
  };
}
