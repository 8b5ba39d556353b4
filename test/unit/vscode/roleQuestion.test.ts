import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IamApi } from '../../../src/lambda/iamApi.ts';
import { LambdaServiceError } from '../../../src/lambda/serviceError.ts';
import { askForRole, localRole } from '../../../src/vscode/roleQuestion.ts';
import { type InMemoryTarget, inMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld, prodAccount } from './editorWorld.ts';

const trust = encodeURIComponent(
  JSON.stringify({
    Statement: { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
  }),
);
const arnOf = (name: string) => `arn:aws:iam::${prodAccount}:role/${name}`;
const role = (name: string) => ({
  RoleName: name,
  Arn: arnOf(name),
  Path: '/',
  RoleId: name,
  CreateDate: new Date(0),
  AssumeRolePolicyDocument: trust,
});

let world: EditorWorld;
let created: string[];
let refusal: unknown;
let target: InMemoryTarget;

beforeEach(() => {
  world = openEditorWorld();
  created = [];
  refusal = undefined;
  const iam: IamApi = {
    listRoles: async () => {
      if (refusal !== undefined) throw refusal;
      return { Roles: [role('orders')], $metadata: {} };
    },
    createRole: async ({ RoleName = '' }) => {
      created.push(RoleName);
      return { Role: role(RoleName), $metadata: {} };
    },
    attachRolePolicy: async () => ({ $metadata: {} }),
  };
  target = inMemoryTarget({
    id: 'dev/eu-west-1',
    label: 'dev · eu-west-1',
    region: 'eu-west-1',
    accountId: prodAccount,
    runsHere: false,
    iam,
  });
});
afterEach(() => world.owned.dispose());

const ask = (over: InMemoryTarget = target) => askForRole(world, over, 'hello');

describe('the role of a new function', () => {
  test('is not asked for on Local', async () => {
    expect(await ask(world.local)).toEqual({ role: localRole });
    expect(editor.picks).toEqual([]);
  });

  test('is one of those that trust Lambda', async () => {
    editor.answers = ['orders'];
    expect(await ask()).toEqual({ role: arnOf('orders') });
    expect(editor.picks[0]?.labels).toEqual(['$(add) Create a Role…', '', 'orders', '', 'Enter the ARN of a Role…']);
  });

  test('or a new one, after account and effect were seen', async () => {
    editor.answers = ['$(add) Create a Role…', 'hello-role', 'Create Role for hello'];
    expect(await ask()).toEqual({ role: arnOf('hello-role'), isRoleNew: true });
    expect(created).toEqual(['hello-role']);
    expect(editor.shown[0]?.detail).toBe(
      `Account ${prodAccount}, Region eu-west-1.\nA role hello-role is created that Lambda can take, with the policy AWSLambdaBasicExecutionRole.`,
    );
    editor.answers = ['$(add) Create a Role…', 'hello-role'];
    expect(await ask()).toBeUndefined();
    expect(created).toHaveLength(1);
  });

  test('or any by its ARN, where roles may not be listed', async () => {
    refusal = new LambdaServiceError('AccessDenied', 403, 'no');
    editor.answers = ['Enter the ARN of a Role…', arnOf('known')];
    expect(await ask()).toEqual({ role: arnOf('known') });
    expect(editor.picks[0]?.labels).toEqual(['Enter the ARN of a Role…']);
  });
});
