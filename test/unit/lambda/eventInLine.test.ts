import { describe, expect, test } from 'vitest';
import { eventInLine } from '../../../src/lambda/eventInLine.ts';

const eventIn = (text: string, json?: Readonly<Record<string, unknown>>): unknown => {
  const found = eventInLine({ text, json });
  return found === undefined ? undefined : JSON.parse(found);
};

describe('the event in a log line', () => {
  test.each([
    ['EVENT: {"a":{"b":[1]}}', { a: { b: [1] } }],
    ['got [1,2] from {"x":1}', [1, 2]],
    ['[Container] {"a":"}\\"{"} and more', { a: '}"{' }],
    ['{} then {"a":1}', { a: 1 }],
    ['no event here', undefined],
    ['{broken', undefined],
    ["{ name: 'Node prints it so' }", undefined],
  ])('in the text %j', (text, event) => {
    expect(eventIn(text)).toEqual(event);
  });

  test.each([
    [{ level: 'INFO', message: 'called', event: { Records: [1] } }, { Records: [1] }],
    [{ level: 'INFO', message: '{"id":7}' }, { id: 7 }],
    [{ level: 'INFO', message: { id: 7 } }, { id: 7 }],
    [{ level: 'INFO', message: 'event: {"id":7}' }, { id: 7 }],
    [
      { id: 7, name: 'plain' },
      { id: 7, name: 'plain' },
    ],
  ])('in the record %j', (json, event) => {
    expect(eventIn('', json)).toEqual(event);
  });

  test('a text of a megabyte of brackets is given up', () => {
    expect(eventIn('['.repeat(1024 * 1024))).toBeUndefined();
  });
});
