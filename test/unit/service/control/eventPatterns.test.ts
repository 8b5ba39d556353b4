import { describe, expect, it } from 'vitest';
import { isEventPattern } from '../../../../src/service/control/eventPatterns.ts';

describe('isEventPattern', () => {
  it.each([
    { body: ['text', 5, null, true] },
    { body: { deeper: { still: ['x'] } } },
    { n: [{ numeric: ['=', 5] }, { numeric: ['>', 0, '<=', 10] }] },
    { s: [{ prefix: 'a' }, { suffix: { 'equals-ignore-case': '.PNG' } }, { wildcard: 'a*b' }] },
    { s: [{ 'anything-but': ['a', 'b'] }, { 'anything-but': { prefix: 'x' } }, { exists: false }] },
    { ip: [{ cidr: '10.0.0.0/24' }] },
    { $or: [{ a: ['x'] }, { b: { c: [1] } }] },
  ])('knows %j', (pattern) => {
    expect(isEventPattern(JSON.stringify(pattern))).toBe(true);
  });

  it.each([
    'null',
    '"text"',
    '[{"a":["x"]}]',
    '{"a":[]}',
    '{"a":["x"],}',
    '{"a":[["x"]]}',
    '{"a":[{"exists":"yes"}]}',
    '{"a":[{"prefix":"x","suffix":"y"}]}',
    '{"a":[{"numeric":["~",1]}]}',
    '{"a":[{"numeric":[">","1"]}]}',
    '{"$or":[{"a":["x"]}]}',
    '{"$or":["a","b"]}',
    `${'{"a":'.repeat(500)}["x"]${'}'.repeat(500)}`,
  ])('refuses %s', (text) => {
    expect(isEventPattern(text)).toBe(false);
  });
});
