import { describe, expect, test } from 'vitest';
import { parseServiceLine } from '../../../src/protocol/serviceReady.ts';

const ready = {
  event: 'ready',
  endpoint: 'http://127.0.0.1:4000',
  region: 'us-east-1',
  accountId: '000000000000',
  accessKeyId: 'AKIDLOCAL',
  secretAccessKey: 'secret',
  pid: 42,
};

describe('parseServiceLine', () => {
  test('reads the ready line', () => {
    expect(parseServiceLine(JSON.stringify(ready))).toEqual(ready);
  });

  test('reads why the service did not start, and nothing beside it', () => {
    const line = JSON.stringify({ event: 'failed', message: 'Port 4000 is taken.', stack: 'x' });
    expect(parseServiceLine(line)).toEqual({ event: 'failed', message: 'Port 4000 is taken.' });
  });

  test.each(Object.keys(ready))('refuses a ready line without %s', (name) => {
    expect(parseServiceLine(JSON.stringify({ ...ready, [name]: undefined }))).toBeUndefined();
  });

  test.each([
    [''],
    ['Debugger listening on ws://127.0.0.1:9229'],
    ['null'],
    ['[]'],
    ['42'],
    ['{"event":"ready"'],
    ['{"event":"failed"}'],
    ['{"event":"failed","message":7}'],
    [JSON.stringify({ ...ready, event: 'almost' })],
    [JSON.stringify({ ...ready, pid: '42' })],
  ])('%s is neither', (line) => {
    expect(parseServiceLine(line)).toBeUndefined();
  });
});
