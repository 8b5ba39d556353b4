import { describe, expect, test } from 'vitest';
import {
  Extension,
  type ExtensionState,
  extensionTransitions,
} from '../../../../src/service/environment/extensions/extension.ts';

/** The step of the API that leads to a state. */
const steps: Partial<Record<ExtensionState, (extension: Extension) => void>> = {
  Registered: (extension) => extension.register(['INVOKE']),
  Ready: (extension) => void extension.next(),
  InitError: (extension) => extension.fail('InitError', 'Extension.X'),
  ExitError: (extension) => extension.fail('ExitError', 'Extension.X'),
};

/** An extension that was led to `state` along the shortest way. */
function extensionIn(state: ExtensionState): Extension {
  const extension = new Extension('agent', true);
  const way: Record<ExtensionState, readonly ExtensionState[]> = {
    Started: [],
    Registered: ['Registered'],
    Ready: ['Registered', 'Ready'],
    Running: ['Registered', 'Ready'],
    InitError: ['Registered', 'InitError'],
    ExitError: ['Registered', 'ExitError'],
    LaunchError: [],
  };
  for (const step of way[state]) steps[step]?.(extension);
  if (state === 'Running') extension.deliver({ eventType: 'INVOKE' } as never);
  if (state === 'LaunchError') extension.failLaunch('PermissionDenied');
  expect(extension.state).toBe(state);
  return extension;
}

describe('life of an extension', () => {
  test.each(Object.keys(extensionTransitions) as ExtensionState[])('from %s only the steps of the table', (from) => {
    for (const [to, step] of Object.entries(steps)) {
      const extension = extensionIn(from);
      if (extensionTransitions[from].includes(to as ExtensionState)) {
        step(extension);
        expect(extension.state).toBe(to);
      } else {
        const words = new RegExp(`^State transition from ${from} to ${to} failed for extension `);
        expect(() => step(extension)).toThrow(words);
      }
    }
  });

  test('a crash names itself, unless the extension had said more', () => {
    const silent = extensionIn('Registered');
    silent.crash();
    expect(silent.status).toMatchObject({ state: 'Registered', errorType: 'Extension.Crash' });
    const told = extensionIn('InitError');
    told.crash();
    expect(told.status.errorType).toBe('Extension.X');
  });
});
