/** How the process of a function comes to be: a spare takes it where one fits, otherwise its interpreter is started. */

import type { Launch, LaunchPlace } from '../launch.ts';
import type { ProcessLimits } from '../limits/processLimits.ts';
import type { SupervisedProcess, Supervisor } from '../supervisor.ts';
import { spareShape } from './spareShape.ts';
import type { Spares } from './spares.ts';

export interface PreparedStart {
  /** What INIT_START tells names the spare. */
  readonly launch: Launch;
  /** The caller subscribes to the output in the same turn. */
  start(): SupervisedProcess;
  /** The first invocation is over. */
  settle(): void;
  /** It is not started after all. */
  giveUp(): void;
}

export async function prepareStart(
  { supervisor, spares }: { readonly supervisor: Supervisor; readonly spares?: Spares | undefined },
  launch: Launch,
  place: LaunchPlace,
  limits: ProcessLimits,
): Promise<PreparedStart> {
  const command = { ...launch.command, limits };
  const shape = spares?.isOn === true ? await spareShape(launch, place, limits) : undefined;
  if (spares === undefined || shape === undefined) {
    return { launch, start: () => supervisor.exec(command), settle() {}, giveUp() {} };
  }
  const spare = spares.take(shape);
  let settle = () => {};
  return {
    launch: spare === undefined ? launch : startedAhead(launch, spare.startMs),
    start() {
      const child = spare?.take(command) ?? supervisor.exec(command);
      settle = spares.used(shape, child);
      return child;
    },
    settle: () => settle(),
    giveUp: () => spare?.end(),
  };
}

/** Init Duration is what the function waited for. What it did not wait for is told beside it. */
function startedAhead(launch: Launch, startMs: number): Launch {
  const ahead = `Started ahead: the interpreter was ready before it was needed; ${startMs.toFixed(2)} ms of its start are no part of Init Duration`;
  const note = launch.runtime.note === undefined ? ahead : `${launch.runtime.note}\n${ahead}`;
  return { ...launch, runtime: { ...launch.runtime, note } };
}
