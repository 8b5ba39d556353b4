/**
 * .NET functions, started as Lambda's own image starts them. A stand-in called `dotnet` takes the place of the program:
 * it speaks the Runtime API and answers with how it was started.
 */

import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nearestDotnet } from '../../../src/service/environment/dotnet.ts';
import { DispatcherBench } from '../../support/dispatcherBench.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';

const standIn = `#!${process.execPath}
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
const { env, argv } = process;
const { DOTNET_ROOT, DOTNET_ROLL_FORWARD, LAMBDA_RUNTIME_NAME, AWS_EXECUTION_ENV, PWD } = env;
const told = { program: argv[1], arguments: argv.slice(2), DOTNET_ROOT, DOTNET_ROLL_FORWARD, LAMBDA_RUNTIME_NAME, AWS_EXECUTION_ENV, PWD };
(async () => {
  for (;;) {
    const next = await fetch(base + 'next');
    await next.text();
    const id = next.headers.get('lambda-runtime-aws-request-id');
    await fetch(base + id + '/response', { method: 'POST', body: JSON.stringify(told) });
  }
})();
`;
const libraryFiles = { 'Orders.dll': '', 'Orders.deps.json': '{}', 'Orders.runtimeconfig.json': '{}' };
const libraryHandler = 'Orders::Orders.Function::Handle';

const folders = new TemporaryFolders();
let home: string;
let bench: DispatcherBench | undefined;
beforeEach(() => {
  home = folders.create();
});
afterEach(async () => {
  await bench?.close();
  bench = undefined;
  folders.remove();
});

function write(file: string, content = ''): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

/** A .NET with these runtimes; `DOTNET_ROOT` names it, so that no other on this computer is taken. */
function install(...versions: readonly string[]): string {
  for (const version of versions)
    mkdirSync(path.join(home, 'dotnet/shared/Microsoft.NETCore.App', version), { recursive: true });
  return write(path.join(home, 'dotnet/dotnet'), standIn);
}

const testTool = (release: string) =>
  `.dotnet/tools/.store/amazon.lambda.testtool/${release}/amazon.lambda.testtool/${release}`;
const content = 'content/Amazon.Lambda.RuntimeSupport';

/** AWS's RuntimeSupport as its test tool brings it. */
const installSupport = (folder: string, target: string, name = 'Amazon.Lambda.RuntimeSupport.TestTool.dll') =>
  write(path.join(home, folder, content, target, name));

async function run(
  Handler: string,
  files: Readonly<Record<string, string>>,
  changes: Partial<FunctionConfiguration> = {},
) {
  bench = await DispatcherBench.create({
    environment: { PATH: '', HOME: home, DOTNET_ROOT: path.join(home, 'dotnet') },
  });
  const version = bench.version('orders', { Runtime: 'dotnet8', Handler, ...changes }, files);
  const taskRoot = path.join(bench.packageFolder, version.packageId);
  for (const name of Object.keys(files)) chmodSync(path.join(taskRoot, name), 0o755);
  const { payload, log } = await bench.run(version);
  return { answer: JSON.parse(payload), log, taskRoot };
}

describe('is started', () => {
  test('a class library, through RuntimeSupport', async () => {
    const dotnet = install('8.0.4', '8.0.11', '6.0.1', '10.0.0');
    installSupport(testTool('0.9.1'), 'net8.0');
    const support = installSupport(testTool('0.15.0'), 'net8.0');
    installSupport(testTool('0.15.0'), 'net10.0');
    const { answer, log, taskRoot } = await run(libraryHandler, libraryFiles);
    expect(answer).toEqual({
      program: dotnet,
      arguments: [
        'exec',
        '--depsfile',
        path.join(taskRoot, 'Orders.deps.json'),
        '--runtimeconfig',
        path.join(taskRoot, 'Orders.runtimeconfig.json'),
        support,
        libraryHandler,
      ],
      DOTNET_ROOT: path.join(home, 'dotnet'),
      DOTNET_ROLL_FORWARD: 'Major',
      LAMBDA_RUNTIME_NAME: 'dotnet8',
      AWS_EXECUTION_ENV: 'AWS_Lambda_dotnet8',
      PWD: taskRoot,
    });
    expect(log[0]).toContain('Runtime Version: dotnet:8.0.11\t');
    expect(log[1]).toMatch(/^START /);
  });

  test('a class library whose main assembly is another one, with what NuGet keeps', async () => {
    install('10.0.1');
    const support = installSupport(
      '.nuget/packages/amazon.lambda.testtool/0.20.0',
      'net10.0',
      'Amazon.Lambda.RuntimeSupport.dll',
    );
    const files = {
      'Shop.deps.json': '{}',
      'Shop.runtimeconfig.json': '{}',
      'Other.deps.json': '{}',
      'Orders.deps.json': '{}',
    };
    const { answer, taskRoot } = await run(libraryHandler, files, {
      Runtime: 'dotnet10' as 'dotnet8',
      Environment: { Variables: { LAMBDA_DOTNET_MAIN_ASSEMBLY: 'Shop.dll' } },
    });
    expect(answer.arguments.slice(2, 6)).toEqual([
      path.join(taskRoot, 'Shop.deps.json'),
      '--runtimeconfig',
      path.join(taskRoot, 'Shop.runtimeconfig.json'),
      support,
    ]);
  });

  test('a class library with the only files there are', async () => {
    install('8.0.11');
    installSupport(testTool('0.15.0'), 'net8.0');
    const { answer, taskRoot } = await run(libraryHandler, { 'App.deps.json': '{}', 'App.runtimeconfig.json': '{}' });
    expect(answer.arguments[2]).toBe(path.join(taskRoot, 'App.deps.json'));
  });

  test.each(['Orders', 'Orders.dll'])('the executable assembly %s, by itself', async (handler) => {
    install('8.0.11');
    const { answer, taskRoot } = await run(handler, libraryFiles);
    expect(answer.arguments).toEqual(['exec', path.join(taskRoot, 'Orders.dll')]);
  });

  test('what was compiled ahead of time, without any .NET', async () => {
    const { answer, log, taskRoot } = await run('Orders', { Orders: standIn });
    expect(answer).toEqual({
      program: path.join(taskRoot, 'Orders'),
      arguments: [],
      LAMBDA_RUNTIME_NAME: 'dotnet8',
      AWS_EXECUTION_ENV: 'AWS_Lambda_dotnet8',
      PWD: taskRoot,
    });
    expect(log[0]).toContain('Runtime Version: dotnet:8\t');
  });

  test('on a newer .NET where there is none of its version, and the log says so', async () => {
    install('10.0.1', '9.0.2');
    const { log } = await run('Orders', libraryFiles);
    expect(log[1]).toBe(
      `dotnet8 runs on .NET 9.0.2 here: no .NET 8 was found on this computer (${path.join(home, 'dotnet/dotnet')})\n`,
    );
  });

  test('through the wrapper of the function', async () => {
    const dotnet = install('8.0.11');
    const wrapper = '#!/bin/sh\nexec "$@" wrapped\n';
    const { answer } = await run(
      'Orders',
      { ...libraryFiles, wrap: wrapper },
      {
        Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrap' } },
      },
    );
    expect(answer).toMatchObject({
      program: dotnet,
      arguments: ['exec', expect.stringMatching(/Orders\.dll$/), 'wrapped'],
    });
  });
});

test('is found on the PATH, behind a link', async () => {
  const dotnet = install('99.1.0', '99.0.2', '100.0.0');
  mkdirSync(path.join(home, 'bin'));
  symlinkSync(dotnet, path.join(home, 'bin/dotnet'));
  const search = {
    variables: { PATH: `/nonexistent${path.delimiter}${path.join(home, 'bin')}` },
    platform: process.platform,
  };
  expect(await nearestDotnet('99', search)).toEqual({ path: dotnet, version: '99.1.0' });
  expect(await nearestDotnet('101', search)).toBeUndefined();
});

describe('says what is missing', () => {
  test.each([
    [
      'a .NET that is new enough',
      ['6.0.1'],
      'dotnet8 needs .NET, and none from version 8 on was found on this computer. Install .NET 8 so that it is on the PATH, then restart the local service.',
    ],
    [
      'RuntimeSupport',
      ['8.0.11'],
      'dotnet8 calls a class library through AWS\'s RuntimeSupport, and that was not found on this computer. Install it with "dotnet tool install -g Amazon.Lambda.TestTool" and invoke again, or publish the function as an executable assembly.',
    ],
  ])('%s', async (_, versions, message) => {
    install(...versions);
    const { answer, log } = await run(libraryHandler, libraryFiles);
    expect(answer).toMatchObject({
      errorType: 'Runtime.InvalidEntrypoint',
      errorMessage: expect.stringContaining(message),
    });
    expect(log.join('')).toContain(message);
  });

  test('an assembly', async () => {
    install('8.0.11');
    const { answer, taskRoot } = await run('Nowhere', libraryFiles);
    const nowhere = path.join(taskRoot, 'Nowhere');
    expect(answer.errorMessage).toContain(`executable assembly ${nowhere}.dll or binary ${nowhere} not found.`);
  });

  test('the files that describe a class library', async () => {
    install('8.0.11');
    const { answer, taskRoot } = await run(libraryHandler, {
      'Orders.deps.json': '{}',
      'A.runtimeconfig.json': '',
      'B.runtimeconfig.json': '',
    });
    expect(answer.errorMessage).toContain(
      `The ${taskRoot} directory is missing the required .runtimeconfig.json file.`,
    );
  });
});
