/** Every way to credentials that the SDK's chain knows, with real files and peers of this machine. */

import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHumanError } from '../../../src/app/awsErrors.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type ConnectOptions, connectProfile } from '../../../src/client/awsClients.ts';
import type { ClientConnection } from '../../../src/client/connection.ts';
import { ProfileSessions } from '../../../src/client/profileCredentials.ts';
import { environmentProfile } from '../../../src/client/profiles.ts';
import { type Answer, HttpEndpoint, json, type ReceivedRequest } from '../../support/httpEndpoint.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const opened: ClientConnection[] = [];
const lambda = json(200, { Functions: [] });
let home: string;
/** Lambda, and whatever else the test lets it be. */
let endpoint: HttpEndpoint;

beforeEach(async () => {
  endpoint = await HttpEndpoint.start(lambda);
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  home = folders.create();
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(async () => {
  for (const connection of opened.splice(0)) connection.dispose();
  vi.unstubAllEnvs();
  await endpoint.close();
});
afterAll(() => folders.remove());

function file(name: string, text: string): string {
  const whole = join(home, ...name.split('/'));
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

function useConfig(text: string): string {
  const written = file('config', text);
  vi.stubEnv('AWS_CONFIG_FILE', written);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'));
  return written;
}

async function connect(profile = 'dev', options: Partial<ConnectOptions> = {}, region = 'eu-west-1') {
  const connection = await connectProfile({ profile, region }, silentLog, { environment: process.env, ...options });
  opened.push(connection);
  return connection;
}

const keyOf = (request: ReceivedRequest | undefined) =>
  /Credential=([^/]+)\//.exec(request?.headers.authorization ?? '')?.[1];
const listed = () => endpoint.requests.filter(({ url }) => url.includes('/functions')).map(keyOf);
const explained = (error: unknown, profile = 'dev') =>
  toHumanError(error, { action: 'List functions', targetLabel: `${profile} · eu-west-1` });
const failureOf = (failing: Promise<unknown>) =>
  failing.then(
    () => undefined,
    (error: unknown) => error,
  );
const assumed = (action: string, key: string) => `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <${action}Result><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
  <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser>
  <AssumedRoleId>a:b</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/admin/x</Arn></AssumedRoleUser>
  </${action}Result></${action}Response>`;
const sts =
  (action: string, key: string): Answer =>
  (response, request) => {
    if (!request.body.includes(`Action=${action}`)) return lambda(response, request);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(assumed(action, key));
  };

describe('a role behind an MFA device', () => {
  const role = () =>
    `[profile dev]\nendpoint_url = ${endpoint.url}\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n[profile base]\naws_access_key_id = BASE\naws_secret_access_key = s\n`;

  test('is assumed once for all Regions of its profile, and anew when the profile was edited', async () => {
    endpoint.answer = sts('AssumeRole', 'ASSUMED');
    useConfig(role());
    const mfaCodeProvider = vi.fn(async () => '123456');
    const options = { mfaCodeProvider, sessions: new ProfileSessions() };
    const ireland = await connect('dev', options);
    const virginia = await connect('dev', options, 'us-east-1');
    await Promise.all([ireland.lambda.listFunctions({}), virginia.lambda.listFunctions({})]);
    ireland.dispose();
    await (await connect('dev', options)).lambda.listFunctions({});
    expect(mfaCodeProvider).toHaveBeenCalledTimes(1);
    expect(listed()).toEqual(['ASSUMED', 'ASSUMED', 'ASSUMED']);
    useConfig(role().replace('role/admin', 'role/reader'));
    await (await connect('dev', options)).lambda.listFunctions({});
    expect(mfaCodeProvider).toHaveBeenCalledTimes(2);
  });

  test('stays assumed when a Region refuses it, and is assumed again when it has ended', async () => {
    endpoint.answer = sts('AssumeRole', 'ASSUMED');
    useConfig(role());
    const mfaCodeProvider = vi.fn(async () => '123456');
    const connection = await connect('dev', { mfaCodeProvider });
    const refusedWith = async (code: string) => {
      await connection.lambda.listFunctions({});
      endpoint.answer = json(403, { message: 'no' }, { 'x-amzn-errortype': code });
      await expect(connection.lambda.listFunctions({})).rejects.toMatchObject({ code });
      endpoint.answer = sts('AssumeRole', 'ASSUMED');
      await connection.lambda.listFunctions({});
    };
    await refusedWith('UnrecognizedClientException');
    expect(mfaCodeProvider).toHaveBeenCalledTimes(1);
    await refusedWith('ExpiredTokenException');
    expect(mfaCodeProvider).toHaveBeenCalledTimes(2);
  });

  test('without the code nothing is sent, and looking for the account does not ask again', async () => {
    useConfig(role());
    const mfaCodeProvider = vi.fn(() => Promise.reject(new Error('The code was not given.')));
    const connection = await connect('dev', { mfaCodeProvider });
    await expect(connection.lambda.listFunctions({})).rejects.toThrow('The code was not given.');
    expect(mfaCodeProvider).toHaveBeenCalledTimes(1);
    expect(await connection.accountId()).toBeUndefined();
    expect(mfaCodeProvider).toHaveBeenCalledTimes(2);
    expect(endpoint.requests).toEqual([]);
  });
});

describe('single sign-on', () => {
  const profile = (lines = '') =>
    `[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = reader\n${lines}[sso-session corp]\nsso_start_url = https://example.com/start\nsso_region = us-east-1\n`;
  const signIn = (expiresAt: string) =>
    file(
      `.aws/sso/cache/${createHash('sha1').update('corp').digest('hex')}.json`,
      JSON.stringify({ accessToken: 'TOKEN', expiresAt, startUrl: 'https://example.com/start', region: 'us-east-1' }),
    );

  test('its token is exchanged at the portal that the profile names', async () => {
    const roleCredentials = {
      accessKeyId: 'SSO',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: 4_070_908_800_000,
    };
    const portal = await HttpEndpoint.start(json(200, { roleCredentials }));
    try {
      signIn('2099-01-01T00:00:00Z');
      useConfig(
        `${profile('services = mine\n')}[services mine]\nlambda =\n  endpoint_url = ${endpoint.url}\nsts =\n  endpoint_url = http://127.0.0.1:9\nsso =\n  endpoint_url = ${portal.url}\n`,
      );
      await (await connect()).lambda.listFunctions({});
      expect(listed()).toEqual(['SSO']);
      expect(portal.requests[0]?.url).toBe('/federation/credentials?account_id=123456789012&role_name=reader');
      expect(portal.requests[0]?.headers['x-amz-sso_bearer_token']).toBe('TOKEN');
    } finally {
      await portal.close();
    }
  });

  test('that has ended offers to sign in', async () => {
    signIn('2020-01-01T00:00:00Z');
    useConfig(profile(`endpoint_url = ${endpoint.url}\n`));
    const error = explained(await failureOf((await connect()).lambda.listFunctions({})));
    expect(error.message).toContain('Sign in again: aws sso login --profile dev');
    expect(error.action).toMatchObject({ label: 'Sign In…', arguments: ['dev · eu-west-1'] });
    expect(endpoint.requests).toEqual([]);
  });
});

describe('aws login', () => {
  const session = 'arn:aws:iam::123456789012:user/me';
  const useLogin = (expiresAt: string) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    file(
      `.aws/login/cache/${createHash('sha256').update(session).digest('hex')}.json`,
      JSON.stringify({
        accessToken: {
          accessKeyId: 'LOGIN',
          secretAccessKey: 's',
          sessionToken: 't',
          accountId: '123456789012',
          expiresAt,
        },
        clientId: 'client',
        refreshToken: 'refresh',
        dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }),
      }),
    );
  };

  test('its session is used, and tells the account', async () => {
    useLogin('2099-01-01T00:00:00Z');
    useConfig(`[profile dev]\nlogin_session = ${session}\nendpoint_url = ${endpoint.url}\n`);
    const connection = await connect();
    await connection.lambda.listFunctions({});
    expect(listed()).toEqual(['LOGIN']);
    expect(await connection.accountId()).toBe('123456789012');
  });

  test('without a session offers to sign in', async () => {
    useConfig(`[profile dev]\nlogin_session = ${session}\nendpoint_url = ${endpoint.url}\n`);
    const error = explained(await failureOf((await connect()).lambda.listFunctions({})));
    expect(error.message).toContain('Sign in again: aws login --profile dev');
    expect(error.action?.label).toBe('Sign In…');
  });
});

describe('without a profile', () => {
  beforeEach(() => {
    useConfig('');
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', endpoint.url);
  });

  test('a web identity is exchanged for a role', async () => {
    endpoint.answer = sts('AssumeRoleWithWebIdentity', 'WEB');
    vi.stubEnv('AWS_ENDPOINT_URL_STS', endpoint.url);
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', file('token', 'IDENTITY'));
    vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/web');
    await (await connect(environmentProfile)).lambda.listFunctions({});
    expect(listed()).toEqual(['WEB']);
    expect(endpoint.requests[0]?.body).toContain('WebIdentityToken=IDENTITY');
  });

  const remote = { AccessKeyId: 'REMOTE', SecretAccessKey: 's', Token: 't', Expiration: '2099-01-01T00:00:00Z' };

  test('a container is asked', async () => {
    endpoint.answer = (response, request) =>
      request.url === '/container' ? json(200, remote)(response, request) : lambda(response, request);
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${endpoint.url}/container`);
    vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'CONTAINER');
    await (await connect(environmentProfile)).lambda.listFunctions({});
    expect(endpoint.requests[0]?.headers.authorization).toBe('CONTAINER');
    expect(listed()).toEqual(['REMOTE']);
  });

  test('an instance is asked', async () => {
    endpoint.answer = (response, request) => {
      if (request.url === '/latest/api/token') return void response.end('IMDS');
      if (!request.url.startsWith('/latest/meta-data')) return lambda(response, request);
      if (request.url.endsWith('/security-credentials/')) return void response.end('role');
      return json(200, { Code: 'Success', ...remote })(response, request);
    };
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined);
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', endpoint.url);
    await (await connect(environmentProfile)).lambda.listFunctions({});
    expect(endpoint.requests.filter(({ url }) => url.startsWith('/latest')).at(-1)?.headers).toMatchObject({
      'x-aws-ec2-metadata-token': 'IMDS',
    });
    expect(listed()).toEqual(['REMOTE']);
  });

  test('a machine whose metadata service never answers is given up', async () => {
    const silent = await HttpEndpoint.start(() => {});
    try {
      vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined);
      vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', silent.url);
      await expect((await connect(environmentProfile)).lambda.listFunctions({})).rejects.toThrow();
      expect(silent.requests.length).toBeGreaterThan(0);
      expect(endpoint.requests).toEqual([]);
    } finally {
      await silent.close();
    }
  });

  test('and without any source the error says where was looked', async () => {
    const error = await failureOf((await connect(environmentProfile)).lambda.listFunctions({}));
    expect(explained(error, environmentProfile).message).toMatch(/no credentials were found: neither in variables/);
  });
});

describe('a profile that is not there', () => {
  test.each([
    ['[profile other]\nregion = us-east-1\n', /^Profile dev is neither in .*config nor in .*credentials\.$/],
    ['[profile other]\n\n[profile dev\nregion = us-east-1\n', /line 3 of .*config cannot be read: \[profile dev$/],
    ['[profile other]\nregion us-east-1-and-more\n', /line 2 of .*config cannot be read: region us-ea…$/],
    ['# mine\n[dev]\nregion = us-east-1\n', /^Line 2 of .*config has to be \[profile dev\]/],
  ])('is an error that says why: %j', async (config, words) => {
    useConfig(config);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'OTHER');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
    await expect(connect()).rejects.toThrow(words);
  });
});
