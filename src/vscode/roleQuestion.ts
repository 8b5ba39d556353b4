/** Asks for the role of a new function: one that Lambda can take, a new one, or any by its ARN. On Local none is asked for. */

import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { createLambdaRole, type FunctionRole, lambdaRoles, roleNameProblem } from '../app/deploy/functionRoles.ts';
import type { FunctionCatalog } from '../app/functionCatalog.ts';
import type { Target } from '../app/target.ts';
import type { Clock } from '../base/clock.ts';
import type { Accounts } from './accounts.ts';
import { confirmChange } from './confirm.ts';
import { withSlowProgress } from './slowProgress.ts';

/** The local service runs functions without a role, and asks for none in particular. */
export const localRole = 'arn:aws:iam::000000000000:role/lambda-workbench';

export interface ChosenRole {
  readonly role: string;
  readonly isRoleNew?: boolean;
}

export interface RoleQuestionOptions {
  readonly catalog: Pick<FunctionCatalog, 'functions'>;
  readonly accounts: Accounts;
  readonly clock: Clock;
}

interface RoleItem extends QuickPickItem {
  readonly choice?: { readonly arn: string } | 'new' | 'other';
}

const rolePattern = /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;

/** `undefined` when it was cancelled. */
export async function askForRole(
  options: RoleQuestionOptions,
  target: Target,
  functionName: string,
): Promise<ChosenRole | undefined> {
  if (target.runsHere) return { role: localRole };
  const title = `Role of ${functionName} on ${target.label}`;
  const roles = await withSlowProgress(options.clock, title, (_, signal) =>
    // Whoever may not list roles may still know one.
    lambdaRoles(target, signal).catch(() => {
      signal.throwIfAborted();
      return undefined;
    }),
  );
  const items = itemsOf(roles ?? [], rolesInUse(options.catalog, target.id), roles !== undefined);
  const placeHolder = 'Role that the function runs with';
  const chosen = (await window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.choice;
  if (chosen === undefined) return undefined;
  if (chosen === 'new') return await createRole(options, target, functionName, title);
  const role = chosen === 'other' ? await askForArn(title) : chosen.arn;
  return role === undefined || role === '' ? undefined : { role };
}

/** What other functions run with comes first. */
function itemsOf(roles: readonly FunctionRole[], inUse: readonly string[], canCreate: boolean): readonly RoleItem[] {
  const used = inUse.map(
    (arn): RoleItem => ({ label: arn, description: 'runs other functions here', choice: { arn } }),
  );
  const others = roles
    .filter(({ arn }) => !inUse.includes(arn))
    .map((role): RoleItem => ({ label: role.name, description: role.description || role.arn, choice: role }));
  const separator: RoleItem = { label: '', kind: QuickPickItemKind.Separator };
  return [
    ...(canCreate
      ? [{ label: '$(add) Create a Role…', description: 'may write its log, nothing else', choice: 'new' } as const]
      : []),
    ...(used.length + others.length === 0 ? [] : [separator, ...used, ...others, separator]),
    { label: 'Enter the ARN of a Role…', choice: 'other' },
  ];
}

function rolesInUse(catalog: RoleQuestionOptions['catalog'], targetId: string): readonly string[] {
  const { functions } = catalog.functions(targetId);
  return [...new Set(functions.flatMap(({ Role }) => Role ?? []))].sort();
}

async function createRole(
  { accounts, clock }: RoleQuestionOptions,
  target: Target,
  functionName: string,
  title: string,
): Promise<ChosenRole | undefined> {
  const prompt = 'Name of the new role: Lambda may take it, and it may write logs';
  const value = `${functionName}-role`.slice(-64);
  const name = await window.showInputBox({
    title,
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: roleNameProblem,
  });
  if (name === undefined || name === '') return undefined;
  const effect = `A role ${name} is created that Lambda can take, with the policy AWSLambdaBasicExecutionRole.`;
  const accountId = await accounts.ask(target);
  if (!(await confirmChange(target, accountId, { verb: 'Create Role for', functionName, effect }))) return undefined;
  const { arn } = await withSlowProgress(clock, title, (_, signal) =>
    createLambdaRole(target, name, functionName, signal),
  );
  return { role: arn, isRoleNew: true };
}

async function askForArn(title: string): Promise<string | undefined> {
  return await window.showInputBox({
    title,
    prompt: 'ARN of the role that the function runs with',
    placeHolder: 'arn:aws:iam::123456789012:role/my-function-role',
    ignoreFocusOut: true,
    validateInput: (arn) => (rolePattern.test(arn) ? undefined : 'This is not the ARN of a role.'),
  });
}
