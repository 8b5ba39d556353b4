/** What is done with the log that is held: open it as a document, forget it. */

import type { LogTail } from '../../app/logTail.ts';
import { messages } from '../messages.ts';
import type { LogDocuments } from '../panels/logDocuments.ts';
import type { CommandHandler } from './registry.ts';

export function openLogsInEditor(tail: LogTail, documents: LogDocuments): CommandHandler {
  return async () => {
    if (tail.sources.length === 0) throw messages.nothingTailed();
    await documents.open(tail.snapshot());
  };
}

/** The log on the target stays; only what this window holds is forgotten. */
export function clearLogs(tail: LogTail): CommandHandler {
  return () => tail.clear();
}
