/**
 * Credentials of a profile: kept until they expire or are refused, then read from the files again. Connections of one
 * profile in several Regions share them, so that the code of an MFA device is asked for once.
 */

import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

export type ReadCredentials = AwsCredentialIdentityProvider;

/** Credentials that end within this time are replaced before they are used. */
const renewalMarginMs = 5 * 60_000;

/** What connections share: the credentials, and the reading of them that is under way. */
interface Session {
  held: AwsCredentialIdentity | undefined;
  reading: Promise<AwsCredentialIdentity> | undefined;
}

/** The sessions of one window, by what they were made from: a profile that was edited begins a new one. */
export class ProfileSessions {
  readonly #sessions = new Map<string, Session>();

  /** `origin`: everything that decides which credentials are read. */
  of(origin: string): Session {
    const session = this.#sessions.get(origin) ?? { held: undefined, reading: undefined };
    this.#sessions.set(origin, session);
    return session;
  }
}

export class ProfileCredentials {
  readonly #read: ReadCredentials;
  readonly #now: () => number;
  readonly #session: Session;

  /** For the SDK, which would otherwise keep static keys for the client's whole life: `memoized` says that we keep them. */
  readonly provider: AwsCredentialIdentityProvider;

  constructor(read: ReadCredentials, now: () => number, session: Session) {
    this.#read = read;
    this.#now = now;
    this.#session = session;
    this.provider = Object.assign((properties?: Parameters<ReadCredentials>[0]) => this.#current(properties), {
      memoized: true,
    });
  }

  /**
   * Forgets what a service refused: the next request reads anew. A session that has not ended stays: a Region that is
   * not enabled refuses it too, and a new one may take a person and an MFA device.
   */
  refused(code: string): void {
    const isTemporary = this.#session.held?.expiration !== undefined;
    if (!isTemporary || code.startsWith('ExpiredToken')) this.#session.held = undefined;
  }

  async #current(properties: Parameters<ReadCredentials>[0]): Promise<AwsCredentialIdentity> {
    const session = this.#session;
    const { held } = session;
    if (held && (held.expiration === undefined || held.expiration.getTime() - this.#now() > renewalMarginMs)) {
      return held;
    }
    session.reading ??= this.#read(properties).finally(() => {
      session.reading = undefined;
    });
    session.held = await session.reading;
    return session.held;
  }
}
