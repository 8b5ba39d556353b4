import { beforeEach, describe, expect, test, vi } from 'vitest';
import { localTarget } from '../../../src/app/localTarget.ts';
import type { Connection, Target } from '../../../src/app/target.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import type { ServiceReady } from '../../../src/protocol/serviceReady.ts';
import { InMemoryLambda } from '../../fakes/inMemoryLambda.ts';
import { inMemoryTarget } from '../../fakes/inMemoryTarget.ts';

const system = (code: string) => Object.assign(new Error(code), { code });

/** A host whose service gets a new port each time it is found unreachable. */
class ScriptedHost {
  isStoppedOnRequest = false;
  starts = 1;
  #ready = readyAt(1);

  async ensureRunning(): Promise<ServiceReady> {
    return this.#ready;
  }

  reportUnreachable(): void {
    this.starts += 1;
    this.#ready = readyAt(this.starts);
  }
}

function readyAt(port: number): ServiceReady {
  return {
    event: 'ready',
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    accountId: '000000000000',
    accessKeyId: 'key',
    secretAccessKey: 'secret',
    pid: port,
  };
}

let host: ScriptedHost;
let lambda: InMemoryLambda;
let endpoints: string[];
let disposed: string[];
let target: Target;

beforeEach(() => {
  host = new ScriptedHost();
  lambda = new InMemoryLambda();
  endpoints = [];
  disposed = [];
  target = localTarget(host, async ({ endpoint }): Promise<Connection> => {
    endpoints.push(endpoint);
    const connection = await inMemoryTarget({ lambda, accountId: '000000000000' }).connect();
    return { ...connection, endpoint, dispose: () => disposed.push(endpoint) };
  });
});

describe('the local target', () => {
  test('connects once while the service stays the same', async () => {
    const [one, two] = await Promise.all([target.connect(), target.connect()]);
    await one.lambda.listFunctions({});
    await two.lambda.listFunctions({});
    expect(endpoints).toEqual(['http://127.0.0.1:1']);
    expect(one.endpoint).toBe('http://127.0.0.1:1');
    expect(await one.accountId()).toBe('000000000000');
  });

  test('a refused call reaches the service that was started in its place, through the old connection', async () => {
    const { lambda: api } = await target.connect();
    lambda.failNext('invoke', system('ECONNREFUSED'));
    expect(await api.invoke({ FunctionName: 'hello' })).toMatchObject({ StatusCode: 200 });
    expect(host.starts).toBe(2);
    expect(endpoints).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:2']);
    await vi.waitFor(() => expect(disposed).toEqual(['http://127.0.0.1:1']));
  });

  test('a call that broke on the way is not sent again: it may have run', async () => {
    const { lambda: api } = await target.connect();
    lambda.failNext('invoke', system('ECONNRESET'));
    await expect(api.invoke({ FunctionName: 'hello' })).rejects.toThrow('ECONNRESET');
    expect(lambda.callsOf('invoke')).toHaveLength(1);
    expect(host.starts).toBe(2);
  });

  test('a listing that broke on the way is asked again of the new service', async () => {
    const { lambda: api } = await target.connect();
    lambda.failNext('listFunctions', system('ECONNRESET'));
    expect((await api.listFunctions({})).Functions).toEqual([]);
    expect(lambda.callsOf('listFunctions')).toHaveLength(2);
    expect(host.starts).toBe(2);
  });

  test('any other error passes and starts nothing', async () => {
    const { lambda: api } = await target.connect();
    await expect(api.getFunction({ FunctionName: 'nobody' })).rejects.toThrow('Function not found');
    expect(host.starts).toBe(1);
  });

  test('after Stop nothing starts it in the background; the way back is a button', async () => {
    const { lambda: api } = await target.connect();
    host.isStoppedOnRequest = true;
    const listing = api.listFunctions({});
    await expect(listing).rejects.toBeInstanceOf(HumanError);
    await expect(listing).rejects.toMatchObject({ action: { command: 'lambdaWorkbench.startLocalService' } });
    await expect(target.connect()).rejects.toThrow('The local service is stopped.');
  });

  test('a connection that could not be made is tried again', async () => {
    let attempts = 0;
    const flaky = localTarget(host, async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('chunk not found');
      return inMemoryTarget({ lambda }).connect();
    });
    await expect(flaky.connect()).rejects.toThrow('chunk not found');
    await flaky.connect();
    expect(attempts).toBe(2);
  });

  test('passes the signal of the call', async () => {
    const { lambda: api } = await target.connect();
    const { signal } = new AbortController();
    await api.listFunctions({}, { signal });
    expect(lambda.callsOf('listFunctions')[0]?.options?.signal).toBe(signal);
  });

  test('closes its connection when disposed', async () => {
    await target.connect();
    target.dispose?.();
    await vi.waitFor(() => expect(disposed).toEqual(['http://127.0.0.1:1']));
  });
});

test('what an endpoint can do is told as it is, not called', async () => {
  lambda.canStartFresh = true;
  expect((await target.connect()).lambda.canStartFresh).toBe(true);
  lambda.canStartFresh = false;
  expect((await target.connect()).lambda.canStartFresh).toBe(false);
});
