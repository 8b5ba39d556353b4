import { describe, expect, test } from 'vitest';
import { HumanError, isAbortError, messageOf } from '../../../src/base/humanError.ts';

describe('HumanError', () => {
  test('carries its message, its button and its cause', () => {
    const cause = new Error('ECONNREFUSED');
    const action = { label: 'Start Local Service', command: 'lambdaWorkbench.startLocalService' };
    const error = new HumanError('The local service is stopped.', { cause, action });
    expect(error).toMatchObject({ name: 'HumanError', message: 'The local service is stopped.', action, cause });
  });

  test('without them, has neither', () => {
    const error = new HumanError('Not found.');
    expect(error.action).toBeUndefined();
    expect('cause' in error).toBe(false);
  });
});

describe('isAbortError', () => {
  test('knows what an aborted signal throws', () => {
    expect(isAbortError(AbortSignal.abort().reason)).toBe(true);
    expect(isAbortError(Object.assign(new Error('Canceled'), { name: 'Canceled' }))).toBe(true);
    expect(isAbortError(new Error('AbortError'))).toBe(false);
    expect(isAbortError({ name: 'AbortError' })).toBe(false);
  });
});

describe('messageOf', () => {
  test('says something of anything', () => {
    expect([new Error('x'), 'y', 42, undefined].map(messageOf)).toEqual(['x', 'y', '42', 'undefined']);
  });
});
