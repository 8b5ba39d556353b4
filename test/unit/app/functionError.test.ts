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

  test('Go lists frames as objects', () => {
    expect(
      places({
        errorType: 'errorString',
        errorMessage: 'boom',
        stackTrace: [{ path: 'github.com/acme/orders/main.go', line: 12, label: 'handler' }, { label: 'no place' }],
      }),
    ).toEqual(['github.com/acme/orders/main.go:12']);
  });

  test('causes are told in a chain, which ends even where it is a circle', () => {
    const java = {
      errorType: 'java.lang.RuntimeException',
      errorMessage: 'outer',
      stackTrace: ['com.example.Handler.handle(Handler.java:12)'],
      cause: {
        errorType: 'java.io.IOException',
        errorMessage: 'inner',
        stackTrace: ['com.example.Store.read(Store.java:7)'],
      },
    };
    expect(functionErrorOf('Unhandled', JSON.stringify(java)).cause).toEqual({
      errorType: 'java.io.IOException',
      errorMessage: 'inner',
      frames: [{ text: 'com.example.Store.read(Store.java:7)', location: { file: 'Store.java', line: 7, column: 1 } }],
    });
    let deep: unknown = { message: 'root' };
    for (let depth = 0; depth < 50; depth += 1) deep = { errorMessage: String(depth), cause: deep };
    let [error, count] = [functionErrorOf('Unhandled', JSON.stringify(deep)).cause, 0];
    for (; error; error = error.cause) count += 1;
    expect(count).toBe(10);
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
