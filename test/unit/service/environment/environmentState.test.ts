import { describe, expect, test } from 'vitest';
import { IllegalTransitionError } from '../../../../src/base/stateMachine.ts';
import {
  type EnvironmentState,
  environmentStateMachine,
  environmentTransitions,
} from '../../../../src/service/environment/environmentState.ts';

const states = Object.keys(environmentTransitions) as EnvironmentState[];

/** A machine that was led to `state` along the shortest way. */
function machineIn(state: EnvironmentState) {
  const ways = new Map<EnvironmentState, EnvironmentState[]>([['created', []]]);
  for (const [from, way] of ways) {
    for (const to of environmentTransitions[from]) if (!ways.has(to)) ways.set(to, [...way, to]);
  }
  const machine = environmentStateMachine('environment');
  for (const step of ways.get(state) ?? []) machine.to(step);
  return machine;
}

describe('life of an environment', () => {
  test('every state can be reached', () => {
    expect(states.map((state) => machineIn(state).current)).toEqual(states);
  });

  test.each(states)('from %s only the steps of the table are taken', (from) => {
    for (const to of states) {
      const machine = machineIn(from);
      if (environmentTransitions[from].includes(to)) machine.to(to);
      else expect(() => machine.to(to)).toThrow(IllegalTransitionError);
    }
  });

  test('an answered environment is not free: it goes through ready', () => {
    const machine = machineIn('responded');
    expect(machine.can('running')).toBe(false);
    machine.to('ready');
    expect(machine.can('running')).toBe(true);
  });

  test('a stopped environment stays stopped', () => {
    expect(environmentTransitions.stopped).toEqual([]);
  });
});
