import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ClientGoneError, readBody } from '../../../../src/service/control/readBody.ts';

const tooLarge = () => new Error('too large');

function incoming(headers: Readonly<Record<string, string>> = {}) {
  const stream = new PassThrough();
  return { stream, request: Object.assign(stream, { headers }) as unknown as IncomingMessage };
}

describe('readBody', () => {
  it.each([[[]], [['abc']], [['a', 'bc']]])('joins %j', async (chunks) => {
    const { stream, request } = incoming();
    const body = readBody(request, 3, tooLarge);
    for (const chunk of chunks) stream.write(chunk);
    stream.end();
    expect((await body).toString()).toBe(chunks.join(''));
  });

  it('refuses what is announced as too large before anything is read', async () => {
    const { stream, request } = incoming({ 'content-length': '4' });
    await expect(readBody(request, 3, tooLarge)).rejects.toThrow('too large');
    expect(stream.listenerCount('data')).toBe(0);
  });

  it('refuses what turns out too large, and keeps nothing of it', async () => {
    const { stream, request } = incoming();
    const body = readBody(request, 3, tooLarge);
    stream.write('ab');
    stream.write('cd');
    await expect(body).rejects.toThrow('too large');
    expect(stream.listenerCount('data')).toBe(0);
  });

  it('tells when the client has gone', async () => {
    const { stream, request } = incoming();
    const body = readBody(request, 3, tooLarge);
    stream.write('a');
    stream.destroy();
    await expect(body).rejects.toBeInstanceOf(ClientGoneError);
  });
});
