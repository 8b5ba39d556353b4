/**
 * HMAC-SHA-256 with one key for many texts (RFC 2104): two hashes behind prepared blocks. A new HMAC object for every
 * text costs several times as much, mostly for finding the algorithm again.
 */

import { hash } from 'node:crypto';

const blockBytes = 64;
const hashBytes = 32;

export class HmacKey {
  readonly #inner = Buffer.alloc(blockBytes, 0x36);
  /** With room for the inner hash. */
  readonly #outer = Buffer.alloc(blockBytes + hashBytes, 0x5c);

  /** `key` has at most 64 bytes; a derived key has 32. */
  constructor(key: Uint8Array) {
    if (key.byteLength > blockBytes) throw new Error('The key is longer than a block');
    for (const [index, byte] of key.entries()) {
      this.#inner[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
  }

  sign(text: string): Buffer {
    hash('sha256', Buffer.concat([this.#inner, Buffer.from(text)]), 'buffer').copy(this.#outer, blockBytes);
    return hash('sha256', this.#outer, 'buffer');
  }
}
