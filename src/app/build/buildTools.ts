/** The programs that builds need: found, run, and named with how to get them where they are missing. */

import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { DeadlineError } from '../../base/clock.ts';
import { HumanError } from '../../base/humanError.ts';
import { formatDuration } from '../../base/text.ts';
import { ToolMissing, type ToolRequest, type ToolResult } from '../toolRunner.ts';
import type { BuildContext } from './buildContext.ts';

interface BuildTool {
  /** As a person would say it. */
  readonly name: string;
  readonly url: string;
  /** On Windows it is a batch file, which only the shell starts. */
  readonly isBatchFile?: true;
}

const buildTools: Readonly<Record<string, BuildTool>> = {
  go: { name: 'Go', url: 'https://go.dev/dl' },
  cargo: { name: 'Rust with cargo', url: 'https://rustup.rs' },
  mvn: { name: 'Maven', url: 'https://maven.apache.org/install.html', isBatchFile: true },
  gradle: { name: 'Gradle', url: 'https://gradle.org/install', isBatchFile: true },
  dotnet: { name: 'the .NET SDK', url: 'https://dotnet.microsoft.com/download' },
  bundle: { name: 'Ruby with Bundler', url: 'https://bundler.io', isBatchFile: true },
  python3: { name: 'Python with pip', url: 'https://www.python.org/downloads' },
  uv: { name: 'uv', url: 'https://docs.astral.sh/uv' },
};

export interface ToolRun {
  /** A name of the table above, or a path. */
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Without it: ten minutes, in which a first build fetches its packages. */
  readonly deadlineMs?: number;
  /** The function's folder without it. */
  readonly folder?: string;
  readonly isShellLine?: boolean;
  readonly onOutput?: (text: string) => void;
}

const usualDeadlineMs = 10 * 60_000;
const isWindows = process.platform === 'win32';

/** Rejects with `HumanError` when the tool is missing or takes too long, else as `ToolRunner` does. */
export async function runTool(context: BuildContext, run: ToolRun): Promise<ToolResult> {
  const { deadlineMs = usualDeadlineMs } = run;
  const request: ToolRequest = {
    ...(isWindows && isBatchFile(run.command)
      ? { command: [run.command, ...run.arguments].map(quotedForCmd).join(' '), arguments: [], isShellLine: true }
      : { command: run.command, arguments: run.arguments, isShellLine: run.isShellLine ?? false }),
    folder: run.folder ?? context.folder,
    ...(run.environment === undefined ? {} : { environment: run.environment }),
    deadlineMs,
    onOutput: run.onOutput ?? context.onOutput,
  };
  try {
    return await context.toolRunner.run(request, context.signal);
  } catch (error) {
    if (error instanceof ToolMissing) throw missingTool(run.command, error);
    if (!(error instanceof DeadlineError)) throw error;
    const limit = formatDuration(deadlineMs);
    throw new HumanError(`${run.command} had not finished after ${limit} and was ended. The log has what it said.`, {
      cause: error,
      action: { label: 'Show Log', command: 'lambdaWorkbench.openLog' },
    });
  }
}

/** Only the shell starts one: of the table, or a wrapper script of the project. */
function isBatchFile(command: string): boolean {
  return buildTools[command]?.isBatchFile ?? /\.(?:cmd|bat)$/i.test(command);
}

/** Says how to get a tool. `advice` names another way. */
export function missingTool(command: string, cause: unknown, advice = ''): HumanError {
  const tool = buildTools[command];
  if (tool === undefined)
    return new HumanError(`The build needs ${command}, and there is no such program.${advice}`, { cause });
  return new HumanError(
    `The build needs ${tool.name}: there is no "${command}" on the search path (PATH) of the editor. Install it from ${tool.url}, then start the editor anew, so that it sees the new path.${advice}`,
    { cause, action: { label: `Get ${tool.name}`, command: 'vscode.open', arguments: [tool.url] } },
  );
}

/** Where a program of the search path is; `undefined` when there is none. */
export async function findTool(context: Pick<BuildContext, 'toolRunner'>, name: string): Promise<string | undefined> {
  const { PATH, Path } = context.toolRunner.environment ?? {};
  const endings = isWindows ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of (PATH ?? Path ?? '').split(path.delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (await canRun(file)) return file;
    }
  }
  return undefined;
}

/**
 * Changes with the tool's version, without running it: its real file, size and time. Tools that choose a version by files of the
 * project (rustup, pyenv) are covered by those files.
 */
export async function toolIdentity(context: Pick<BuildContext, 'toolRunner'>, name: string): Promise<string> {
  const file = path.isAbsolute(name) ? name : await findTool(context, name);
  const real = file && (await realpath(file).catch(() => undefined));
  const found = real && (await stat(real).catch(() => undefined));
  return found ? `${real}:${found.size}:${found.mtimeMs}` : name;
}

async function canRun(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => stat(file).then((found) => found.isFile()),
    () => false,
  );
}

/** For the arguments that builders pass: paths and options, no untrusted text. */
function quotedForCmd(argument: string): string {
  return /[\s&()^;,=]/.test(argument) ? `"${argument}"` : argument;
}
