/** What the bootstrap for Ruby does with handlers in every form, with errors and with loggers. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoggingConfig } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DispatcherBench } from '../support/dispatcherBench.ts';
import { run as runTool, Unavailable } from './preparedPackage.ts';

const fixture = path.resolve(import.meta.dirname, '../fixtures/runtimes/ruby');
const files = {
  'lib/more.rb': readFileSync(path.join(fixture, 'lib/more.rb'), 'utf8'),
  'broken.rb': 'def handler(event:, context:\n',
  'missing.rb': "require 'no/such/gem'\n",
};

let bench: DispatcherBench;
let unavailable: string | undefined;
beforeAll(async () => {
  await runTool(fixture, 20_000, 'ruby', '--version').catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
    unavailable = error.message;
  });
  bench = await DispatcherBench.create();
});
afterAll(() => bench.close());
beforeEach(({ skip }) => {
  if (unavailable !== undefined) skip(unavailable);
});

function run(Handler: string, event: unknown = {}, LoggingConfig: LoggingConfig = { LogFormat: 'Text' }) {
  return bench.run(bench.version('ruby', { Handler, Runtime: 'ruby3.4', LoggingConfig }, files), event);
}

describe('handlers', () => {
  test.each([
    ['lib/more.Plain.handle', '"of a class: Ada"'],
    ['lib/more.App::Handlers.class_method', '{"event":{"name":"Ada"},"remaining":true}'],
    ['lib/more.streams', 'bytes as they are'],
    ['lib/more.nothing', 'null'],
  ])('%s', async (handler, payload) => {
    expect(await run(handler, { name: 'Ada' })).toMatchObject({ payload, functionError: undefined });
  });
});

describe('what cannot be started', () => {
  test.each([
    ['lib/nowhere.handler', 'Init<LoadError>', 'cannot load such file -- lib/nowhere'],
    ['missing.handler', 'Init<LoadError>', 'cannot load such file -- no/such/gem'],
    ['broken.handler', 'Init<SyntaxError>', 'broken.rb:'],
    ['handler', 'Init<ArgumentError>', 'Invalid handler ["handler"], must be of form FILENAME.METHOD or'],
  ])('%s is %s', async (handler, errorType, words) => {
    const { payload, functionError, log } = await run(handler);
    expect(functionError).toBe('Unhandled');
    const error = JSON.parse(payload);
    expect(error.errorType).toBe(errorType);
    expect(error.errorMessage).toContain(words);
    expect(log.filter((line) => line.startsWith('Init error when loading handler'))).not.toHaveLength(0);
  });
});

describe('errors', () => {
  test('a mistake in the code is told, and ends the process as on Lambda', async () => {
    const version = bench.version('ruby', { Handler: 'lib/more.undefined_method', Runtime: 'ruby3.4' }, files);
    const { payload, log } = await bench.run(version);
    const error = JSON.parse(payload);
    expect(error.errorType).toBe('Function<NoMethodError>');
    expect(error.errorMessage).toMatch(/^undefined method [`']foo' for nil/);
    expect(error.stackTrace).toHaveLength(1);
    expect(error.stackTrace[0]).toMatch(/lib\/more\.rb:\d+:in .*undefined_method'$/);
    expect(log).toContain('Critical exception from handler\n');
    const next = await bench.run(version);
    expect(next.log.join('')).toContain('Function<NoMethodError>');
  });

  test('an error of the function’s own has its name', async () => {
    const { payload, log } = await run('lib/more.own_error');
    expect(JSON.parse(payload)).toMatchObject({ errorMessage: 'größe', errorType: 'Function<OwnError>' });
    const lines = log.slice(log.indexOf('Error raised from handler method\n'));
    expect(JSON.parse(lines[1] ?? '')).toEqual(JSON.parse(payload));
  });

  test('exit is an error as well', async () => {
    expect(JSON.parse((await run('lib/more.leaves')).payload)).toMatchObject({
      errorMessage: 'exit',
      errorType: 'Function<SystemExit>',
    });
  });
});

describe('lines', () => {
  test('of the standard logger carry the request; puts is one event, however many lines it has', async () => {
    const { log } = await run('lib/more.logs');
    const start = log.findIndex((line) => line.startsWith('START'));
    const requestId = /RequestId: (\S+)/.exec(log[start] ?? '')?.[1];
    const time = '\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6} #\\d+\\]';
    expect(log.slice(start + 1, start + 7)).toEqual([
      expect.stringMatching(new RegExp(`^I, ${time}  INFO ${requestId} -- : informed\n$`)),
      expect.stringMatching(new RegExp(`^D, ${time} DEBUG ${requestId} -- : debugged\n$`)),
      expect.stringMatching(new RegExp(`^E, ${time} ERROR ${requestId} -- : wrong \\(ArgumentError\\)\n`)),
      'two\nlines\n',
      'raw\n',
      'warned\n',
    ]);
  });

  test('in JSON are filtered by their level', async () => {
    const { log } = await run('lib/more.logs', {}, { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' });
    const lines = log.filter((line) => line.includes('"requestId":')).map((line) => JSON.parse(line));
    expect(lines.filter(({ level }) => level !== undefined)).toMatchObject([
      { level: 'INFO', message: 'informed' },
      { level: 'ERROR', message: 'wrong', errorType: 'ArgumentError', errorMessage: 'wrong', stackTrace: [] },
    ]);
  });
});
