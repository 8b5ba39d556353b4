import { describe, expect, it } from 'vitest';
import { jsonLog } from '../../../src/service/serviceLog.ts';
import { readServiceOptions, UsageError, usage } from '../../../src/service/serviceOptions.ts';

describe('readServiceOptions', () => {
  it('has a default for everything but the data folder', () => {
    expect(readServiceOptions(['--data', 'd'], {})).toEqual({
      dataFolder: 'd',
      port: 0,
      accountId: '000000000000',
      region: 'us-east-1',
      credentials: undefined,
      s3Endpoint: undefined,
      deliveryEndpoints: { sqs: undefined, sns: undefined, events: undefined, s3: undefined },
      spares: 4,
      isolation: 'none',
      sharesCpu: false,
      ownerStdin: false,
    });
  });

  it('takes each option from the command line, or from its variable', () => {
    const expected = {
      dataFolder: 'd',
      port: 9001,
      accountId: '111122223333',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    };
    const line =
      '--data d --port 9001 --account-id 111122223333 --region eu-west-1 --access-key-id a --secret-access-key s';
    expect(readServiceOptions(line.split(' '), {})).toMatchObject(expected);
    const variables = {
      LAMBDA_WORKBENCH_DATA: 'd',
      LAMBDA_WORKBENCH_PORT: '9001',
      LAMBDA_WORKBENCH_ACCOUNT_ID: '111122223333',
      LAMBDA_WORKBENCH_REGION: 'eu-west-1',
      LAMBDA_WORKBENCH_ACCESS_KEY_ID: 'a',
      LAMBDA_WORKBENCH_SECRET_ACCESS_KEY: 's',
    };
    expect(readServiceOptions([], variables)).toMatchObject(expected);
    expect(readServiceOptions(['--port', '1'], variables)).toMatchObject({ port: 1 });
  });

  it('takes a number of spares, and none of them', () => {
    const read = (...args: string[]) => readServiceOptions(['--data', 'd', ...args], { LAMBDA_WORKBENCH_SPARES: '2' });
    expect(read()).toMatchObject({ spares: 2 });
    expect(read('--spares', '0')).toMatchObject({ spares: 0 });
    expect(() => read('--spares', 'many')).toThrow('--spares must be a number from 0 to 99: many');
  });

  it('isolates functions and shares the processor out when asked, on the command line or by a variable', () => {
    const read = (variables: Record<string, string>, ...args: string[]) =>
      readServiceOptions(['--data', 'd', ...args], variables);
    expect(read({}, '--isolation', 'bwrap', '--cpu-share')).toMatchObject({ isolation: 'bwrap', sharesCpu: true });
    const variables = { LAMBDA_WORKBENCH_ISOLATION: 'bwrap', LAMBDA_WORKBENCH_CPU_SHARE: '1' };
    expect(read(variables)).toMatchObject({ isolation: 'bwrap', sharesCpu: true });
    expect(read(variables, '--isolation', 'none')).toMatchObject({ isolation: 'none' });
    expect(() => read({}, '--isolation', 'docker')).toThrow(UsageError);
  });

  it('takes the S3 endpoint that AWS tools take, unless it has its own', () => {
    const variables = { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000' };
    const read = (...args: string[]) => readServiceOptions(['--data', 'd', ...args], variables);
    expect(read()).toMatchObject({ s3Endpoint: 'http://127.0.0.1:9000' });
    expect(read('--s3-endpoint', 'https://s3.example')).toMatchObject({ s3Endpoint: 'https://s3.example' });
    expect(() => read('--s3-endpoint', 'ftp://user:secret@host')).toThrow(/must be a URL that begins with http/);
    expect(() => read('--s3-endpoint', 'ftp://user:secret@host')).not.toThrow(/secret/);
  });

  it('sends to one endpoint for all services, to one for each, or to that of AWS tools', () => {
    const read = (variables: Record<string, string>, ...args: string[]) =>
      readServiceOptions(['--data', 'd', ...args], variables);
    const all = 'http://127.0.0.1:4566';
    expect(read({}, '--aws-endpoint', all)).toMatchObject({
      s3Endpoint: all,
      deliveryEndpoints: { sqs: all, sns: all, events: all, s3: all },
    });
    const variables = {
      LAMBDA_WORKBENCH_AWS_ENDPOINT: all,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9001',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:2',
      AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://127.0.0.1:3',
    };
    expect(read(variables, '--sns-endpoint', 'http://127.0.0.1:4')).toMatchObject({
      deliveryEndpoints: {
        sqs: 'http://127.0.0.1:1',
        sns: 'http://127.0.0.1:4',
        events: 'http://127.0.0.1:3',
        s3: all,
      },
    });
    expect(() => read({}, '--events-endpoint', '127.0.0.1:3')).toThrow(
      /^--events-endpoint \(or its variable\) must be/,
    );
  });

  it('takes an empty variable for none', () => {
    expect(readServiceOptions(['--data', 'd'], { LAMBDA_WORKBENCH_PORT: '' })).toMatchObject({ port: 0 });
  });

  it('knows when it is asked for help, and helps with every option', () => {
    expect(readServiceOptions(['--help'], {})).toBe('help');
    expect(readServiceOptions(['-h', '--port', 'x'], {})).toBe('help');
    for (const name of [
      'data',
      'port',
      'account-id',
      'region',
      'access-key-id',
      'secret-access-key',
      'aws-endpoint',
      's3-endpoint',
      'sqs-endpoint',
      'sns-endpoint',
      'events-endpoint',
      'spares',
      'isolation',
      'cpu-share',
      'owner-stdin',
      'help',
    ]) {
      expect(usage).toContain(`--${name}`);
    }
  });

  it.each([
    [['--port'], /argument missing/],
    [['--data', 'd', 'more'], /Unexpected argument 'more'/],
    [['--data', 'd', '--port', '-1'], /ambiguous|--port/],
    [['--data', 'd', '--port', '1.5'], /--port must be a number from 0 to 65535: 1\.5/],
    [['--data', 'd', '--secret-access-key', 's'], /belong together/],
  ])('refuses %j', (args, expected) => {
    expect(() => readServiceOptions(args, {})).toThrow(UsageError);
    expect(() => readServiceOptions(args, {})).toThrow(expected);
  });
});

describe('jsonLog', () => {
  function logInto(verbose: boolean) {
    const lines: string[] = [];
    return {
      lines,
      log: jsonLog(
        (line) => lines.push(line),
        () => 0,
        verbose,
      ),
    };
  }

  it('writes one JSON object a line, errors with their stack', () => {
    const { lines, log } = logInto(false);
    log.info('two\nlines', { port: 1 });
    log.error(new Error('no'), { cause: new TypeError('why'), big: 5n });
    expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
    const [info, error] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(info).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'info',
      message: 'two\nlines',
      details: [{ port: 1 }],
    });
    expect(error?.['message']).toMatch(/^Error: no\n/);
    expect(error?.['details']).toEqual([{ cause: expect.stringMatching(/^TypeError: why/), big: '5' }]);
  });

  it('keeps the small talk for those who ask', () => {
    const quiet = logInto(false);
    const loud = logInto(true);
    for (const { log } of [quiet, loud]) {
      log.trace('t');
      log.debug('d');
      log.warn('w');
    }
    expect(quiet.lines).toHaveLength(1);
    expect(loud.lines).toHaveLength(3);
  });
});
