/** Signing in as the editor's edge asks for it: by profile. */

import type { Clock } from '../base/clock.ts';
import { profileEndpoints } from './profileEndpoints.ts';
import { signInKindOf } from './ssoProfile.ts';
import { type SignInPage, signInBySso } from './ssoSignIn.ts';

export function signInDoor(clock: Clock, environment: Readonly<Record<string, string | undefined>>) {
  return {
    signInKindOf,
    async signInBySso(
      profile: string,
      openPage: (page: SignInPage) => Promise<void>,
      signal: AbortSignal,
    ): Promise<void> {
      const found = await signInKindOf(profile);
      if (found.kind !== 'sso') throw new Error(`Profile ${profile} has no single sign-on.`);
      const { ssoOidc } = await profileEndpoints(profile, environment);
      await signInBySso(found.sso, { openPage, clock, signal, endpoint: ssoOidc });
    },
  };
}
