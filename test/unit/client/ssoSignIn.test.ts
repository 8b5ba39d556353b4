import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { signInDoor } from '../../../src/client/signInDoor.ts';
import { signInKindOf } from '../../../src/client/ssoProfile.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { HttpEndpoint, json } from '../../support/httpEndpoint.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
let home: string;
let endpoint: HttpEndpoint;
let clock: FakeClock;
/** What the endpoint says to each question whether the code was confirmed, in order. */
let answers: ('pending' | 'slow' | 'refused' | 'expired' | 'token')[];

const config = `[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Developer
[sso-session corp]
sso_start_url = https://corp.example.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[profile older]
sso_start_url = https://corp.example.com/start
sso_region = eu-west-1
[profile admin]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = dev
[profile console]
login_session = arn:aws:iam::123456789012:user/somebody
[profile keys]
aws_access_key_id = A
aws_secret_access_key = B
[profile circle]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = circle
[profile broken]
sso_session = gone
`;

beforeEach(async () => {
  home = folders.create({ '.aws/config': config });
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  vi.stubEnv('AWS_CONFIG_FILE', join(home, '.aws/config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, '.aws/credentials'));
  clock = new FakeClock();
  answers = ['pending', 'token'];
  endpoint = await HttpEndpoint.start((response, request) => {
    const say = (status: number, body: unknown, type?: string) =>
      json(status, body, type === undefined ? {} : { 'x-amzn-errortype': type })(response, request);
    if (request.url === '/client/register') {
      say(200, { clientId: 'id', clientSecret: 'secret', clientSecretExpiresAt: 4_000_000_000 });
    } else if (request.url === '/device_authorization') {
      say(200, {
        deviceCode: 'device',
        userCode: 'ABCD-EFGH',
        verificationUri: 'https://device.example.com',
        verificationUriComplete: 'https://device.example.com?code=ABCD-EFGH',
        expiresIn: 600,
        interval: 5,
      });
    } else {
      const answer = answers.shift();
      if (answer === 'token') say(200, { accessToken: 'access', expiresIn: 3600, refreshToken: 'refresh' });
      else if (answer === 'slow') say(400, { error: 'slow_down' }, 'SlowDownException');
      else if (answer === 'refused') say(400, { error: 'access_denied' }, 'AccessDeniedException');
      else if (answer === 'expired') say(400, { error: 'expired_token' }, 'ExpiredTokenException');
      else say(400, { error: 'authorization_pending' }, 'AuthorizationPendingException');
    }
  });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await endpoint.close();
  folders.remove();
});

function signIn(profile = 'dev', signal: AbortSignal = AbortSignal.timeout(60_000)) {
  const opened: { readonly url: string; readonly code: string }[] = [];
  const door = signInDoor(clock, { AWS_ENDPOINT_URL_SSO_OIDC: endpoint.url });
  const done = door.signInBySso(
    profile,
    async (page) => {
      opened.push(page);
    },
    signal,
  );
  done.catch(() => {});
  return { opened, done };
}

const tokenRequests = () => endpoint.requests.filter(({ url }) => url === '/token').length;

/** Lets the pause between two questions pass, once somebody waits for it. */
async function nextQuestion(seconds: number): Promise<void> {
  await vi.waitFor(() => expect(clock.pending).toBeGreaterThan(0), { timeout: 20_000 });
  await clock.advance(seconds * 1000);
}

describe('signing in by the device flow', () => {
  test('opens the page once, asks until the person has confirmed, and keeps the token where SDKs look', async () => {
    const { opened, done } = signIn();
    await nextQuestion(5);
    await nextQuestion(5);
    await done;
    expect(opened).toEqual([{ url: 'https://device.example.com?code=ABCD-EFGH', code: 'ABCD-EFGH' }]);
    expect(tokenRequests()).toBe(2);

    const cache = join(home, '.aws/sso/cache');
    const name = `${createHash('sha1').update('corp').digest('hex')}.json`;
    expect(readdirSync(cache)).toEqual([name]);
    expect(JSON.parse(readFileSync(join(cache, name), 'utf8'))).toEqual({
      startUrl: 'https://corp.example.com/start',
      region: 'eu-west-1',
      accessToken: 'access',
      expiresAt: `${new Date(clock.now() + 3_600_000).toISOString().slice(0, 19)}Z`,
      clientId: 'id',
      clientSecret: 'secret',
      registrationExpiresAt: '2096-10-02T07:06:40Z',
      refreshToken: 'refresh',
    });
    if (process.platform !== 'win32') expect(statSync(join(cache, name)).mode & 0o777).toBe(0o600);
    const registration = JSON.parse(endpoint.requests[0]?.body ?? '{}');
    expect(registration).toEqual({
      clientName: 'lambda-workbench',
      clientType: 'public',
      scopes: ['sso:account:access'],
    });
  });

  test('asks less often when it is told to slow down', async () => {
    answers = ['slow', 'token'];
    const { done } = signIn();
    await nextQuestion(5);
    await vi.waitFor(() => expect(tokenRequests()).toBe(1), { timeout: 20_000 });
    await nextQuestion(9);
    expect(tokenRequests()).toBe(1);
    await clock.advance(1000);
    await done;
    expect(tokenRequests()).toBe(2);
  });

  test.each([
    ['refused', 'refused in the browser'],
    ['expired', 'has expired'],
  ] as const)('a code that is %s ends it', async (answer, message) => {
    answers = [answer];
    const { done } = signIn();
    await nextQuestion(5);
    await expect(done).rejects.toThrow(message);
  });

  test('can be cancelled while the person reads', async () => {
    const cancelled = new AbortController();
    const { done } = signIn('dev', cancelled.signal);
    await vi.waitFor(() => expect(clock.pending).toBeGreaterThan(0), { timeout: 20_000 });
    cancelled.abort(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
  });
});

describe('what a profile signs in to', () => {
  test.each([
    ['dev', 'sso'],
    ['older', 'sso'],
    ['admin', 'sso'],
    ['console', 'login'],
    ['keys', 'none'],
    ['circle', 'none'],
    ['unknown', 'none'],
  ])('%s: %s', async (profile, kind) => {
    expect(await signInKindOf(profile)).toMatchObject({ kind });
  });

  test('a session that the file lacks is named', async () => {
    await expect(signInKindOf('broken')).rejects.toThrow('sso-session that the configuration file lacks: gone');
    writeFileSync(join(home, '.aws/config'), '[profile half]\nsso_start_url = https://x.example.com\n');
    await expect(signInKindOf('half')).rejects.toThrow('needs both sso_start_url and sso_region');
  });
});
