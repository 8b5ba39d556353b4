import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { parseFunctionFilter } from '../../../src/lambda/functionFilter.ts';

const configuration: FunctionConfiguration = {
  FunctionName: 'Shop-Orders-api',
  Runtime: 'nodejs22.x',
  State: 'Active',
  LastUpdateStatus: 'Failed',
};
const tags = { team: 'Payments', 'aws:cloudformation:stack-name': 'shop-dev' };

describe('a filter of the Functions view', () => {
  it.each([
    ['', true, false],
    ['orders', true, false],
    ['ORDERS api', true, false],
    ['orders web', false, false],
    ['runtime:node', true, false],
    ['runtime:python', false, false],
    ['state:failed', true, false],
    ['state:inactive', false, false],
    ['tag:team', true, true],
    ['tag:team=payments', true, true],
    ['tag:team=pay', false, true],
    ['tag:owner', false, true],
    ['stack:shop', true, true],
    ['orders stack:shop runtime:nodejs22', true, true],
    ['"stack:shop"', true, true],
    ['color:red', false, false],
  ])('%s matches: %s, needs tags: %s', (text, matches, needsTags) => {
    const filter = parseFunctionFilter(text);
    expect([filter.matches(configuration, tags), filter.needsTags || text.startsWith('"')]).toEqual([
      matches,
      needsTags,
    ]);
  });

  it('that asks for tags matches nothing as long as they are not known', () => {
    expect(parseFunctionFilter('tag:team').matches(configuration, undefined)).toBe(false);
    expect(parseFunctionFilter('stack:').matches(configuration, {})).toBe(false);
  });
});
