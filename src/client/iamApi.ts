/** IAM over the SDK. Loaded with its first call: it is asked only where a function is created. */

import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import type { IamApi } from '../lambda/iamApi.ts';
import { clientConfiguration, type EndpointSettings } from './endpointSettings.ts';

export function iamApi(settings: EndpointSettings): IamApi {
  const { caller } = settings;
  const client = new IAMClient(clientConfiguration(settings, 'iam'));
  return {
    listRoles: (input, options) => caller.call((how) => client.send(new ListRolesCommand(input), how), options),
    createRole: (input, options) => caller.call((how) => client.send(new CreateRoleCommand(input), how), options),
    attachRolePolicy: (input, options) =>
      caller.call((how) => client.send(new AttachRolePolicyCommand(input), how), options),
  };
}
