/** What is done with logs, as the commands of the table. */

import type { LogTail } from '../../app/logTail.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import type { SavedFilters } from '../logs/savedFilters.ts';
import type { LogDocuments } from '../panels/logDocuments.ts';
import type { LogPanel } from '../panels/logPanel.ts';
import type { TailedFunctions } from '../panels/tailedFunctions.ts';
import type { SourceOpener } from '../sourceOpener.ts';
import { applySavedLogFilter, removeSavedLogFilter, renameSavedLogFilter, saveLogFilter } from './logFilters.ts';
import { openStackFrame, showRequest } from './logLinks.ts';
import { clearLogs, openLogsInEditor } from './logs.ts';
import type { CommandHandler } from './registry.ts';
import { tailLogs } from './tailLogs.ts';

export interface LogCommandOptions {
  readonly picker: FunctionPicker;
  readonly tail: LogTail;
  readonly tailed: TailedFunctions;
  readonly logPanel: LogPanel;
  readonly logDocuments: LogDocuments;
  readonly savedFilters: SavedFilters;
  readonly sources: SourceOpener;
}

export function logCommands({
  picker,
  tail,
  tailed,
  logPanel,
  logDocuments,
  savedFilters,
  sources,
}: LogCommandOptions) {
  return {
    'lambdaWorkbench.tailLogs': tailLogs(picker, tailed, logPanel),
    'lambdaWorkbench.openLogsInEditor': openLogsInEditor(tail, logDocuments),
    'lambdaWorkbench.clearLogs': clearLogs(tail),
    'lambdaWorkbench.saveLogFilter': saveLogFilter(logPanel),
    'lambdaWorkbench.applySavedLogFilter': applySavedLogFilter(savedFilters, logPanel),
    'lambdaWorkbench.renameSavedLogFilter': renameSavedLogFilter(savedFilters),
    'lambdaWorkbench.removeSavedLogFilter': removeSavedLogFilter(savedFilters),
    'lambdaWorkbench.showRequest': showRequest(logPanel, tailed),
    'lambdaWorkbench.openStackFrame': openStackFrame(tailed, sources.open.bind(sources)),
  } as const satisfies Readonly<Record<string, CommandHandler>>;
}
