/** Clients for a profile in a Region, with the SDK's default chain of credentials. */

import type { Log } from '../base/log.ts';
import type { ClientConnection } from './connection.ts';

export interface ProfileSetting {
  readonly profile: string;
  readonly region: string;
}

export interface ConnectOptions {
  /** Asks the developer for the code of an MFA device, for roles that demand one. */
  readonly mfaCodeProvider?: (serialNumber: string) => Promise<string>;
}

export async function connectProfile(
  _setting: ProfileSetting,
  _log: Log,
  _options: ConnectOptions = {},
): Promise<ClientConnection> {
  throw new Error('being written');
}
