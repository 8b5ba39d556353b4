/** What must hold for the sources themselves, each part by the tool that knows it best. */

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../shared/childProcess.ts';
import { rootFolder, toolScript } from '../shared/paths.ts';

export interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

export type CheckOutcome =
  | { readonly kind: 'passed'; readonly durationMs: number }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly durationMs: number; readonly output: string };

const checkDeadlineMs = 180_000;

/** Parses with the grammar of the oldest Python that is served. */
const parsePython = `import ast, sys
for name in sys.argv[1:]:
    with open(name, encoding='utf-8') as file:
        ast.parse(file.read(), name, feature_version=(3, 9))`;

/** Everything runs from the repository's root. TypeScript 7 checks; dependency-cruiser brings TypeScript 6 as its parser. */
export const checks: readonly Check[] = [
  node('types', toolScript('typescript-7', 'bin', 'tsc'), '-b'),
  node('types of the samples', toolScript('typescript-7', 'bin', 'tsc'), '-p', 'samples'),
  node('lint and format', toolScript('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '--colors=off'),
  node(
    'walls',
    toolScript('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    'src',
    'test',
    'tools',
    '--config',
    '.dependency-cruiser.cjs',
  ),
  node('dead exports', toolScript('knip', 'bin', 'knip.js')),
  node('manifest', ...process.execArgv, 'src/build/contributions.ts', '--check'),
  { name: 'python syntax', command: 'python3', args: ['-c', parsePython, ...pythonFiles()] },
];

export async function runCheck({ command, args }: Check): Promise<CheckOutcome> {
  try {
    const { exitCode, output, durationMs, timedOut } = await runCommand(command, args, {
      cwd: rootFolder,
      // Reports are read in files and pipes as often as on a terminal.
      env: { ...process.env, NO_COLOR: '1' },
      deadlineMs: checkDeadlineMs,
    });
    if (exitCode === 0) return { kind: 'passed', durationMs };
    return {
      kind: 'failed',
      durationMs,
      output: timedOut ? `${output}\nNo end after ${checkDeadlineMs / 1000} s` : output,
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { kind: 'skipped', reason: `there is no ${command} here` };
    throw error;
  }
}

function node(name: string, ...args: readonly string[]): Check {
  return { name, command: process.execPath, args };
}

function pythonFiles(): string[] {
  return ['src/service/environment/bootstraps/python', 'samples'].flatMap((folder) =>
    readdirSync(path.join(rootFolder, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.py'))
      .map((file) => path.join(folder, file)),
  );
}
