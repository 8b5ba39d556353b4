/** Tells after a redeploy that the function's definition asks for another configuration, and applies it when asked. */

import { readConfiguration, updateConfiguration } from '../app/configurationUpdate.ts';
import { type ConfigurationDrift, configurationDrift } from '../app/deploy/configurationDrift.ts';
import type { FunctionCatalog } from '../app/functionCatalog.ts';
import type { ProjectCatalog } from '../app/project/projectCatalog.ts';
import type { ProjectFunction } from '../app/project/projectFunction.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import type { Clock } from '../base/clock.ts';
import type { CommandId } from '../protocol/commandTable.ts';
import type { FunctionKey } from '../protocol/invokePanel.ts';
import type { Accounts } from './accounts.ts';
import { confirmChange } from './confirm.ts';
import { messages } from './messages.ts';
import type { Notify } from './notify.ts';
import { definitionsNamed } from './onlyFolder.ts';
import type { Afterword } from './redeployFlow.ts';
import { withSlowProgress } from './slowProgress.ts';

export interface ConfigurationDriftsOptions {
  readonly project: Pick<ProjectCatalog, 'scans'>;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly accounts: Accounts;
  readonly notify: Notify;
  readonly clock: Clock;
}

export class ConfigurationDrifts {
  readonly #options: ConfigurationDriftsOptions;

  constructor(options: ConfigurationDriftsOptions) {
    this.#options = options;
  }

  /** Nothing where definition and function agree, or where not exactly one definition speaks of the function. */
  async afterword(key: FunctionKey): Promise<Afterword | undefined> {
    const configuration = this.#options.catalog.find(key.targetId, key.functionName);
    const definition = await this.#definitionOf(key.functionName);
    const drift = configuration && definition && configurationDrift(definition.settings, configuration);
    if (drift === undefined) return undefined;
    const command: CommandId = 'lambdaWorkbench.applyConfiguration';
    return {
      text: `Its definition asks for another configuration: ${drift.lines.join(', ')}`,
      buttons: [{ label: 'Apply Configuration…', command, arguments: [key] }],
    };
  }

  /** Shows what changes and asks; sent guarded by the revision that was looked at. */
  async apply(key: FunctionKey): Promise<void> {
    const { targets, accounts, notify, clock, catalog } = this.#options;
    const { targetId, functionName } = key;
    const target = targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    const definition = await this.#definitionOf(functionName);
    if (definition === undefined) throw messages.noDefinition(functionName);
    const drift = configurationDrift(definition.settings, await readConfiguration(target, functionName));
    if (drift === undefined) {
      notify.info(`${functionName} on ${target.label} is configured as its definition says.`);
      return;
    }
    const accountId = target.runsHere ? undefined : await accounts.ask(target);
    const effect = drift.lines.join('\n');
    if (!(await confirmChange(target, accountId, { verb: 'Configure', functionName, effect }))) return;
    catalog.setActivity(targetId, functionName, 'Configuring…');
    try {
      await withSlowProgress(clock, `Configuring ${functionName} on ${target.label}`, (_, signal) =>
        updateConfiguration(target, updateOf(functionName, drift), clock, signal),
      );
    } finally {
      catalog.setActivity(targetId, functionName, undefined);
      await catalog.refreshFunction(targetId, functionName).catch(() => {});
    }
    notify.info(`${functionName} on ${target.label} is configured as its definition says: ${drift.lines.join(', ')}`);
  }

  async #definitionOf(functionName: string): Promise<ProjectFunction | undefined> {
    const scans = await this.#options.project.scans().catch(() => []);
    const named = definitionsNamed(scans, functionName);
    return named.length === 1 ? named[0]?.defined : undefined;
  }
}

function updateOf(functionName: string, { base, edited }: ConfigurationDrift) {
  return { functionName, base, edited };
}
