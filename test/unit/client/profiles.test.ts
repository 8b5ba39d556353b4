import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { silentLog } from '../../../src/base/log.ts';
import { connectProfile } from '../../../src/client/awsClients.ts';
import { profileEndpoints } from '../../../src/client/profileEndpoints.ts';
import { environmentProfile, environmentSummary, listProfiles } from '../../../src/client/profiles.ts';
import { regions } from '../../../src/client/regions.ts';
import { HttpEndpoint, json } from '../../support/httpEndpoint.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

function useFiles(config: string, credentials = ''): string {
  const folder = folders.create({ config, credentials });
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  return folder;
}

describe('the connection without a profile', () => {
  test.each([
    [{}, undefined],
    [{ AWS_PROFILE: 'dev', AWS_REGION: 'eu-west-1' }, undefined],
    [
      { AWS_ACCESS_KEY_ID: 'A', AWS_DEFAULT_REGION: 'eu-west-1' },
      { region: 'eu-west-1', endpointUrl: undefined },
    ],
    [
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1', AWS_ENDPOINT_URL: 'http://all' },
      { region: undefined, endpointUrl: 'http://all' },
    ],
  ])('is offered where the environment brings credentials: %j', (environment, expected) => {
    const summary = environmentSummary(environment);
    expect(summary).toEqual(expected && { name: '(environment)', kind: 'environment', ...expected });
  });

  test('resolves credentials from the environment, and no profile', async () => {
    useFiles('[default]\naws_access_key_id = FILE\naws_secret_access_key = B\n');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'FROM_ENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_PROFILE', undefined);
    const endpoint = await HttpEndpoint.start(json(200, { Functions: [] }));
    try {
      const connection = await connectProfile({ profile: environmentProfile, region: 'eu-west-1' }, silentLog, {
        environment: { AWS_ENDPOINT_URL: endpoint.url },
      });
      await connection.lambda.listFunctions({});
      connection.dispose();
      expect(endpoint.requests[0]?.headers.authorization).toContain('Credential=FROM_ENVIRONMENT/');
    } finally {
      await endpoint.close();
      vi.unstubAllEnvs();
    }
  });
});

describe('profiles', () => {
  test('are those of both files, each with its kind of credentials', async () => {
    useFiles(
      `[default]
region = eu-central-1
[profile sso]
sso_session = corp
sso_account_id = 123456789012
region = us-east-1
[sso-session corp]
sso_start_url = https://example.com/start
sso_region = us-east-1
[profile admin]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = static
[profile tool]
credential_process = /bin/tool
[profile local]
endpoint_url = http://127.0.0.1:4566
[services emulator]
lambda =
  endpoint_url = http://127.0.0.1:1
`,
      `[static]
aws_access_key_id = A
aws_secret_access_key = B
[default]
aws_access_key_id = A
aws_secret_access_key = B
`,
    );
    expect(await listProfiles()).toEqual([
      { name: 'default', region: 'eu-central-1', endpointUrl: undefined, kind: 'static' },
      { name: 'sso', region: 'us-east-1', endpointUrl: undefined, kind: 'sso' },
      { name: 'admin', region: undefined, endpointUrl: undefined, kind: 'role' },
      { name: 'tool', region: undefined, endpointUrl: undefined, kind: 'process' },
      { name: 'local', region: undefined, endpointUrl: 'http://127.0.0.1:4566', kind: 'other' },
      { name: 'static', region: undefined, endpointUrl: undefined, kind: 'static' },
    ]);
  });

  test('are read anew each time', async () => {
    const folder = useFiles('[profile one]\nregion = eu-west-1\n');
    expect((await listProfiles()).map(({ name }) => name)).toEqual(['one']);
    writeFileSync(join(folder, 'config'), '[profile two]\nregion = eu-west-1\n');
    expect((await listProfiles()).map(({ name }) => name)).toEqual(['two']);
  });

  test('are none where there are no files', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
    expect(await listProfiles()).toEqual([]);
  });

  test('5,000 of them are no matter', async () => {
    useFiles(Array.from({ length: 5000 }, (_, index) => `[profile p${index}]\nregion = eu-west-1\n`).join(''));
    expect(await listProfiles()).toHaveLength(5000);
  });
});

describe('endpoints of a profile', () => {
  const config = `[profile plain]
region = eu-west-1
[profile local]
endpoint_url = http://all
services = emulator
[profile ignoring]
endpoint_url = http://all
ignore_configured_endpoint_urls = true
[profile broken]
services = nowhere
[services emulator]
lambda =
  endpoint_url = http://lambda
cloudwatch_logs =
  endpoint_url = http://logs
`;
  const none = { lambda: undefined, logs: undefined, sts: undefined, schemas: undefined };
  const everywhere = (url: string) => ({
    sts: url,
    schemas: url,
    s3: url,
    iam: url,
    tags: url,
    sso: url,
    ssoOidc: url,
  });

  test.each([
    ['plain', {}, none],
    ['local', {}, { lambda: 'http://lambda', logs: 'http://logs', ...everywhere('http://all') }],
    ['ignoring', {}, none],
    ['local', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, none],
    [
      'local',
      { AWS_ENDPOINT_URL: 'http://env' },
      { lambda: 'http://env', logs: 'http://env', ...everywhere('http://env') },
    ],
    ['plain', { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://env' }, { ...none, logs: 'http://env' }],
    ['unknown', {}, none],
  ])('%s with %j', async (profile, environment, expected) => {
    useFiles(config);
    expect(await profileEndpoints(profile, environment)).toEqual(expected);
  });

  test('a services section that is not there is told', async () => {
    useFiles(config);
    await expect(profileEndpoints('broken', {})).rejects.toThrow(
      'Profile broken refers to a services section that the configuration file lacks: nowhere',
    );
  });
});

test('Regions are listed once each', () => {
  expect(new Set(regions.map(({ code }) => code)).size).toBe(regions.length);
  expect(regions.every(({ code }) => /^[a-z]{2}-[a-z]+-\d$/.test(code))).toBe(true);
});
