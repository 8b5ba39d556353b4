import { describe, expect, test } from 'vitest';
import { assembleInvocations } from '../../../src/lambda/invocationAssembler.ts';
import { parseFilter } from '../../../src/lambda/logFilter.ts';
import { fieldPaths, filterCompletions } from '../../../src/lambda/logFilterCompletion.ts';
import { toCloudWatchPattern } from '../../../src/lambda/logFilterPattern.ts';
import { readLogFixture } from './logFixture.ts';

const source = { functionName: 'orders-api', targetLabel: 'dev · eu-west-1' };
const invocations = [
  ...assembleInvocations(readLogFixture('node-cold-then-warm')),
  ...assembleInvocations(readLogFixture('timeouts')),
  ...assembleInvocations(readLogFixture('json-format')),
].map((invocation) => ({ invocation, isSlow: false }));

function count(text: string): number {
  const parsed = parseFilter(text);
  if (parsed.kind !== 'filter') throw new Error(JSON.stringify(parsed));
  return invocations.filter((tailed) => parsed.filter.matchesInvocation(tailed, source)).length;
}

const line = (message: string, json?: Readonly<Record<string, unknown>>) => ({
  line: {
    event: { eventId: '1', logGroupName: 'g', logStreamName: 's', timestamp: 0, ingestionTime: 0, message },
    kind: 'application' as const,
    text: message,
    level: 'WARN' as const,
    requestId: undefined,
    json,
  },
});

function passes(text: string, message: string, json?: Readonly<Record<string, unknown>>): boolean {
  const parsed = parseFilter(text);
  if (parsed.kind !== 'filter') throw new Error(JSON.stringify(parsed));
  return parsed.filter.matchesLine(line(message, json), undefined, source);
}

describe('invocations', () => {
  test('throttled:true finds those that met too many requests', () => {
    const [invocation] = invocations;
    const parsed = parseFilter('throttled:true');
    if (parsed.kind !== 'filter' || !invocation) throw new Error('no filter');
    expect(parsed.filter.matchesInvocation({ ...invocation, wasThrottled: true }, source)).toBe(true);
    expect(count('throttled:true')).toBe(0);
    expect(parseFilter('throttled:often')).toMatchObject({ kind: 'error' });
  });

  test('a term and its negation divide them without rest', () => {
    for (const term of ['cold:true', 'outcome:timeout', 'error:true', 'duration>100', 'memory>=30%', 'level>=warn']) {
      expect(count(term) + count(`-${term}`), term).toBe(invocations.length);
      expect(count(`${term} or -${term}`), term).toBe(invocations.length);
      expect(count(`${term} -${term}`), term).toBe(0);
    }
    expect(count('cold:true')).toBeGreaterThan(0);
    expect(count('outcome:timeout')).toBeGreaterThan(0);
  });

  test('units: 1.5s is 1500ms, and memory is measured in MB or in per cent of its size', () => {
    expect(count('duration>0.1s')).toBe(count('duration>100ms'));
    expect(count('memory<=100%')).toBe(invocations.filter(({ invocation }) => invocation.report).length);
  });

  test('by function and target', () => {
    expect([count('function:ORDERS'), count('target:dev'), count('target:prod')]).toEqual([
      invocations.length,
      invocations.length,
      0,
    ]);
  });
});

describe('lines', () => {
  test.each([
    ['order', true],
    ['ORDER', true],
    ['"order 7"', true],
    ['"order  7"', false],
    ['/ord.r \\d/', true],
    ['/ORDER/', false],
    ['/ORDER/i', true],
    ['/orders', false],
    ['level:warn', true],
    ['level>warn', false],
    ['http://nowhere', false],
    ['"say \\"no\\""', false],
  ])('%s', (text, expected) => {
    expect(passes(text, 'the order 7 failed')).toBe(expected);
  });

  test.each([
    ['$.order.id = 7', true],
    ['$.order.id=7', true],
    ['$.order.id = "7"', true],
    ['$.order.id != 7', false],
    ['$.order.id > 6', true],
    ['$.order.id < 7', false],
    ['$.order.items[1].sku = b*', true],
    ['$.order.items[1].sku = "b*"', false],
    ['$["a b"] exists', true],
    ['$.nothing exists', false],
    ['-$.nothing exists', true],
    ['$.nothing != 1', false],
    ['$.constructor exists', false],
  ])('%s', (text, expected) => {
    expect(passes(text, '{}', { order: { id: 7, items: [{ sku: 'a' }, { sku: 'bcd' }] }, 'a b': null })).toBe(expected);
  });
});

describe('mistakes', () => {
  test.each([
    ['x level:loud', 2, 12, 'Unknown level: loud. Use one of trace, debug, info, warn, error, fatal.'],
    ['cold:maybe', 0, 10, 'cold: takes true or false, not: maybe'],
    ['duration>', 0, 9, 'duration> takes a number such as 500, 500ms or 1.5s (1.5 s), not: nothing'],
    ['memory>5s', 0, 9, 'memory> takes a number such as 100, 100MB or 80%, not: 5s'],
    ['$.a', 0, 3, '$.a needs =, !=, <, <=, >, >= and a value, or exists'],
    ['$.a > x', 0, 7, '> compares with a number, not with: x'],
    [
      'outcome:bad',
      0,
      11,
      'Unknown outcome: bad. Use one of success, error, timeout, out-of-memory, running, no-report.',
    ],
  ])('%s', (text, start, end, message) => {
    expect(parseFilter(text)).toEqual({ kind: 'error', message, start, end });
  });

  test('no text makes it throw, and every place is inside the text', () => {
    const pieces = [
      '"',
      '/',
      '$.',
      '$[',
      '-',
      'or ',
      ' ',
      'a',
      'level',
      ':',
      '>',
      '=',
      '\\',
      '(',
      '*',
      '[',
      '%',
      '\u0000',
      '🙂',
    ];
    let seed = 7;
    for (let round = 0; round < 5_000; round += 1) {
      let text = '';
      for (let length = 0; length < 12; length += 1) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        text += pieces[seed % pieces.length];
      }
      const parsed = parseFilter(text);
      if (parsed.kind === 'error') expect(parsed.start < parsed.end && parsed.end <= text.length, text).toBe(true);
      if (parsed.kind === 'filter') parsed.filter.matchesLine(line(text), undefined, undefined);
      filterCompletions(text, text.length, { functions: [], targets: [], fields: [] });
      toCloudWatchPattern(text);
    }
  });
});

describe('what is pushed down to CloudWatch Logs', () => {
  test.each([
    ['failed', '%[fF][aA][iI][lL][eE][dD]%'],
    ['"order 77"', '%[oO][rR][dD][eE][rR]%'],
    ['a1 b2 c3', '%[aA]1% %[bB]2%'],
    ['a1 or b2', undefined],
    ['-failed cold:true duration>5', undefined],
    ['', undefined],
  ])('%s', (text, pattern) => {
    expect(toCloudWatchPattern(text)).toBe(pattern);
  });
});

describe('completion', () => {
  const known = { functions: ['orders-api'], targets: ['dev · eu-west-1'], fields: ['$.order.id'] };
  test.each([
    ['lev', ['level:', 'level>=']],
    ['level:wa', ['level:warn']],
    ['x -outcome:t', ['outcome:timeout']],
    ['function:', ['function:orders-api']],
    ['target:', ['target:dev']],
    ['$.or', ['$.order.id']],
    ['cold:', ['cold:true', 'cold:false']],
  ])('%s', (text, expected) => {
    const { from, to, suggestions } = filterCompletions(text, text.length, known);
    expect(suggestions.map((suggestion) => suggestion.text)).toEqual(expected);
    expect(text.slice(from, to)).toBe(text.replace(/^x -/, ''));
  });

  test('fields are bounded, however many keys a line has', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, index]));
    expect(fieldPaths(many)).toHaveLength(100);
    expect(fieldPaths({ a: { b: [1] }, 'c d': 2 })).toEqual(['$.a.b[0]', '$["c d"]']);
  });
});
