/** What is used of IAM: the roles that functions run with. */

import type {
  AttachRolePolicyCommandInput,
  AttachRolePolicyCommandOutput,
  CreateRoleCommandInput,
  CreateRoleCommandOutput,
  ListRolesCommandInput,
  ListRolesCommandOutput,
} from '@aws-sdk/client-iam';
import type { Call } from './api.ts';

export interface IamApi {
  readonly listRoles: Call<ListRolesCommandInput, ListRolesCommandOutput>;
  readonly createRole: Call<CreateRoleCommandInput, CreateRoleCommandOutput>;
  readonly attachRolePolicy: Call<AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput>;
}
