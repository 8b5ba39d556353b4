/** Signing in as the editor's edge asks for it: by profile. */

import type { Clock } from '../base/clock.ts';
import { certificateAuthorities } from './certificateAuthorities.ts';
import { requestHandler } from './endpointSettings.ts';
import { profileEndpoints } from './profileEndpoints.ts';
import { type ProxySettings, proxyVariables } from './proxy.ts';
import { signInKindOf } from './ssoProfile.ts';
import { type SignInPage, signInBySso } from './ssoSignIn.ts';

export function signInDoor(
  clock: Clock,
  environment: Readonly<Record<string, string | undefined>>,
  proxy?: ProxySettings,
) {
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
      const authorities = await certificateAuthorities(profile, environment);
      const handler = requestHandler({ proxy: proxy && proxyVariables(proxy, environment), authorities });
      try {
        await signInBySso(found.sso, { openPage, clock, signal, endpoint: ssoOidc, requestHandler: handler });
      } finally {
        handler.destroy();
      }
    },
  };
}
