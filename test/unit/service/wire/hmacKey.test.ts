import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HmacKey } from '../../../../src/service/wire/hmacKey.ts';
import '../../../support/fastCheck.ts';

describe('HmacKey', () => {
  it('signs as the library does, text after text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.array(fc.string({ unit: 'grapheme' })), (key, texts) => {
        const own = new HmacKey(key);
        for (const text of texts) expect(own.sign(text)).toEqual(createHmac('sha256', key).update(text).digest());
      }),
    );
  });

  it('takes no key that would have to be hashed first', () => {
    expect(() => new HmacKey(new Uint8Array(65))).toThrow('longer than a block');
  });
});
