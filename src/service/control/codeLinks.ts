/** Links from which a deployment package can be downloaded without a signature, for ten minutes. */

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';

const prefix = '/code/';
const validMs = 10 * 60_000;

export class CodeLinks {
  readonly #secret: string;
  readonly #clock: Clock;

  /** The secret never leaves the service; links of an earlier run stay valid as long as it is the same. */
  constructor(secret: string, clock: Clock) {
    this.#secret = secret;
    this.#clock = clock;
  }

  create(endpoint: string, packageId: string): string {
    const expires = String(this.#clock.now() + validMs);
    const query = new URLSearchParams({ expires, signature: this.#sign(packageId, expires).toString('base64url') });
    return `${endpoint}${prefix}${packageId}?${query}`;
  }

  /** True for requests that only `open` can answer. */
  static covers(path: string): boolean {
    return path.startsWith(prefix);
  }

  /** The package that a link opens; `undefined` when it was not made here or has expired. */
  open(path: string, query: string): string | undefined {
    const packageId = path.slice(prefix.length);
    const parameters = new URLSearchParams(query);
    const expires = parameters.get('expires') ?? '';
    const given = Buffer.from(parameters.get('signature') ?? '', 'base64url');
    const expected = this.#sign(packageId, expires);
    if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) return undefined;
    return Number(expires) > this.#clock.now() ? packageId : undefined;
  }

  #sign(packageId: string, expires: string): Buffer {
    return createHmac('sha256', this.#secret).update(`code\n${packageId}\n${expires}`).digest();
  }
}
