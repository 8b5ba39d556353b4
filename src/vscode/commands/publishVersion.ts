/** "Publish Version…": asks for a description, numbers what `$LATEST` is now, and says where nothing had changed. */

import { window } from 'vscode';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { publishVersion as publish } from '../../app/versions.ts';
import type { Clock } from '../../base/clock.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { Accounts } from '../accounts.ts';
import { confirmIfProtected } from '../confirm.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import { withSlowProgress } from '../slowProgress.ts';
import type { CommandHandler } from './registry.ts';

export interface VersionCommandOptions {
  readonly picker: Pick<FunctionPicker, 'pick'>;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly accounts: Accounts;
  readonly notify: Notify;
  readonly clock: Clock;
}

export function publishVersion(options: VersionCommandOptions): CommandHandler {
  const { picker, targets, catalog, accounts, notify, clock } = options;
  return async (argument) => {
    const key = await picker.pick(argument, 'Publish Version');
    if (key === undefined) return;
    const { targetId, functionName } = key;
    const target = targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    const description = await window.showInputBox({
      title: `Publish a version of ${functionName} on ${target.label}`,
      prompt: 'Description of the version (may be empty)',
      validateInput: (text) => (text.length > 256 ? 'At most 256 characters.' : undefined),
    });
    if (description === undefined) return;
    const effect = 'Code and settings of $LATEST become a version with a number of its own.';
    if (!(await confirmIfProtected(target, accounts, { verb: 'Publish', functionName, effect }))) return;
    const { version, isNew } = await whileActive(catalog, key, 'Publishing…', () =>
      withSlowProgress(clock, `Publishing ${functionName} on ${target.label}`, (_, signal) =>
        publish(target, functionName, description, clock, signal),
      ),
    );
    const text = isNew
      ? `Version ${version} of ${functionName} is published on ${target.label}.`
      : `Nothing has changed since version ${version} of ${functionName} on ${target.label}: no new version was made.`;
    const command: CommandId = 'lambdaWorkbench.pointAlias';
    notify.info(text, { label: 'Point Alias…', command, arguments: [{ targetId, functionName, qualifier: version }] });
  };
}

/** The row says what is happening, and is read again afterwards. */
export async function whileActive<Result>(
  catalog: FunctionCatalog,
  { targetId, functionName }: { readonly targetId: string; readonly functionName: string },
  activity: string,
  work: () => Promise<Result>,
): Promise<Result> {
  catalog.setActivity(targetId, functionName, activity);
  try {
    return await work();
  } finally {
    catalog.setActivity(targetId, functionName, undefined);
    await catalog.refreshFunction(targetId, functionName).catch(() => {});
  }
}
