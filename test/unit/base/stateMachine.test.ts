import { describe, expect, test } from 'vitest';
import { IllegalTransitionError, StateMachine } from '../../../src/base/stateMachine.ts';

type State = 'starting' | 'ready' | 'stopped';
const machine = () =>
  new StateMachine<State>('The environment', 'starting', {
    starting: ['ready', 'stopped'],
    ready: ['stopped'],
    stopped: [],
  });

describe('StateMachine', () => {
  test('takes the steps of its table and announces each', () => {
    const states = machine();
    const seen: string[] = [];
    states.onDidChange(({ from, to }) => seen.push(`${from} to ${to}, now ${states.current}`));
    states.to('ready');
    states.to('stopped');
    expect(seen).toEqual(['starting to ready, now ready', 'ready to stopped, now stopped']);
  });

  test('refuses every other step, in words, and stays where it is', () => {
    const states = machine();
    states.to('stopped');
    expect(states.can('ready')).toBe(false);
    expect(() => states.to('ready')).toThrow(new IllegalTransitionError('The environment', 'stopped', 'ready'));
    expect(() => states.to('stopped')).toThrow('The environment cannot go from stopped to stopped');
    expect(states.current).toBe('stopped');
  });
});
