import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { parseServiceLine } from '../../src/protocol/serviceReady.ts';
import { TestService } from '../support/localService.ts';
import { clientsOf, ServiceProcess } from '../support/serviceProcess.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const started: ServiceProcess[] = [];

function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const service = new ServiceProcess(args, environment);
  started.push(service);
  return service;
}

afterEach(async () => {
  for (const service of started.splice(0)) await service.end('SIGKILL');
  folders.remove();
});

describe('the program', () => {
  it('says that it is ready in its first line and in a file that only its owner can read', async () => {
    const data = folders.create();
    const service = start(['--data', data, '--port', '0', '--account-id', '999988887777', '--region', 'eu-north-1']);
    const ready = await service.ready();
    expect(ready).toEqual({
      event: 'ready',
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      region: 'eu-north-1',
      accountId: '999988887777',
      accessKeyId: expect.stringMatching(/^LWBK/),
      secretAccessKey: expect.any(String),
      pid: service.child.pid,
    });
    const file = path.join(data, 'service.json');
    expect(parseServiceLine(readFileSync(file, 'utf8'))).toEqual(ready);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    const { lambda } = clientsOf(ready);
    expect((await lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
    lambda.destroy();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order on %s, and takes its file away', async (signal) => {
    const data = folders.create();
    const service = start(['--data', data]);
    await service.ready();
    expect(await service.end(signal)).toEqual({ code: 0, signal: null });
    expect(existsSync(path.join(data, 'service.json'))).toBe(false);
    for (const line of service.stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
  });

  it('ends with its owner', async () => {
    const service = start(['--data', folders.create(), '--owner-stdin']);
    await service.ready();
    service.child.stdin.end();
    expect(await service.exit).toEqual({ code: 0, signal: null });
  });

  it('lives on without an owner when nobody asked for one', async () => {
    const service = start(['--data', folders.create()]);
    const { lambda } = clientsOf(await service.ready());
    service.child.stdin.end();
    await expect(lambda.send(new ListFunctionsCommand({}))).resolves.toBeDefined();
    lambda.destroy();
  });

  it('keeps its credentials from run to run, unless it is given others', async () => {
    const data = folders.create();
    const first = start(['--data', data]);
    const before = await first.ready();
    await first.end('SIGTERM');
    const second = start(['--data', data]);
    const after = await second.ready();
    expect([after.accessKeyId, after.secretAccessKey]).toEqual([before.accessKeyId, before.secretAccessKey]);
    await second.end('SIGTERM');
    const given = start(['--data', data], {
      LAMBDA_WORKBENCH_ACCESS_KEY_ID: 'MINE',
      LAMBDA_WORKBENCH_SECRET_ACCESS_KEY: 'my secret',
    });
    expect(await given.ready()).toMatchObject({ accessKeyId: 'MINE', secretAccessKey: 'my secret' });
  });

  it('takes every option from the environment, and the command line before it', async () => {
    const data = folders.create();
    const service = start(['--region', 'us-west-2'], {
      LAMBDA_WORKBENCH_DATA: data,
      LAMBDA_WORKBENCH_PORT: '0',
      LAMBDA_WORKBENCH_ACCOUNT_ID: '123456789012',
      LAMBDA_WORKBENCH_REGION: 'eu-west-1',
    });
    expect(await service.ready()).toMatchObject({ accountId: '123456789012', region: 'us-west-2' });
  });

  describe('cannot start', () => {
    it('on a port that is taken, and says so in one line', async () => {
      const other = await TestService.start();
      const { port } = new URL(other.service.endpoint);
      const service = start(['--data', folders.create(), '--port', port]);
      expect(await service.message()).toEqual({
        event: 'failed',
        message: `Port ${port} is in use already. Choose another one, or 0 for any that is free.`,
      });
      expect((await service.exit).code).toBe(1);
      await other.dispose();
    });

    it('on a data folder that another service owns', async () => {
      const other = await TestService.start();
      const service = start(['--data', other.dataFolder]);
      expect(await service.message()).toEqual({
        event: 'failed',
        message: expect.stringMatching(
          new RegExp(
            `^Another local Lambda service is using the data folder already \\(process ${process.pid}, since \\d{4}-.*Z\\): ` +
              `${other.dataFolder}\\. End it, or choose another folder\\.$`,
          ),
        ),
      });
      expect((await service.exit).code).toBe(1);
      await other.dispose();
    });

    it('where the data folder cannot be made', async () => {
      const folder = folders.create({ file: '' });
      const service = start(['--data', path.join(folder, 'file', 'below')]);
      expect(await service.message()).toMatchObject({ event: 'failed' });
      expect((await service.exit).code).toBe(1);
    });

    it.each([
      [[], /^--data is missing/],
      [['--data', 'x', '--port', 'many'], /^--port must be a number/],
      [['--data', 'x', '--port', '70000'], /^--port must be a number/],
      [['--data', 'x', '--account-id', '12'], /^--account-id must have twelve digits: 12/],
      [['--data', 'x', '--access-key-id', 'a'], /^--access-key-id and --secret-access-key belong together/],
      [['--data', 'x', '--surprise'], /Unknown option '--surprise'/],
    ])('with the arguments %j', async (args, expected) => {
      const service = start(args, { LAMBDA_WORKBENCH_DATA: '' });
      expect((await service.exit).code).toBe(2);
      expect(service.stderr).toMatch(expected);
      expect(service.stderr).toContain('Usage:');
      expect(service.stdout).toBe('');
    });
  });

  it('helps', async () => {
    const service = start(['--help']);
    expect((await service.exit).code).toBe(0);
    for (const option of [
      '--data',
      '--port',
      '--account-id',
      '--access-key-id',
      '--secret-access-key',
      '--region',
      '--owner-stdin',
    ]) {
      expect(service.stdout).toContain(option);
    }
  });
});
