/** The life of an execution environment as one table. */

import { StateMachine } from '../../base/stateMachine.ts';

export type EnvironmentState =
  /** Made for an invocation; nothing runs yet. */
  | 'created'
  /** Init: its processes were started, and not all of them wait for work yet. */
  | 'starting'
  /** Runtime and extensions wait in *next*: an invocation costs no start. */
  | 'ready'
  /** Runs an invocation that is not answered. */
  | 'running'
  /** Answered, but the runtime or an extension is not back at *next*: not free yet. */
  | 'responded'
  /** Init or an invocation failed (crash, timeout, memory): what still runs is told why and ended. */
  | 'resetting'
  /** Without processes. Log stream and /tmp stay; the next invocation starts them again. */
  | 'reset'
  /** Shutdown: its processes are being ended for good. */
  | 'stopping'
  | 'stopped';

export const environmentTransitions: Readonly<Record<EnvironmentState, readonly EnvironmentState[]>> = {
  created: ['starting', 'resetting', 'stopping'],
  starting: ['ready', 'resetting', 'stopping'],
  ready: ['running', 'resetting', 'stopping'],
  running: ['responded', 'resetting', 'stopping'],
  responded: ['ready', 'resetting', 'stopping'],
  resetting: ['reset', 'stopping'],
  reset: ['starting', 'resetting', 'stopping'],
  stopping: ['stopped'],
  stopped: [],
};

/** A machine in its first state. `what` names the environment in the error of a refused step. */
export function environmentStateMachine(what: string): StateMachine<EnvironmentState> {
  return new StateMachine<EnvironmentState>(what, 'created', environmentTransitions);
}
