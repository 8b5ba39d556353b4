/** Credentials of a profile: kept until they expire or are refused, then read from the files again. */

import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

export type ReadCredentials = AwsCredentialIdentityProvider;

/** Credentials that end within this time are replaced before they are used. */
const renewalMarginMs = 5 * 60_000;

export class ProfileCredentials {
  readonly #read: ReadCredentials;
  readonly #now: () => number;
  #held: AwsCredentialIdentity | undefined;
  #reading: Promise<AwsCredentialIdentity> | undefined;

  /** For the SDK, which would otherwise keep static keys for the client's whole life: `memoized` says that we keep them. */
  readonly provider: AwsCredentialIdentityProvider;

  constructor(read: ReadCredentials, now: () => number) {
    this.#read = read;
    this.#now = now;
    this.provider = Object.assign((properties?: Parameters<ReadCredentials>[0]) => this.#current(properties), {
      memoized: true,
    });
  }

  /** Forgets what is held, because the service refused it: the next request reads anew. */
  forget(): void {
    this.#held = undefined;
  }

  async #current(properties: Parameters<ReadCredentials>[0]): Promise<AwsCredentialIdentity> {
    const held = this.#held;
    if (held && (held.expiration === undefined || held.expiration.getTime() - this.#now() > renewalMarginMs)) {
      return held;
    }
    this.#reading ??= this.#read(properties).finally(() => {
      this.#reading = undefined;
    });
    this.#held = await this.#reading;
    return this.#held;
  }
}
