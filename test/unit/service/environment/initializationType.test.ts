import { describe, expect, test } from 'vitest';
import { initDeadlineMs, initializationTypeOf } from '../../../../src/service/environment/initializationType.ts';
import type { FunctionVersion } from '../../../../src/service/store/functionVersion.ts';

const versionOf = (
  Runtime: 'python3.12' | 'python3.11' | 'java11' | 'java8.al2' | 'dotnet8' | 'nodejs24.x',
  version = '1',
): FunctionVersion => ({
  id: { region: 'eu-west-1', name: 'f' },
  version,
  configuration: { Runtime, SnapStart: { ApplyOn: 'PublishedVersions' } },
  packageId: 'package',
  createdAt: 0,
});

describe('the type of an initialization', () => {
  test.each(['python3.12', 'java11', 'dotnet8'] as const)('of a published %s version with SnapStart', (runtime) => {
    expect(initializationTypeOf(versionOf(runtime))).toBe('snap-start');
    expect(initializationTypeOf(versionOf(runtime, '$LATEST'))).toBe('on-demand');
    expect(initializationTypeOf({ ...versionOf(runtime), configuration: { Runtime: runtime } })).toBe('on-demand');
  });

  test.each(['python3.11', 'java8.al2', 'nodejs24.x'] as const)('of %s, which takes no snapshots', (runtime) => {
    expect(initializationTypeOf(versionOf(runtime))).toBe('on-demand');
  });

  test('says how long Init may take', () => {
    expect(initDeadlineMs('on-demand', 900_000)).toBe(10_000);
    expect(initDeadlineMs('provisioned-concurrency', 3000)).toBe(130_000);
    expect(initDeadlineMs('snap-start', 900_000)).toBe(900_000);
  });
});
