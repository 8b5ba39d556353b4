import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHumanError } from '../../../src/app/awsErrors.ts';
import { silentLog } from '../../../src/base/log.ts';
import { connectProfile } from '../../../src/client/awsClients.ts';
import type { ClientConnection } from '../../../src/client/connection.ts';
import { type ProxySettings, proxyVariables } from '../../../src/client/proxy.ts';
import { ConnectProxy } from '../../support/connectProxy.ts';
import { patchAsTheEditor } from '../../support/editorsProxyPatch.ts';
import { HttpEndpoint, json } from '../../support/httpEndpoint.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { authorityFile, endpointTls } from '../../support/tlsFixtures.ts';

const folders = new TemporaryFolders();
const opened: ClientConnection[] = [];
let aws: HttpEndpoint;
let proxy: ConnectProxy;
let undoPatch: (() => void) | undefined;

beforeEach(async () => {
  aws = await HttpEndpoint.start(json(200, { Functions: [] }), endpointTls);
  proxy = await ConnectProxy.start(aws.port);
  for (const name of Object.keys(process.env).filter((each) => /^AWS_|_proxy$/i.test(each)))
    vi.stubEnv(name, undefined);
});
afterEach(async () => {
  undoPatch?.();
  undoPatch = undefined;
  for (const connection of opened.splice(0)) connection.dispose();
  vi.unstubAllEnvs();
  await proxy.close();
  await aws.close();
});
afterAll(() => folders.remove());

interface Given {
  /** More lines of the profile. */
  readonly lines?: string;
  readonly proxy?: ProxySettings;
  readonly environment?: Readonly<Record<string, string>>;
}

async function connect({ lines = `ca_bundle = ${authorityFile}\n`, proxy: settings, environment = {} }: Given = {}) {
  const folder = folders.create();
  writeFileSync(join(folder, 'config'), `[profile dev]\naws_access_key_id = K\naws_secret_access_key = s\n${lines}`);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  const connection = await connectProfile({ profile: 'dev', region: 'eu-west-1' }, silentLog, {
    environment,
    ...(settings ? { proxy: settings } : {}),
  });
  opened.push(connection);
  return connection;
}

const on = (url: string, noProxy: readonly string[] = []): ProxySettings => ({ support: 'on', url, noProxy });
const explained = async (failing: Promise<unknown>) => {
  const error = await failing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return toHumanError(error, { action: 'List functions', targetLabel: 'dev · eu-west-1' }).message;
};

describe('certificate authorities', () => {
  const here = () => `endpoint_url = ${aws.url}\n`;

  test('an endpoint of an unknown one is refused, and the error says where to name it', async () => {
    const { lambda } = await connect({ lines: here() });
    const message = await explained(lambda.listFunctions({}));
    expect(message).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(message).toMatch(/ca_bundle of profile dev, or in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS/);
    expect(aws.requests).toEqual([]);
  });

  test('come from ca_bundle of the profile', async () => {
    const { lambda } = await connect({ lines: `${here()}ca_bundle = ${authorityFile}\n` });
    expect(await lambda.listFunctions({})).toMatchObject({ Functions: [] });
  });

  test('come from AWS_CA_BUNDLE, which goes before the profile', async () => {
    const { lambda } = await connect({
      lines: `${here()}ca_bundle = /nowhere\n`,
      environment: { AWS_CA_BUNDLE: authorityFile },
    });
    expect(await lambda.listFunctions({})).toMatchObject({ Functions: [] });
  });

  test('that cannot be read are an error that says who named them', async () => {
    await expect(connect({ lines: 'ca_bundle = /nowhere.pem\n' })).rejects.toThrow(
      /that ca_bundle of profile dev names cannot be read: .*nowhere\.pem/,
    );
    const notPem = join(folders.create({ 'ca.pem': 'hello' }), 'ca.pem');
    await expect(connect({ environment: { AWS_CA_BUNDLE: notPem } })).rejects.toThrow(
      `The file that AWS_CA_BUNDLE names holds no certificate in PEM form: ${notPem}`,
    );
  });
});

describe.each(['override', 'fallback'] as const)(
  'a proxy that the editor chooses, with http.proxySupport: %s',
  (support) => {
    test('is gone through to AWS, with the authorities of the profile', async () => {
      undoPatch = patchAsTheEditor({ support, url: proxy.url });
      const { lambda, logs } = await connect({ proxy: { support, url: proxy.url, noProxy: [] } });
      await lambda.listFunctions({});
      await logs.describeLogGroups({});
      expect(proxy.tunnels.map(({ to }) => to)).toEqual([
        'lambda.eu-west-1.amazonaws.com:443',
        'logs.eu-west-1.amazonaws.com:443',
      ]);
      expect(aws.requests.map(({ headers }) => headers.host)).toEqual([
        'lambda.eu-west-1.amazonaws.com',
        'logs.eu-west-1.amazonaws.com',
      ]);
    });

    test('is not gone through to this machine', async () => {
      undoPatch = patchAsTheEditor({ support, url: proxy.url });
      const plain = await HttpEndpoint.start(json(200, { Functions: [] }));
      try {
        await (await connect({ lines: `endpoint_url = ${plain.url}\n` })).lambda.listFunctions({});
        expect(plain.requests).toHaveLength(1);
        expect(proxy.tunnels).toEqual([]);
      } finally {
        await plain.close();
      }
    });

    test('that wants a sign-in is told apart from AWS', async () => {
      proxy.status = 407;
      undoPatch = patchAsTheEditor({ support, url: proxy.url });
      const { lambda } = await connect();
      expect(await explained(lambda.listFunctions({}))).toMatch(/the proxy wants a sign-in \(HTTP status 407\)/);
    });

    test('that does not answer is named', async () => {
      undoPatch = patchAsTheEditor({ support, url: proxy.url });
      await proxy.close();
      const { lambda } = await connect();
      expect(await explained(lambda.listFunctions({}))).toMatch(/the proxy does not answer\. Check http\.proxy/);
    });
  },
);

describe('a proxy that the editor leaves to us, with http.proxySupport: on', () => {
  beforeEach(() => {
    undoPatch = patchAsTheEditor({ support: 'on', url: 'http://127.0.0.1:9' });
  });

  test('is gone through to AWS, with its sign-in', async () => {
    const { lambda } = await connect({ proxy: on(proxy.url.replace('//', '//me:secret@')) });
    await lambda.listFunctions({});
    await lambda.listFunctions({});
    const authorization = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(proxy.tunnels).toEqual([{ to: 'lambda.eu-west-1.amazonaws.com:443', authorization }]);
    expect(aws.requests).toHaveLength(2);
  });

  test('comes from the environment where the settings name none', async () => {
    const { lambda } = await connect({ proxy: on(''), environment: { HTTPS_PROXY: proxy.url } });
    await lambda.listFunctions({});
    expect(proxy.tunnels).toHaveLength(1);
  });

  test('is not gone through to this machine', async () => {
    const { lambda } = await connect({
      lines: `endpoint_url = ${aws.url}\nca_bundle = ${authorityFile}\n`,
      proxy: on(proxy.url),
    });
    await lambda.listFunctions({});
    expect(aws.requests).toHaveLength(1);
    expect(proxy.tunnels).toEqual([]);
  });

  test.each([
    [407, /the proxy wants a sign-in \(HTTP status 407\)/],
    [403, /the proxy refused to connect to the endpoint/],
  ])('that answers %i is told apart from AWS', async (status, words) => {
    proxy.status = status;
    const { lambda } = await connect({ proxy: on(proxy.url) });
    expect(await explained(lambda.listFunctions({}))).toMatch(words);
  });
});

test('what is not proxied comes from the settings, else from the environment; what is on this machine never is', () => {
  const environment = { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:1', no_proxy: 'x.example,y.example' };
  const loopback = 'localhost,127.0.0.1,::1,[::1]';
  expect(proxyVariables({ support: 'on', url: '', noProxy: [] }, environment)).toEqual({
    HTTP_PROXY: 'http://a:1',
    HTTPS_PROXY: 'http://a:1',
    NO_PROXY: `${loopback},x.example,y.example`,
  });
  expect(proxyVariables({ support: 'on', url: 'http://c:1', noProxy: ['*.corp'] }, environment)).toMatchObject({
    HTTPS_PROXY: 'http://c:1',
    NO_PROXY: `${loopback},*.corp`,
  });
  for (const support of ['off', 'override', 'fallback']) {
    expect(proxyVariables({ support, url: 'http://c:1', noProxy: [] }, environment)).toBeUndefined();
  }
  expect(proxyVariables({ support: 'on', url: '', noProxy: [] }, {})).toBeUndefined();
});
