/** Runs inside the editor's extension host: what activating costs there, ours beside an extension that does nothing. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Disposable, ExtensionMode, extensions } from 'vscode';
import { type ActivationCost, costVariable } from './activationCost.ts';

export async function run(): Promise<void> {
  // What the first extension of a window pays for, once, is nobody's own.
  await cpuMsOfActivating('bench.warm');
  const cost: ActivationCost = {
    floorMs: await cpuMsOfActivating('bench.empty'),
    valueMs: await cpuMsOfActivating('lambda-workbench.lambda-workbench'),
  };
  writeFileSync(process.env[costVariable] ?? '', JSON.stringify(cost));
}

/**
 * CPU time of loading the entry and of its `activate`, on the extension host's main thread. Done here in the editor's place:
 * around the editor's own `activate()` one measures the editor, which works on many other things until it answers.
 */
async function cpuMsOfActivating(id: string): Promise<number> {
  const extension = extensions.getExtension(id);
  if (!extension || extension.isActive) throw new Error(`${id} is not there, or active before it was asked to be`);
  const entry = pathToFileURL(path.join(extension.extensionPath, extension.packageJSON.main)).href;
  const context = { subscriptions: [] as Disposable[], extension, extensionMode: ExtensionMode.Production };
  const before = mainThreadCpu();
  const { activate } = await import(entry);
  activate(context);
  const { user, system } = mainThreadCpu(before);
  for (const disposable of context.subscriptions) disposable.dispose();
  return (user + system) / 1000;
}

type Usage = ReturnType<typeof process.cpuUsage>;

/** Younger than the types of the oldest Node that we support; the editor's own Node has it. */
function mainThreadCpu(before?: Usage): Usage {
  const { threadCpuUsage } = process as typeof process & { threadCpuUsage?: (before?: Usage) => Usage };
  return threadCpuUsage ? threadCpuUsage.call(process, before) : process.cpuUsage(before);
}
