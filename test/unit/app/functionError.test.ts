import { describe, expect, test } from 'vitest';
import { functionErrorOf } from '../../../src/app/functionError.ts';

const places = (payload: unknown) =>
  functionErrorOf('Unhandled', JSON.stringify(payload)).frames.map((frame) =>
    frame.location ? `${frame.location.file}:${frame.location.line}` : frame.text,
  );

describe('error objects of the runtimes', () => {
  test('Node.js lists its stack as trace', () => {
    expect(
      places({
        errorType: 'Error',
        errorMessage: 'boom',
        trace: [
          'Error: boom',
          '    at price (/var/task/src/price.mjs:4:11)',
          '    at async file:///var/task/index.mjs:9:3',
          '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
        ],
      }),
    ).toEqual([
      '/var/task/src/price.mjs:4',
      '/var/task/index.mjs:9',
      'at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    ]);
  });

  test('Python gives the source line behind each frame', () => {
    expect(
      places({
        errorMessage: "'x'",
        errorType: 'KeyError',
        stackTrace: ['  File "/var/task/app.py", line 5, in handler\n    return event["x"]\n'],
      }),
    ).toEqual(['/var/task/app.py:5']);
  });

  test('Java, Ruby and .NET are read by their patterns', () => {
    expect(places({ stackTrace: ['com.example.Handler.handle(Handler.java:12)'] })).toEqual(['Handler.java:12']);
    expect(places({ stackTrace: ["/var/task/app.rb:3:in 'handler'"] })).toEqual(['/var/task/app.rb:3']);
    expect(places({ stackTrace: ['at App.Handle(String input) in /src/App.cs:line 12'] })).toEqual(['/src/App.cs:12']);
  });

  test('errors of the platform have no stack', () => {
    expect(
      functionErrorOf(
        'Unhandled',
        '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: r Error: Task timed out after 3.00 seconds"}',
      ),
    ).toEqual({
      header: 'Unhandled',
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: r Error: Task timed out after 3.00 seconds',
      frames: [],
    });
  });

  test('a custom runtime may send anything', () => {
    expect(functionErrorOf('Handled', 'it broke')).toEqual({
      header: 'Handled',
      errorType: 'Error',
      errorMessage: 'it broke',
      frames: [],
    });
    expect(functionErrorOf('Handled', '{}').errorMessage).toBe('The function failed without a message.');
  });
});
