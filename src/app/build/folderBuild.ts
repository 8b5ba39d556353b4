/** The files of the folder itself, for builds that take them as they are. */

import path from 'node:path';
import type { BuildContext } from './buildContext.ts';
import type { BuildOutput } from './buildOutput.ts';
import { leadsOut, surveyFolder } from './functionFiles.ts';
import type { BuildProblem } from './problems/buildProblem.ts';

/** A link that leads out of the project is left out, and warned about: the function may miss what is behind it. */
export async function folderFiles(context: BuildContext, ignore: readonly string[] = []): Promise<BuildOutput> {
  const { folder, signal } = context;
  const { files, leftOut } = await surveyFolder(folder, signal, [...context.ignore, ...ignore]);
  const problems = leftOut
    .filter(({ reason }) => reason.startsWith(leadsOut))
    .map(({ path: name, reason }): BuildProblem => {
      const message = `${name} is ${reason}, and is not in the package. Copy what is needed, or name it in .lambdaignore.`;
      return { file: path.join(folder, name), line: 1, column: 1, severity: 'warning', message, source: 'package' };
    });
  return { files, problems };
}
