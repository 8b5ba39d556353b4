import { describe, expect, test } from 'vitest';
import { configurationDrift } from '../../../../src/app/deploy/configurationDrift.ts';

const deployed = {
  FunctionName: 'hello',
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  MemorySize: 128,
  Timeout: 3,
  Role: 'arn:aws:iam::111111111111:role/hello',
  Environment: { Variables: { TABLE: 'orders', STAGE: 'dev' } },
} as const;

describe('the drift of a configuration', () => {
  test('is what the definition says otherwise, as a change that leaves the rest', () => {
    const drift = configurationDrift({ memorySizeMB: 256, timeoutS: 3, environment: { TABLE: 'bills' } }, deployed);
    expect(drift?.lines).toEqual(['MemorySize: 128 → 256', 'Environment.Variables.TABLE: changed']);
    expect(drift?.edited).toMatchObject({
      MemorySize: 256,
      Timeout: 3,
      Environment: { Variables: { TABLE: 'bills', STAGE: 'dev' } },
    });
  });

  test('is none where both agree, and where the definition says nothing', () => {
    const { Runtime: runtime, Handler: handler } = deployed;
    expect(configurationDrift({ runtime, handler, timeoutS: 3 }, deployed)).toBeUndefined();
    expect(configurationDrift({}, deployed)).toBeUndefined();
  });

  test('passes over names that only the deployment can turn into ARNs', () => {
    expect(configurationDrift({ role: 'HelloRole', layers: ['SharedLayer'] }, deployed)).toBeUndefined();
    const layer = 'arn:aws:lambda:eu-west-1:111111111111:layer:shared:2';
    expect(configurationDrift({ layers: [layer] }, deployed)?.edited.Layers).toEqual([layer]);
  });
});
