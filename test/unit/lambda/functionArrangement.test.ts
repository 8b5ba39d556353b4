import type { FunctionConfiguration, Runtime } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { type ArrangementRules, arrange } from '../../../src/lambda/functionArrangement.ts';
import { parseFunctionFilter } from '../../../src/lambda/functionFilter.ts';

const functions: readonly FunctionConfiguration[] = [
  { FunctionName: 'a', Runtime: 'nodejs22.x' },
  { FunctionName: 'b', Runtime: 'python3.13' },
  { FunctionName: 'c', Runtime: 'nodejs22.x' },
  { FunctionName: 'd', PackageType: 'Image' },
  { FunctionName: 'e', Runtime: 'nodejs8.10' as Runtime },
];
const tags = new Map([
  ['a', { 'aws:cloudformation:stack-name': 'shop', team: 'red' }],
  ['b', { 'aws:cloudformation:stack-name': 'shop' }],
  ['c', { team: 'blue' }],
]);

function arranged(rules: Partial<ArrangementRules>) {
  const { sections, hiddenCount } = arrange(functions, {
    filter: parseFunctionFilter(''),
    grouping: 'none',
    pinned: new Set(),
    hidden: new Set(),
    recent: [],
    tags,
    ...rules,
  });
  return { rows: sections.map(({ heading, names }) => `${heading ?? '-'}: ${names.join(' ')}`), hiddenCount };
}

describe('the functions of a target', () => {
  it('stand by name without headings', () => {
    expect(arranged({})).toEqual({ rows: ['-: a b c d e'], hiddenCount: 0 });
  });

  it('stand under their runtime, their stack, or the value of a tag; those without one last', () => {
    expect(arranged({ grouping: 'runtime' }).rows).toEqual([
      'Container image: d',
      'nodejs8.10: e',
      'nodejs22.x: a c',
      'python3.13: b',
    ]);
    expect(arranged({ grouping: 'stack' }).rows).toEqual(['shop: a b', 'No stack: c d e']);
    expect(arranged({ grouping: 'tag:team' }).rows).toEqual(['blue: c', 'red: a', 'No team: b d e']);
  });

  it('come pinned first, then used lately, under every heading', () => {
    expect(arranged({ pinned: new Set(['e', 'c']), recent: ['d', 'c', 'b'] }).rows).toEqual(['-: c e d b a']);
    expect(arranged({ grouping: 'stack', pinned: new Set(['e']), recent: ['b'] }).rows).toEqual([
      'shop: b a',
      'No stack: e c d',
    ]);
  });

  it('are left out when they are hidden, and counted as far as they match', () => {
    const hidden = new Set(['a', 'b', 'gone']);
    expect(arranged({ hidden })).toEqual({ rows: ['-: c d e'], hiddenCount: 2 });
    expect(arranged({ hidden, filter: parseFunctionFilter('runtime:python') })).toEqual({ rows: [], hiddenCount: 1 });
  });
});
