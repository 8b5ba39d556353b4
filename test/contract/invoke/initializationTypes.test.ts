/** How an environment was initialised, as a function and its log tell it. */

import { spawnSync } from 'node:child_process';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateFunctionCommand, InvokeCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrapFolder } from '../../support/bootstraps.ts';
import { functionInput, TestService } from '../../support/localService.ts';
import { zipOf } from '../../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
});
afterAll(() => test.dispose());

const source = `import os
def handler(event, context):
    return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
`;

describe('a function with SnapStart', () => {
  it('has the type in its published versions; each environment does its own Init, and the log says no more', async ({
    skip,
  }) => {
    skip(spawnSync('python3', ['--version']).status !== 0, 'there is no python3 on this computer');
    const FunctionName = 'snap-start';
    const python = { Runtime: 'python3.12', Handler: 'app.handler', Timeout: 20 } as const;
    const Code = { ZipFile: zipOf({ 'app.py': source }) };
    const SnapStart = { ApplyOn: 'PublishedVersions' } as const;
    await test.lambda.send(new CreateFunctionCommand(functionInput(FunctionName, { ...python, Code, SnapStart })));
    const { Version } = await test.lambda.send(new PublishVersionCommand({ FunctionName }));
    const invoke = async (Qualifier: string | undefined) => {
      const { Payload } = await test.lambda.send(new InvokeCommand({ FunctionName, Qualifier, LogType: 'Tail' }));
      return JSON.parse(Buffer.from(Payload ?? []).toString());
    };
    expect(await invoke(Version)).toBe('snap-start');
    expect(await invoke(undefined)).toBe('on-demand');
    const logGroupName = `/aws/lambda/${FunctionName}`;
    const { events = [] } = await test.logs.send(new FilterLogEventsCommand({ logGroupName }));
    const published = events.filter(({ logStreamName }) => logStreamName?.includes(`[${Version}]`));
    const lines = published.map(({ message = '' }) => message).filter((line) => !line.includes(' was found on this '));
    expect(lines.map((line) => /^\w+/.exec(line)?.[0])).toEqual(['INIT_START', 'START', 'END', 'REPORT']);
    expect(lines.at(-1)).toMatch(/\tInit Duration: [\d.]+ ms\t\n$/);
  });
});
