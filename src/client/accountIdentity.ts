/** Who the credentials belong to, asked of STS. In a file of its own: most sessions never need the STS client. */

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfiguration, type EndpointSettings } from './endpointSettings.ts';

export async function callerAccountId(
  settings: EndpointSettings,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const sts = new STSClient(clientConfiguration(settings, 'sts'));
  const identity = await settings.caller.call(
    (how) => sts.send(new GetCallerIdentityCommand({}), how),
    signal ? { signal } : {},
  );
  return identity.Account;
}
