/** `--isolation bwrap`: functions in namespaces of their own. Skipped, with the reason, where bubblewrap is missing or not permitted. */

import { homedir } from 'node:os';
import { CreateFunctionCommand, InvokeCommand, PublishLayerVersionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { messageOf } from '../../src/base/humanError.ts';
import { findBubblewrap } from '../../src/service/environment/isolation/bubblewrap.ts';
import { HostileService } from '../support/hostileService.ts';
import { functionInput } from '../support/localService.ts';
import { allGone } from '../support/processes.ts';
import { executableFile, rawZip, zipOf } from '../support/zip.ts';

const problem = await findBubblewrap(process.env['PATH'], systemClock).then(() => undefined, messageOf);

test('says what is missing, and does not start without it', async () => {
  const environment = { ...process.env, PATH: '/nowhere' };
  await expect(HostileService.start({ isolation: 'bwrap', environment })).rejects.toThrow(
    process.platform === 'linux' ? /no bwrap on the PATH\. Install the package bubblewrap/ : /on Linux only/,
  );
});

describe.skipIf(problem !== undefined)(`an isolated function${problem === undefined ? '' : `: ${problem}`}`, () => {
  let hostile: HostileService;
  beforeAll(async () => {
    hostile = await HostileService.start({ isolation: 'bwrap' });
  });
  afterAll(() => hostile.dispose());

  test('has the paths of Lambda, and sees nothing of the service', async () => {
    const event = { dataFolder: hostile.test.dataFolder, home: homedir(), service: process.pid };
    const { value } = await hostile.attack('surroundings.looks', event);
    expect(value).toEqual({
      task: '/var/task',
      folder: '/var/task',
      temporary: '/tmp',
      runtime: '/var/runtime',
      files: true,
      data: 'ENOENT',
      home: 'ENOENT',
      service: 'ENOENT',
      processes: 2,
      write: 'EROFS',
      root: 'EROFS',
      layer: 'ENOENT',
    });
    await hostile.neighbourAnswers();
  });

  test('meets the real error when /tmp is full, and goes on', async () => {
    const { value } = await hostile.attack('surroundings.fillsTemporary', { mb: 600 }, { Timeout: 60 });
    expect(value).toBe('ENOSPC');
    const again = await hostile.invoke('surroundings.fillsTemporary', { mb: 100 });
    expect(again.value).toBe('written');
    expect(again.log).not.toContain('Init Duration');
  });

  test('may have a larger /tmp', async () => {
    const settings = { Timeout: 60, EphemeralStorage: { Size: 700 } };
    const Code = {
      ZipFile: zipOf({
        'index.js':
          "exports.handler = async () => require('node:fs').statfsSync('/tmp').blocks * require('node:fs').statfsSync('/tmp').bsize / 2 ** 20;",
      }),
    };
    await hostile.test.lambda.send(new CreateFunctionCommand(functionInput('large', { Code, ...settings })));
    expect((await hostile.invoke('large')).value).toBe(700);
  });

  test('finds its layers in /opt', async () => {
    const { LayerVersionArn = '' } = await hostile.test.lambda.send(
      new PublishLayerVersionCommand({ LayerName: 'l', Content: { ZipFile: zipOf({ 'from-layer.txt': 'layered' }) } }),
    );
    const Code = {
      ZipFile: zipOf({
        'index.js': "exports.handler = async () => require('node:fs').readFileSync('/opt/from-layer.txt', 'utf8');",
      }),
    };
    const input = functionInput('layered', { Code, Layers: [LayerVersionArn] });
    await hostile.test.lambda.send(new CreateFunctionCommand(input));
    expect((await hostile.invoke('layered')).value).toBe('layered');
  });

  test('in Python and on an OS-only runtime works like any other', async () => {
    const python = functionInput('python', {
      Runtime: 'python3.12',
      Handler: 'app.handler',
      Code: {
        ZipFile: zipOf({
          'app.py': 'import os\ndef handler(event, context):\n    return [os.getcwd(), os.environ["HOME"]]\n',
        }),
      },
    });
    await hostile.test.lambda.send(new CreateFunctionCommand(python));
    expect((await hostile.invoke('python')).value).toEqual(['/var/task', '/tmp']);
    const bootstrap = `#!/bin/sh\npwd >&2\nexit 4\n`;
    const shell = functionInput('shell', {
      Runtime: 'provided.al2023',
      Code: { ZipFile: rawZip([{ name: 'bootstrap', content: bootstrap, mode: executableFile }]) },
    });
    await hostile.test.lambda.send(new CreateFunctionCommand(shell));
    const output = await hostile.test.lambda.send(new InvokeCommand({ FunctionName: 'shell', LogType: 'Tail' }));
    expect(Buffer.from(output.Payload ?? []).toString()).toMatch(/Runtime exited with error: exit status 4/);
  });

  test('crashes, times out and runs out of memory as without', async () => {
    // The first process of a namespace is deaf to signals from within.
    const killed = await hostile.attack('processes.killsParent', {}, { Timeout: 1 });
    expect(killed.value).toMatchObject({ errorType: 'Sandbox.Timedout' });
    const crashed = await hostile.attack('processes.daemonises', { next: 'exit' });
    expect(crashed.value).toMatchObject({ errorMessage: expect.stringMatching(/exit status 1$/) });
    const stopped = await hostile.attack('processes.stopsItself', {}, { Timeout: 1 });
    expect(stopped.value).toMatchObject({ errorType: 'Sandbox.Timedout' });
    const held = await hostile.attack('processes.daemonHolds', { mb: 300 }, { MemorySize: 256, Timeout: 30 });
    expect(held.value).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
    expect(held.log).toContain('Max Memory Used: 256 MB');
    await hostile.neighbourAnswers();
  });

  test('cannot take the event of another function from its Runtime API', async () => {
    const code = 'exports.handler = async () => process.env.AWS_LAMBDA_RUNTIME_API;';
    const input = functionInput('victim', { Code: { ZipFile: zipOf({ 'index.js': code }) } });
    await hostile.test.lambda.send(new CreateFunctionCommand(input));
    const { value: address } = await hostile.invoke('victim');
    const [host = '', port = ''] = String(address).split(':');
    const next = `GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nhost: ${address}\r\n\r\n`;
    const { value } = await hostile.attack('surroundings.asks', { host, port: Number(port), request: next });
    expect(value).toMatch(/^HTTP\/1\.1 403 [\s\S]*"errorType":"AccessDenied"/);
    const again = await hostile.invoke('victim');
    expect(again).toMatchObject({ value: address, functionError: undefined });
  });

  test('leaves no process behind', async () => {
    const before = hostile.markedProcesses();
    await hostile.attack('processes.starts', { children: 20 });
    const started = hostile.markedProcesses().filter((pid) => !before.includes(pid));
    expect(started.length).toBeGreaterThan(20);
    await hostile.retire('processes.starts');
    await allGone(started);
  });
});
