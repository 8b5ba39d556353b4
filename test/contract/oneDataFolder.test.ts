import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionCommand, InvokeCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { HumanError, messageOf } from '../../src/base/humanError.ts';
import { silentLog } from '../../src/base/log.ts';
import { createTestFunction, refusal, TestService } from '../support/localService.ts';
import { clientsOf, ServiceProcess } from '../support/serviceProcess.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const folders = new TemporaryFolders();
const started: ServiceProcess[] = [];

function start(data: string): ServiceProcess {
  const service = new ServiceProcess(['--data', data, '--account-id', '111122223333']);
  started.push(service);
  return service;
}

afterEach(async () => {
  for (const service of started.splice(0)) await service.end('SIGKILL');
  folders.remove();
});

/** A data folder with a few functions, whose service has ended. */
async function used(): Promise<string> {
  const data = folders.create();
  const test = await TestService.start({ dataFolder: data });
  for (const name of ['a', 'b', 'c']) await createTestFunction(test, name, { Description: name.repeat(200) });
  await test.close();
  return data;
}

/** The same, of a service that was killed. */
async function killed(): Promise<string> {
  const data = folders.create();
  const service = start(data);
  const clients = clientsOf(await service.ready());
  await createTestFunction(clients, 'a');
  clients.lambda.destroy();
  await service.end('SIGKILL');
  return data;
}

/** What a start on `data` says when it is refused. */
async function failure(data: string): Promise<string> {
  const error = await TestService.start({ dataFolder: data }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HumanError);
  return messageOf(error);
}

describe('two services on one data folder', () => {
  it('the second says who has it and since when, and ends; the first goes on', async () => {
    const data = folders.create();
    const first = start(data);
    const clients = clientsOf(await first.ready());
    expect(await failure(data)).toMatch(
      new RegExp(
        `already \\(process ${first.child.pid}, since \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\): ${data}\\. End it, or`,
      ),
    );
    await createTestFunction(clients, 'f');
    clients.lambda.destroy();
  });

  it('what a killed one left blocks nobody', async () => {
    const data = await killed();
    expect(existsSync(path.join(data, 'owner.json'))).toBe(true);
    expect(existsSync(path.join(data, 'service.json'))).toBe(true);
    const test = await TestService.start({ dataFolder: data });
    await expect(test.lambda.send(new GetFunctionCommand({ FunctionName: 'a' }))).resolves.toBeDefined();
    await test.close();
  });

  it('of many that start at once, one gets it', async () => {
    const data = folders.create();
    const messages = await Promise.all([1, 2, 3].map(() => start(data).message()));
    expect(messages.map(({ event }) => event).sort()).toEqual(['failed', 'failed', 'ready']);
  });

  it('a folder that another user could look into is closed', async () => {
    const data = await used();
    for (const name of ['owner.json', 'credentials.json']) expect(statSync(path.join(data, name)).mode & 0o77).toBe(0);
    expect(statSync(data).mode & 0o77).toBe(0);
  });
});

describe('a damaged database', () => {
  const database = (data: string) => path.join(data, 'service.db');

  /** Fills the middle of the file, which holds tables, with noise. */
  function scribble(file: string, from: number, bytes: number): void {
    const content = readFileSync(file);
    content.fill(0xa5, from, from + bytes);
    writeFileSync(file, content);
  }

  it.each<[string, (file: string) => void]>([
    ['is not SQLite at all', (file) => writeFileSync(file, 'this was a database once'.repeat(1000))],
    ['has lost its header', (file) => scribble(file, 0, 100)],
    ['was cut in the middle', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['was cut to less than a page', (file) => truncateSync(file, 300)],
    ['is noise from its second page on', (file) => scribble(file, 4096, statSync(file).size - 4096)],
    ['was emptied', (file) => truncateSync(file, 0)],
    ['was removed from under its packages', (file) => rmSync(file)],
  ])('that %s is named, and left as it is', async (_, damage) => {
    const data = await used();
    damage(database(data));
    const content = () => (existsSync(database(data)) ? readFileSync(database(data)) : undefined);
    const [before, packages] = [content(), readdirSync(path.join(data, 'packages'))];
    const message = await failure(data);
    expect(message).toContain(`The database of the local Lambda service is `);
    expect(message).toContain(database(data));
    expect(message).toContain('Nothing was changed. Restore the file from a copy, or move the whole folder elsewhere');
    expect(content()).toEqual(before);
    expect(readdirSync(path.join(data, 'packages'))).toEqual(packages);
  });

  it('is not written to either when a killed service left a log of changes beside it', async () => {
    const data = await killed();
    writeFileSync(database(data), Buffer.alloc(statSync(database(data)).size, 0xa5));
    rmSync(`${database(data)}-wal`);
    writeFileSync(`${database(data)}-wal`, 'not a log');
    const before = readFileSync(database(data));
    expect(await failure(data)).toContain(database(data));
    expect(readFileSync(database(data))).toEqual(before);
  });

  it('whose logs are noise still serves everything else, and names itself to who asks for them', async () => {
    const data = folders.create();
    const place = { logGroupName: 'g', logStreamName: 's' };
    const first = await TestService.start({ dataFolder: data });
    await createTestFunction(first, 'f');
    await first.logs.send(new CreateLogGroupCommand(place));
    await first.logs.send(new CreateLogStreamCommand(place));
    const logEvents = Array.from({ length: 40 }, () => ({ timestamp: Date.now(), message: 'm'.repeat(20_000) }));
    await first.logs.send(new PutLogEventsCommand({ ...place, logEvents }));
    await first.close();
    const bytes = statSync(database(data)).size;
    scribble(database(data), bytes - 400_000, 400_000);
    const errors: unknown[][] = [];
    const log = { ...silentLog, error: (...line: unknown[]) => errors.push(line) };
    const second = await TestService.start({ dataFolder: data, log });
    expect(await refusal(second.logs.send(new GetLogEventsCommand(place)))).toMatchObject({
      status: 500,
      message: expect.stringMatching(
        /^The database of the local Lambda service is damaged: service\.db in its data folder\./,
      ),
    });
    expect(JSON.stringify(errors)).toContain('malformed');
    await expect(second.lambda.send(new GetFunctionCommand({ FunctionName: 'f' }))).resolves.toBeDefined();
    await second.close();
  });

  it('of a newer version is refused by name, and keeps what it holds', async () => {
    const data = await used();
    const newer = new DatabaseSync(database(data));
    newer.exec('PRAGMA user_version = 4711');
    newer.close();
    const before = readFileSync(database(data));
    expect(await failure(data)).toMatch(/newer version of the local Lambda service: .*service\.db has schema 4711, /);
    expect(readFileSync(database(data))).toEqual(before);
  });
});

describe('a damaged key pair', () => {
  it('is named, and not replaced', async () => {
    const data = await used();
    const file = path.join(data, 'credentials.json');
    truncateSync(file, 20);
    const before = readFileSync(file, 'utf8');
    expect(await failure(data)).toContain(`The key pair of the local Lambda service cannot be read: ${file}.`);
    expect(readFileSync(file, 'utf8')).toBe(before);
    rmSync(file);
    const test = await TestService.start({ dataFolder: data });
    expect(test.service.credentials.accessKeyId).toMatch(/^LWBK/);
    await test.close();
  });
});

describe('a damaged package', () => {
  const zip = zipOf({ 'index.mjs': 'export const handler = async () => "whole";' });

  async function withDamage(damage: (file: string) => void) {
    const test = await TestService.start({ realFunctions: true });
    const { CodeSha256 = '' } = await createTestFunction(test, 'f', { Code: { ZipFile: zip } });
    const packageId = Buffer.from(CodeSha256, 'base64').toString('hex');
    const file = path.join(test.dataFolder, 'packages', `${packageId}.zip`);
    damage(file);
    rmSync(path.join(test.dataFolder, 'unpacked', packageId), { recursive: true });
    return { test, file };
  }

  it.each<[string, (file: string) => void, string]>([
    ['has other bytes', (file) => writeFileSync(file, Buffer.alloc(statSync(file).size, 1)), 'is damaged'],
    ['was cut', (file) => truncateSync(file, 30), 'is damaged'],
    ['is gone', (file) => rmSync(file), 'is missing'],
  ])('that %s is named where it is needed, and replaced by the same code alone', async (_, damage, how) => {
    const { test, file } = await withDamage(damage);
    const content = () => (existsSync(file) ? readFileSync(file) : undefined);
    const before = content();
    const invoke = () => test.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    expect(await refusal(invoke())).toEqual({
      name: 'InvalidZipFileException',
      status: 502,
      type: 'Service',
      message:
        `Lambda could not unzip the deployment package: packages/${path.basename(file)} in the data folder of the local Lambda ` +
        `service ${how}. Deploy the code again.`,
    });
    expect(content()).toEqual(before);
    await test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: zip }));
    expect((await invoke()).Payload?.transformToString()).toBe('"whole"');
    expect(content()).toEqual(zip);
    await test.dispose();
  });
});
