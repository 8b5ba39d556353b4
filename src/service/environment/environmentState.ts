/** The life of an execution environment as one table. */

import { StateMachine } from '../../base/stateMachine.ts';

export type EnvironmentState =
  /** Made for an invocation; nothing runs yet. */
  | 'created'
  /** Its process was started and has not asked for an invocation yet. */
  | 'starting'
  /** Waits in *next*: an invocation costs no start. */
  | 'ready'
  /** Runs an invocation that is not answered. */
  | 'running'
  /** Answered, but not back at *next*: not free yet. */
  | 'responded'
  /** Lost its process (crash, timeout, failed init). Log stream and /tmp stay; the next invocation starts it again. */
  | 'reset'
  /** Its process is being ended for good. */
  | 'stopping'
  | 'stopped';

export const environmentTransitions: Readonly<Record<EnvironmentState, readonly EnvironmentState[]>> = {
  created: ['starting', 'reset', 'stopping'],
  starting: ['ready', 'reset', 'stopping'],
  ready: ['running', 'reset', 'stopping'],
  running: ['responded', 'reset', 'stopping'],
  responded: ['ready', 'reset', 'stopping'],
  reset: ['starting', 'reset', 'stopping'],
  stopping: ['stopped'],
  stopped: [],
};

/** A machine in its first state. `what` names the environment in the error of a refused step. */
export function environmentStateMachine(what: string): StateMachine<EnvironmentState> {
  return new StateMachine<EnvironmentState>(what, 'created', environmentTransitions);
}
