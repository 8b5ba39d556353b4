/** What a build answers with. */

import type { FunctionFile } from './functionFiles.ts';
import type { BuildProblem } from './problems/buildProblem.ts';

export interface BuildOutput {
  readonly files: readonly FunctionFile[];
  /** Warnings of a build that went well. */
  readonly problems: readonly BuildProblem[];
}
