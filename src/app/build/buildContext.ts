/** What every builder is given, and how one fails. */

import path from 'node:path';
import { HumanError } from '../../base/humanError.ts';
import { withoutAnsi } from '../../lambda/ansi.ts';
import type { ToolRunner } from '../toolRunner.ts';
import type { BuildCache } from './buildCache.ts';
import type { BuildPlatform } from './buildPlatform.ts';
import type { BuildProblem } from './problems/buildProblem.ts';

export interface BuildContext {
  /** Absolute path of the function's folder. */
  readonly folder: string;
  /** An empty folder for what is built; the caller owns it. */
  readonly outputFolder: string;
  /** `undefined` where the service does not say. */
  readonly runtime: string | undefined;
  readonly handler: string | undefined;
  readonly platform: BuildPlatform;
  /** True when the code will run where the runtime brings no AWS SDK. */
  readonly bundlesSdk: boolean;
  /** Path of the esbuild that was shipped with the extension. */
  readonly shippedEsbuild: string | undefined;
  /** Patterns of files that stay out, beside those of the folder. */
  readonly ignore: readonly string[];
  readonly cache: BuildCache | undefined;
  readonly toolRunner: ToolRunner;
  readonly onOutput: (text: string) => void;
  readonly signal: AbortSignal;
}

/** A build that the project can repair. */
export class BuildFailed extends HumanError {
  override readonly name = 'BuildFailed';
  readonly problems: readonly BuildProblem[];

  /** Names the first error with its place, and counts the others; `words` where the tool named no place. */
  constructor(
    what: string,
    folder: string,
    problems: readonly BuildProblem[],
    words: string,
    options: { readonly cause?: unknown } = {},
  ) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    super(`The build of ${what} failed: ${first ? `${inWords(first, folder)}${others}` : lastWords(words)}`, {
      ...options,
      action: first
        ? { label: 'Show Problems', command: 'workbench.actions.view.problems' }
        : { label: 'Show Log', command: 'lambdaWorkbench.openLog' },
    });
    this.problems = problems;
  }
}

function inWords({ file, line, column, message }: BuildProblem, folder: string): string {
  const relative = path.relative(folder, file);
  const name = relative.startsWith('..') || path.isAbsolute(relative) ? file : relative.split(path.sep).join('/');
  return `${name}:${line}:${column}: ${message.split('\n', 1)[0]}`;
}

/** The log has all of it. */
function lastWords(output: string): string {
  const lines = withoutAnsi(output)
    .split('\n')
    // Maven marks every line of an error so.
    .map((line) => line.trim().replace(/^\[ERROR\]\s*/, 'error: '))
    .filter((line) => line !== '');
  const told =
    lines.find((line) => /^(?:error|fatal|panic)\b:?.*\w/i.test(line) && !/^error: COMPILATION ERROR/.test(line)) ??
    lines.at(-1) ??
    'it gave no reason';
  return told.replace(/^error: /, '').slice(0, 500);
}
