/** The roles that a function can run with: those that trust Lambda, or a new one that may write its log and nothing else. */

import type { Role } from '@aws-sdk/client-iam';
import { HumanError } from '../../base/humanError.ts';
import { asObject, asText, asTexts, parseJsonObject } from '../../base/json.ts';
import type { IamApi } from '../../lambda/iamApi.ts';
import { partitionOf } from '../../lambda/names.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import { toHumanError } from '../awsErrors.ts';
import type { Target } from '../target.ts';

export interface FunctionRole {
  readonly arn: string;
  readonly name: string;
  readonly description: string;
}

/** Accounts with more roles than that are searched by name in the console. */
const mostRoles = 5_000;
const lambdaService = 'lambda.amazonaws.com';

/** Nobody but Lambda may take the role (developer guide, "Defining Lambda function permissions with an execution role"). */
const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: lambdaService }, Action: 'sts:AssumeRole' }],
});

/** In order of name. Rejects with `HumanError`, or the signal's reason. */
export async function lambdaRoles(target: Target, signal: AbortSignal): Promise<readonly FunctionRole[]> {
  return await explained(target, 'List roles', signal, async (iam) => {
    const found: FunctionRole[] = [];
    let seen = 0;
    let marker: string | undefined;
    do {
      const page = await iam.listRoles(
        { MaxItems: 1000, ...(marker === undefined ? {} : { Marker: marker }) },
        { signal },
      );
      const roles = page.Roles ?? [];
      seen += roles.length;
      found.push(...roles.filter(trustsLambda).map(roleOf));
      marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (marker !== undefined && seen < mostRoles);
    return found.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  });
}

/** Makes the role, which is not there for all of AWS at once. Rejects with `HumanError` where the name is taken. */
export async function createLambdaRole(
  target: Target,
  roleName: string,
  functionName: string,
  signal: AbortSignal,
): Promise<FunctionRole> {
  return await explained(target, `Create the role ${roleName}`, signal, async (iam) => {
    const Description = `Runs the Lambda function ${functionName}`;
    const created = await iam
      .createRole({ RoleName: roleName, AssumeRolePolicyDocument: trustPolicy, Description }, { signal })
      .catch((error: unknown) => {
        if (!(error instanceof LambdaServiceError) || !error.code.startsWith('EntityAlreadyExists')) throw error;
        throw new HumanError(`There is a role ${roleName} already. Choose it, or another name.`, { cause: error });
      });
    const PolicyArn = `arn:${partitionOf(target.region)}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`;
    await iam.attachRolePolicy({ RoleName: roleName, PolicyArn }, { signal });
    return roleOf(created.Role ?? { RoleName: roleName, Arn: undefined });
  });
}

/** IAM's rule for names of roles. */
export function roleNameProblem(name: string): string | undefined {
  return /^[\w+=,.@-]{1,64}$/.test(name) ? undefined : 'Letters, digits and +=,.@-_, up to 64.';
}

/** IAM answers the document percent-encoded, as in a URL. */
function trustsLambda({ AssumeRolePolicyDocument = '' }: Role): boolean {
  const policy = parseJsonObject(decoded(AssumeRolePolicyDocument));
  const statements = policy?.['Statement'];
  return [statements].flat().some((statement) => {
    const { Effect, Principal, Action } = asObject(statement) ?? {};
    const service = asObject(Principal)?.['Service'];
    const services = asText(service) === undefined ? asTexts(service) : [asText(service)];
    const actions = asText(Action) === undefined ? asTexts(Action) : [asText(Action)];
    return Effect === 'Allow' && services.includes(lambdaService) && actions.includes('sts:AssumeRole');
  });
}

function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

function roleOf({ Arn = '', RoleName = '', Description = '' }: Partial<Role>): FunctionRole {
  return { arn: Arn, name: RoleName, description: Description };
}

async function explained<Result>(
  target: Target,
  action: string,
  signal: AbortSignal,
  work: (iam: IamApi) => Promise<Result>,
): Promise<Result> {
  try {
    const { iam } = await target.connect(signal);
    if (iam === undefined) throw new HumanError(`${target.label} has no IAM: enter the ARN of a role.`);
    return await work(await iam());
  } catch (error) {
    signal.throwIfAborted();
    throw toHumanError(error, { action, targetLabel: target.label });
  }
}
