/** What is done on the row of a function, of a version, or of an alias, as the commands of the table. */

import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { Accounts } from '../accounts.ts';
import type { ConfigurationFiles } from '../configuration/configurationFiles.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import { type CodeCommandOptions, compareDeployedCode } from './compareDeployedCode.ts';
import { copySnippet } from './copySnippet.ts';
import { deleteQualifier } from './deleteQualifier.ts';
import { downloadCode } from './downloadCode.ts';
import { editConfiguration } from './editConfiguration.ts';
import { pointAlias } from './pointAlias.ts';
import { publishVersion } from './publishVersion.ts';
import type { CommandHandler } from './registry.ts';

export interface FunctionRowOptions extends CodeCommandOptions {
  readonly picker: FunctionPicker;
  readonly catalog: FunctionCatalog;
  readonly accounts: Accounts;
  readonly configurationFiles: ConfigurationFiles;
}

export function functionRowCommands(options: FunctionRowOptions) {
  return {
    'lambdaWorkbench.editConfiguration': editConfiguration(options.picker, options.configurationFiles),
    'lambdaWorkbench.compareDeployedCode': compareDeployedCode(options),
    'lambdaWorkbench.downloadCode': downloadCode(options),
    'lambdaWorkbench.publishVersion': publishVersion(options),
    'lambdaWorkbench.pointAlias': pointAlias(options),
    'lambdaWorkbench.pointAliasHere': pointAlias(options),
    'lambdaWorkbench.copySnippet': copySnippet(options),
    'lambdaWorkbench.deleteQualifier': deleteQualifier(options),
  } as const satisfies Readonly<Record<string, CommandHandler>>;
}
