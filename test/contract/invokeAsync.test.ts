/** InvokeAsync: deprecated, answered as long as somebody calls it. */

import { InvokeAsyncCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f');
});
afterAll(() => test.dispose());

const invokeAsync = (InvokeArgs: string | Uint8Array, FunctionName = 'f') =>
  test.lambda.send(new InvokeAsyncCommand({ FunctionName, InvokeArgs }));

describe('InvokeAsync', () => {
  it('accepts the event and queues it', async () => {
    expect(await invokeAsync('{"n":1}')).toMatchObject({ Status: 202, $metadata: { httpStatusCode: 202 } });
    const [queued] = test.invoker.queued;
    expect(queued).toMatchObject({ invokedFunctionArn: arnOf('f') });
    expect(Buffer.from(queued?.payload ?? []).toString()).toBe('{"n":1}');
  });

  it('refuses what Invoke refuses', async () => {
    expect(await refusal(invokeAsync('{', 'f'))).toMatchObject({ name: 'InvalidRequestContentException', status: 400 });
    expect(await refusal(invokeAsync('{}', 'nope'))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${arnOf('nope')}:$LATEST`,
    });
    const tooLarge = Buffer.from(JSON.stringify('x'.repeat(1024 * 1024)));
    expect(await refusal(invokeAsync(tooLarge))).toMatchObject({ status: 413 });
  });
});
