import { describe, expect, test } from 'vitest';
import { isBlocked, isDeprecated, parseRuntime } from '../../../src/lambda/runtimes.ts';

describe('runtimes', () => {
  test.each([
    ['nodejs22.x', 'nodejs', '22'],
    ['nodejs', 'nodejs', ''],
    ['python3.12', 'python', '3.12'],
    ['java8.al2', 'java', '8'],
    ['java21', 'java', '21'],
    ['ruby3.4', 'ruby', '3.4'],
    ['dotnet8', 'dotnet', '8'],
    ['dotnetcore3.1', 'dotnet', '3.1'],
    ['provided.al2023', 'provided', ''],
    ['provided', 'provided', ''],
    ['go1.x', 'other', ''],
    ['cobol5', 'other', ''],
  ])('%s is %s %s', (identifier, family, version) => {
    expect(parseRuntime(identifier)).toEqual({ family, version });
  });

  test('a runtime is deprecated from its day on', () => {
    expect(isDeprecated('nodejs20.x', Date.parse('2026-04-29T23:59:59Z'))).toBe(false);
    expect(isDeprecated('nodejs20.x', Date.parse('2026-04-30T00:00:00Z'))).toBe(true);
    expect(isDeprecated('nodejs12.x', 0)).toBe(true);
    expect(isDeprecated('nodejs99.x', Date.parse('2099-01-01'))).toBe(false);
  });

  const today = Date.parse('2026-11-21');
  test.each([
    ['nodejs24.x', false, false, false, false],
    ['nodejs18.x', false, false, true, true],
    ['python3.10', false, false, true, true],
    ['nodejs14.x', true, false, true, true],
    ['go1.x', true, false, true, true],
    ['nodejs12.x', true, true, true, true],
    ['nodejs4.3-edge', true, true, true, true],
    ['dotnetcore3.1', true, true, true, true],
    ['java8.al2', false, false, false, false],
  ])('%s is blocked as AWS has announced', (runtime, create, update, createLater, updateLater) => {
    expect([isBlocked(runtime, 'create', today), isBlocked(runtime, 'update', today)]).toEqual([create, update]);
    expect(isBlocked(runtime, 'create', Date.parse('2027-02-01'))).toBe(createLater);
    expect(isBlocked(runtime, 'update', Date.parse('2027-03-02'))).toBe(update);
    expect(isBlocked(runtime, 'update', Date.parse('2027-03-03'))).toBe(updateLater);
  });
});
