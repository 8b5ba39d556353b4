import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpRequest } from '@smithy/types';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLog } from '../../../src/base/log.ts';
import { type ConnectOptions, connectProfile } from '../../../src/client/awsClients.ts';
import type { ClientConnection } from '../../../src/client/connection.ts';
import { endpointSettings } from '../../../src/client/endpointSettings.ts';
import { lambdaApi } from '../../../src/client/lambdaApi.ts';
import { profileEndpoints } from '../../../src/client/profileEndpoints.ts';
import { HttpEndpoint, json, type ReceivedRequest } from '../../support/httpEndpoint.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
let endpoint: HttpEndpoint;
const opened: ClientConnection[] = [];

beforeEach(async () => {
  endpoint = await HttpEndpoint.start(json(200, { Functions: [] }));
  // Nothing of the machine that runs the test may take part.
  const home = folders.create();
  for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_ENDPOINT_URL']) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});

afterEach(async () => {
  for (const connection of opened.splice(0)) connection.dispose();
  await endpoint.close();
});
afterAll(() => folders.remove());

/** Writes the shared files and returns a function that replaces them. */
function useFiles(config: string, credentials = '') {
  const folder = folders.create();
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  const write = (nextConfig: string, nextCredentials = '') => {
    writeFileSync(join(folder, 'config'), nextConfig);
    writeFileSync(join(folder, 'credentials'), nextCredentials);
  };
  write(config, credentials);
  return write;
}

async function connect(profile = 'dev', options: Partial<ConnectOptions> = {}): Promise<ClientConnection> {
  const connection = await connectProfile({ profile, region: 'eu-west-1' }, silentLog, {
    environment: process.env,
    ...options,
  });
  opened.push(connection);
  return connection;
}

const keys = (key: string) => `aws_access_key_id = ${key}\naws_secret_access_key = s\n`;
const keyOf = (request: ReceivedRequest | undefined) =>
  /Credential=([^/]+)\//.exec(request?.headers.authorization ?? '')?.[1];

describe('a profile', () => {
  test('with keys and an endpoint is a connection to that endpoint, in the Region of the setting', async () => {
    useFiles(`[profile dev]\nregion = us-east-1\nendpoint_url = ${endpoint.url}\n`, `[dev]\n${keys('STATIC')}`);
    const connection = await connect();
    expect(connection.endpoint).toBe(endpoint.url);
    expect(endpoint.requests).toEqual([]);
    await connection.lambda.listFunctions({});
    expect(keyOf(endpoint.requests[0])).toBe('STATIC');
    expect(endpoint.requests[0]?.headers.authorization).toContain('/eu-west-1/lambda/');
    await connection.logs.describeLogGroups({});
    expect(endpoint.requests[1]?.headers.authorization).toContain('/eu-west-1/logs/');
  });

  test('is used whatever AWS_PROFILE and the keys of the environment say', async () => {
    useFiles(
      `[profile dev]\nendpoint_url = ${endpoint.url}\n[profile other]\nendpoint_url = http://127.0.0.1:9\n`,
      `[dev]\n${keys('STATIC')}[other]\n${keys('OTHER')}`,
    );
    vi.stubEnv('AWS_PROFILE', 'other');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    await (await connect()).lambda.listFunctions({});
    expect(keyOf(endpoint.requests[0])).toBe('STATIC');
  });

  test('without an endpoint is sent to AWS, not to the endpoint of the profile that AWS_PROFILE names', async () => {
    useFiles(`[profile dev]\n[profile other]\nendpoint_url = ${endpoint.url}\n`, `[dev]\n${keys('STATIC')}`);
    vi.stubEnv('AWS_PROFILE', 'other');
    expect((await connect()).endpoint).toBeUndefined();
    const hosts: string[] = [];
    const requestHandler = {
      async handle(request: HttpRequest) {
        hosts.push(request.hostname);
        throw new Error('no network in this test');
      },
      destroy() {},
    };
    const settings = endpointSettings({
      region: 'eu-west-1',
      endpoints: await profileEndpoints('dev', {}),
      credentials: async () => ({ accessKeyId: 'KEY', secretAccessKey: 's' }),
      maxAttempts: 1,
    });
    const { listFunctions } = lambdaApi({ ...settings, requestHandler: requestHandler as unknown as NodeHttpHandler });
    await expect(listFunctions({})).rejects.toThrow('no network in this test');
    expect(hosts).toEqual(['lambda.eu-west-1.amazonaws.com']);
  });

  test('may have a process for its credentials', async () => {
    const answer = JSON.stringify({ Version: 1, AccessKeyId: 'PROCESS', SecretAccessKey: 's' });
    const script = join(folders.create({ 'keys.cjs': `console.log(${JSON.stringify(answer)})` }), 'keys.cjs');
    useFiles(`[profile dev]\nendpoint_url = ${endpoint.url}\ncredential_process = "${process.execPath}" "${script}"\n`);
    await (await connect()).lambda.listFunctions({});
    expect(keyOf(endpoint.requests[0])).toBe('PROCESS');
  });

  test('may assume a role, with the code of an MFA device', async () => {
    endpoint.answer = (response, request) => {
      if (!request.body.includes('Action=AssumeRole')) return json(200, { Functions: [] })(response, request);
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>ASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
        <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
        <AssumedRoleUser><AssumedRoleId>a:b</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/admin/x</Arn></AssumedRoleUser>
        </AssumeRoleResult></AssumeRoleResponse>`);
    };
    useFiles(
      `[profile dev]\nendpoint_url = ${endpoint.url}\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n[profile base]\n`,
      `[base]\n${keys('BASE')}`,
    );
    const mfaCodeProvider = vi.fn(async () => '123456');
    const connection = await connect('dev', { mfaCodeProvider });
    await connection.lambda.listFunctions({});
    await connection.lambda.listFunctions({});
    expect(mfaCodeProvider).toHaveBeenCalledExactlyOnceWith('arn:aws:iam::1:mfa/me');
    const [assume, ...lists] = endpoint.requests;
    expect(assume?.body).toContain('TokenCode=123456');
    expect(keyOf(assume)).toBe('BASE');
    expect(lists.map(keyOf)).toEqual(['ASSUMED', 'ASSUMED']);
    expect(await connection.accountId()).toBe('123456789012');
    expect(endpoint.requests).toHaveLength(3);
  });

  test('waiting for a person can be aborted', async () => {
    useFiles(
      `[profile dev]\nendpoint_url = ${endpoint.url}\nrole_arn = arn:aws:iam::1:role/admin\nsource_profile = base\nmfa_serial = m\n[profile base]\n`,
      `[base]\n${keys('BASE')}`,
    );
    const controller = new AbortController();
    const connection = await connect('dev', {
      mfaCodeProvider: () => {
        controller.abort(new Error('no phone at hand'));
        return new Promise(() => {});
      },
    });
    await expect(connection.lambda.listFunctions({}, { signal: controller.signal })).rejects.toThrow(
      'no phone at hand',
    );
  });

  test('whose SSO session has ended says so by name', async () => {
    useFiles(
      `[profile dev]\nendpoint_url = ${endpoint.url}\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = r\n[sso-session corp]\nsso_start_url = https://example.com/start\nsso_region = us-east-1\n`,
    );
    const connection = await connect();
    await expect(connection.lambda.listFunctions({})).rejects.toMatchObject({ name: 'CredentialsProviderError' });
    expect(endpoint.requests).toEqual([]);
  });
});

describe('credentials', () => {
  test('that were refused are read again for the next call', async () => {
    const config = `[profile dev]\nendpoint_url = ${endpoint.url}\n`;
    const write = useFiles(config, `[dev]\n${keys('OLD')}`);
    const connection = await connect();
    await connection.lambda.listFunctions({});
    write(config, `[dev]\n${keys('NEW')}`);
    await connection.lambda.listFunctions({});
    const expired = { 'x-amzn-errortype': 'ExpiredTokenException' };
    endpoint.answer = json(403, { message: 'The security token included in the request is expired' }, expired);
    await expect(connection.lambda.listFunctions({})).rejects.toMatchObject({ code: 'ExpiredTokenException' });
    endpoint.answer = json(200, { Functions: [] });
    await connection.lambda.listFunctions({});
    expect(endpoint.requests.map(keyOf)).toEqual(['OLD', 'OLD', 'OLD', 'NEW']);
  });
});

describe('the account id', () => {
  test('is the profile’s own where it has one', async () => {
    useFiles(
      `[profile dev]\nendpoint_url = ${endpoint.url}\n`,
      `[dev]\n${keys('STATIC')}aws_account_id = 123456789012\n`,
    );
    expect(await (await connect()).accountId()).toBe('123456789012');
    expect(endpoint.requests).toEqual([]);
  });

  test('is asked of STS otherwise, once', async () => {
    endpoint.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
        <Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>u</UserId><Account>123456789012</Account>
        </GetCallerIdentityResult></GetCallerIdentityResponse>`);
    };
    useFiles(`[profile dev]\nendpoint_url = ${endpoint.url}\n`, `[dev]\n${keys('STATIC')}`);
    const connection = await connect();
    expect(await connection.accountId()).toBe('123456789012');
    expect(await connection.accountId()).toBe('123456789012');
    expect(endpoint.requests).toHaveLength(1);
  });

  test('is unknown at an endpoint that has neither STS nor functions; STS is not asked again', async () => {
    endpoint.answer = json(404, { message: 'no such operation' });
    useFiles(`[profile dev]\nendpoint_url = ${endpoint.url}\n`, `[dev]\n${keys('STATIC')}`);
    const connection = await connect();
    expect(await connection.accountId()).toBeUndefined();
    expect(await connection.accountId()).toBeUndefined();
    expect(endpoint.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });

  test('stands in the ARN of a function where there is no STS', async () => {
    const FunctionArn = 'arn:aws:lambda:eu-west-1:210987654321:function:orders';
    endpoint.answer = (response, request) =>
      request.method === 'GET'
        ? json(200, { Functions: [{ FunctionArn }] })(response, request)
        : json(404, { message: 'no such operation' })(response, request);
    useFiles(`[profile dev]\nendpoint_url = ${endpoint.url}\n`, `[dev]\n${keys('STATIC')}`);
    const connection = await connect();
    expect(await connection.accountId()).toBe('210987654321');
    expect(await connection.accountId()).toBe('210987654321');
    expect(endpoint.requests).toHaveLength(2);
  });
});
