/** "Delete…" on the row of an alias or a version: always asks; on a protected target the name has to be typed. */

import { deleteQualifier as remove } from '../../app/versions.ts';
import { confirmByTyping, confirmChange } from '../confirm.ts';
import { messages } from '../messages.ts';
import { withSlowProgress } from '../slowProgress.ts';
import { functionArgument, nodeArgument } from './arguments.ts';
import { type VersionCommandOptions, whileActive } from './publishVersion.ts';
import type { CommandHandler } from './registry.ts';

export function deleteQualifier(options: Omit<VersionCommandOptions, 'picker' | 'notify'>): CommandHandler {
  const { targets, catalog, accounts, clock } = options;
  return async (argument) => {
    const node = nodeArgument(argument);
    const key = functionArgument(argument);
    const kind = node?.kind === 'detail' ? node.detail.kind : undefined;
    const target = key && targets.get(key.targetId);
    if (key?.qualifier === undefined || target === undefined || (kind !== 'alias' && kind !== 'version')) {
      throw messages.needsRow('Delete');
    }
    const { functionName, qualifier } = key;
    const accountId = target.runsHere ? undefined : await accounts.ask(target);
    const subject = `${functionName}:${qualifier}`;
    const effect =
      kind === 'alias'
        ? 'Whoever invokes the function by this alias gets an error from then on.'
        : 'This version cannot be brought back; its number is not used again.';
    const confirm = target.isProtected ? confirmByTyping : confirmChange;
    if (!(await confirm(target, accountId, { verb: 'Delete', functionName: subject, effect }))) return;
    await whileActive(catalog, key, 'Deleting…', () =>
      withSlowProgress(clock, `Deleting ${subject} from ${target.label}`, (_, signal) =>
        remove(target, functionName, kind, qualifier, signal),
      ),
    );
  };
}
