/** `AWS_LAMBDA_EXEC_WRAPPER`: a script of the function's own that gets the runtime's command as its arguments. */

import type { ProcessCommand } from './supervisor.ts';

export interface WrappedStart {
  readonly program: string;
  readonly arguments: readonly string[];
  /** What is /opt on Lambda. */
  readonly layersFolder: string;
  /** The function's variables. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The command, or that of the wrapper around it. Its path may be one of Lambda's: the real folders are put in. */
export function wrappedCommand({ program, arguments: own, layersFolder, environment }: WrappedStart): ProcessCommand {
  const folder = environment['LAMBDA_TASK_ROOT'] ?? '';
  const wrapper = environment['AWS_LAMBDA_EXEC_WRAPPER'];
  if (wrapper === undefined || wrapper === '') return { command: program, arguments: own, folder, environment };
  const command = wrapper.replace(/^\/var\/task(?=\/)/, folder).replace(/^\/opt(?=\/)/, layersFolder);
  return { command, arguments: [program, ...own], folder, environment };
}
