import { describe, expect, test } from 'vitest';
import { ResponseStream } from '../../../../src/service/invoke/responseStream.ts';
import { settle } from '../../../fakes/fakeClock.ts';

const bytes = (text: string) => Buffer.from(text);

function open() {
  const leaving = new AbortController();
  const stream = new ResponseStream(leaving.signal);
  return { stream, leave: () => leaving.abort(), reader: stream[Symbol.asyncIterator]() };
}

/** Whether a promise has resolved by now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await settle();
  return done;
}

describe('ResponseStream', () => {
  test('lets the writer go on when its chunk was taken', async () => {
    const { stream, reader } = open();
    const first = stream.write(bytes('one'));
    expect(await isDone(first)).toBe(false);
    expect(await reader.next()).toEqual({ value: bytes('one'), done: false });
    expect(await isDone(first)).toBe(true);
    const second = stream.write(bytes('two'));
    expect(await isDone(second)).toBe(false);
    expect((await reader.next()).value).toEqual(bytes('two'));
    expect(stream.bytes).toBe(6);
  });

  test('gives what was written before the end', async () => {
    const { stream, reader } = open();
    void stream.write(bytes('last'));
    stream.end();
    expect((await reader.next()).value).toEqual(bytes('last'));
    expect(await reader.next()).toMatchObject({ done: true });
  });

  test('ends a reader who waits', async () => {
    const { stream, reader } = open();
    const waiting = reader.next();
    stream.end();
    expect(await waiting).toMatchObject({ done: true });
  });

  test('has started with the first byte', async () => {
    const { stream } = open();
    expect(await isDone(stream.started)).toBe(false);
    void stream.write(bytes('x'));
    expect(await isDone(stream.started)).toBe(true);
  });

  test('throws away what comes when the reader has left, so that the writer is never held up', async () => {
    const { stream, reader, leave } = open();
    const pending = stream.write(bytes('unread'));
    leave();
    expect(await isDone(pending)).toBe(true);
    expect(await isDone(stream.write(bytes('more')))).toBe(true);
    expect(await reader.next()).toMatchObject({ done: true });
    expect(stream.bytes).toBe(10);
  });
});
