/** Random hexadecimal digits, drawn in stock: asking the system for a few bytes takes as long as for thousands. */

import { randomFillSync } from 'node:crypto';

const stock = Buffer.alloc(4096);
let used = stock.byteLength;

/** Two digits for each byte; `bytes` at most 4,096. */
export function randomHex(bytes: number): string {
  if (used + bytes > stock.byteLength) {
    randomFillSync(stock);
    used = 0;
  }
  used += bytes;
  return stock.toString('hex', used - bytes, used);
}
