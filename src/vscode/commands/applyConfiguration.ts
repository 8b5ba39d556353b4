/** "Apply Configuration…": gives the function the configuration that its definition in the project asks for. */

import type { ConfigurationDrifts } from '../configurationDrifts.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import type { CommandHandler } from './registry.ts';

export interface ApplyConfigurationOptions {
  readonly picker: Pick<FunctionPicker, 'pick'>;
  readonly drifts: Pick<ConfigurationDrifts, 'apply'>;
}

export function applyConfiguration({ picker, drifts }: ApplyConfigurationOptions): CommandHandler {
  return async (argument) => {
    const key = await picker.pick(argument, 'Apply Configuration');
    if (key !== undefined) await drifts.apply({ targetId: key.targetId, functionName: key.functionName });
  };
}
