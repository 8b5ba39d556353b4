import { describe, expect, it } from 'vitest';
import { refuseForeigners } from '../../../../src/service/control/requestGuard.ts';

describe('refuseForeigners', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:3000',
    'localhost:65535',
    'LocalHost',
    '[::1]:80',
    'stream-127.0.0.1:3000',
    'stream-localhost:3000',
    'streaming-localhost',
  ])('answers to %s', (host) => {
    expect(() => refuseForeigners({ host })).not.toThrow();
  });

  it.each([
    undefined,
    '',
    'example.com',
    'example.com:3000',
    '127.0.0.1.example.com',
    'localhost.example.com:3000',
    'stream-localhost.example.com',
    'xlocalhost',
    'evil-localhost',
    'stream-stream-localhost',
    '127.0.0.2',
    '10.0.0.1:3000',
    '0.0.0.0',
    '[::]',
    '127.0.0.1:3000:1',
    '127.0.0.1:abc',
    'localhost@example.com',
    'localhost, example.com',
  ])('does not answer to %s', (host) => {
    expect(() => refuseForeigners(host === undefined ? {} : { host })).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException', httpStatus: 403 }),
    );
  });

  it.each([
    { origin: 'https://example.com' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:3000' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ])('refuses a browser: %j', (headers) => {
    expect(() => refuseForeigners({ host: 'localhost', ...headers })).toThrow(/does not answer web pages/);
  });
});
