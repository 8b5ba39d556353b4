import { expect, test } from 'vitest';
import { exitFault, responseTooLargeFault, timeoutFault } from '../../../../src/service/environment/faults.ts';

const text = ({ payload }: { payload: Uint8Array }) => JSON.parse(Buffer.from(payload).toString());

test.each([
  [{ code: 0, signal: undefined }, 'Runtime exited without providing a reason'],
  [{ code: 1, signal: undefined }, 'Runtime exited with error: exit status 1'],
  [{ code: 127, signal: undefined }, 'Runtime exited with error: exit status 127'],
  [{ code: undefined, signal: 'SIGKILL' }, 'Runtime exited with error: signal: killed'],
  [{ code: undefined, signal: 'SIGSEGV' }, 'Runtime exited with error: signal: segmentation fault'],
])('an exit with %j', (exit, reason) => {
  expect(text(exitFault('id-1', exit))).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: id-1 Error: ${reason}`,
  });
});

test('a timeout names the function’s timeout with two decimals', () => {
  expect(text(timeoutFault('id-1', 3000))).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: 'RequestId: id-1 Error: Task timed out after 3.00 seconds',
  });
});

test('a response that is too large', () => {
  expect(text(responseTooLargeFault(false))).toEqual({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  });
});
