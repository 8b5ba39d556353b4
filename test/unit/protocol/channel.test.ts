import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Deferred } from '../../../src/base/deferred.ts';
import { Emitter } from '../../../src/base/event.ts';
import { Channel, type MessageMap, type MessagePort } from '../../../src/protocol/channel.ts';

interface HostMessages extends MessageMap {
  readonly events: { readonly changed: { readonly count: number }; readonly closed: undefined };
  readonly requests: Record<string, never>;
}

interface ViewMessages extends MessageMap {
  readonly events: { readonly typed: string };
  readonly requests: {
    readonly double: { readonly argument: number; readonly result: number };
    readonly fail: { readonly argument: unknown; readonly result: never };
    readonly wait: { readonly argument: undefined; readonly result: string };
  };
}

/** Two ports that clone what they carry, as `postMessage` does, and deliver it at once. */
function pipe() {
  const toHost = new Emitter<unknown>();
  const toView = new Emitter<unknown>();
  const posted: unknown[] = [];
  const port = (out: Emitter<unknown>, incoming: Emitter<unknown>): MessagePort => ({
    post(message) {
      const copy = structuredClone(message);
      posted.push(copy);
      out.fire(copy);
    },
    onMessage: incoming.event,
  });
  return { toHost, toView, posted, hostPort: port(toView, toHost), viewPort: port(toHost, toView) };
}

let ends: ReturnType<typeof pipe>;
let host: Channel<HostMessages, ViewMessages>;
let view: Channel<ViewMessages, HostMessages>;
let answer: Deferred<string>;

beforeEach(() => {
  ends = pipe();
  answer = new Deferred();
  host = new Channel<HostMessages, ViewMessages>(ends.hostPort, {
    double: (number) => number * 2,
    fail: (reason) => {
      throw reason;
    },
    wait: () => answer.promise,
  });
  view = new Channel<ViewMessages, HostMessages>(ends.viewPort, {});
});

afterEach(() => {
  host.dispose();
  view.dispose();
});

describe('events', () => {
  test('reach the listeners of their name, in the order in which they were sent', () => {
    const heard: unknown[] = [];
    view.on('changed', ({ count }) => heard.push(count));
    view.on('closed', () => heard.push('closed'));
    host.send('changed', { count: 1 });
    host.send('closed', undefined);
    host.send('changed', { count: 2 });
    expect(heard).toEqual([1, 'closed', 2]);
  });

  test('go one way: neither side hears its own', () => {
    const heard: string[] = [];
    host.on('typed', (text) => heard.push(text));
    view.send('typed', 'hello');
    host.send('closed', undefined);
    expect(heard).toEqual(['hello']);
  });

  test('stop with the subscription', () => {
    const heard: number[] = [];
    const subscription = view.on('changed', ({ count }) => heard.push(count));
    host.send('changed', { count: 1 });
    subscription.dispose();
    host.send('changed', { count: 2 });
    expect(heard).toEqual([1]);
  });
});

describe('requests', () => {
  test('each gets its own answer, whatever the order of the answers', async () => {
    const slow = view.request('wait', undefined);
    expect(await Promise.all([view.request('double', 1), view.request('double', 21)])).toEqual([2, 42]);
    answer.resolve('at last');
    expect(await slow).toBe('at last');
  });

  test('a handler that throws rejects with its message', async () => {
    await expect(view.request('fail', new Error('no such function'))).rejects.toThrow('no such function');
    await expect(view.request('fail', 'not even an error')).rejects.toThrow('not even an error');
  });

  test('an answer that cannot be sent is a failure, not silence', async () => {
    const asked = view.request('wait', undefined);
    answer.resolve((() => {}) as unknown as string);
    await expect(asked).rejects.toThrow(/could not be cloned/);
  });

  test('an argument that cannot be sent fails, and leaves nothing waiting', async () => {
    await expect(view.request('fail', () => {})).rejects.toThrow(/could not be cloned/);
    expect(await view.request('double', 2)).toBe(4);
  });

  test('one that the peer does not know is refused, inherited names included', async () => {
    const stranger = view as unknown as { request(name: string, argument: unknown): Promise<unknown> };
    await expect(stranger.request('launch', 1)).rejects.toThrow('Unknown request: launch');
    await expect(stranger.request('toString', 1)).rejects.toThrow('Unknown request: toString');
  });
});

describe('the end', () => {
  test('rejects what waits, and what is asked afterwards', async () => {
    const asked = view.request('wait', undefined);
    view.dispose();
    await expect(asked).rejects.toThrow('The panel was closed');
    await expect(view.request('double', 1)).rejects.toThrow('The panel was closed');
  });

  test('an answer that comes too late is not sent', async () => {
    view.request('wait', undefined).catch(() => {});
    host.dispose();
    const before = ends.posted.length;
    answer.resolve('too late');
    await answer.promise;
    await Promise.resolve();
    expect(ends.posted).toHaveLength(before);
  });

  test('nothing is heard any more', () => {
    const heard: unknown[] = [];
    view.on('closed', () => heard.push('closed'));
    view.dispose();
    host.send('closed', undefined);
    expect(heard).toEqual([]);
    expect(ends.toView.hasListeners).toBe(false);
  });
});

describe('messages that are not of this protocol', () => {
  test.each([
    [undefined],
    [null],
    ['text'],
    [{ type: 'webpackOk' }],
    [{ kind: 'event', name: 'typed' }],
    [{ kind: 'reply', name: 'double', id: 999, body: 1 }],
    [{ kind: 'failure', name: 'double', id: 999, body: 'x' }],
    [{ kind: 'shout', name: 'typed', id: 1, body: 'x' }],
  ])('%j is passed over', (message) => {
    const heard: unknown[] = [];
    host.on('typed', (text) => heard.push(text));
    ends.toHost.fire(message);
    ends.toView.fire(message);
    expect(heard).toEqual([]);
  });
});
