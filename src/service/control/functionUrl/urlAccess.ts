/** Who may call a function URL: whoever signs, or everybody where the function's policy says so. */

import type { PolicyStatement } from '../../store/policyRecord.ts';

/** Both are asked for. Source: Lambda developer guide, "Control access to Lambda function URLs". */
const neededActions = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'] as const;

/** What the policy lacks for a call by anybody; empty when anybody may call. */
export function missingForEverybody(statements: readonly PolicyStatement[]): readonly string[] {
  const open = statements.filter((statement) => isEverybody(statement.Principal) && fits(statement.Condition));
  return neededActions.filter((action) => {
    const about = open.filter(({ Action }) => texts(Action).some((pattern) => covers(pattern, action)));
    return about.some(({ Effect }) => Effect === 'Deny') || !about.some(({ Effect }) => Effect === 'Allow');
  });
}

function isEverybody(principal: unknown): boolean {
  if (principal === '*') return true;
  return (
    typeof principal === 'object' && principal !== null && 'AWS' in principal && texts(principal.AWS).includes('*')
  );
}

function covers(pattern: string, action: string): boolean {
  const escaped = pattern.toLowerCase().replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*')}$`).test(action.toLowerCase());
}

/** The two conditions that AddPermission makes for function URLs; one that is not known here fits nobody. */
function fits(condition: unknown): boolean {
  if (condition === undefined) return true;
  if (typeof condition !== 'object' || condition === null) return false;
  return Object.values(condition).every((tests: unknown) =>
    Object.entries(typeof tests === 'object' && tests !== null ? tests : { unknown: tests }).every(
      ([key, value]: [string, unknown]) =>
        (key === 'lambda:FunctionUrlAuthType' && texts(value).includes('NONE')) ||
        (key === 'lambda:InvokedViaFunctionUrl' && texts(value).includes('true')),
    ),
  );
}

function texts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === 'string');
}
