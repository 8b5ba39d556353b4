/** What is done with the log that is held: open it as a document, forget it. */

import type { LogTail } from '../../app/logTail.ts';
import { asObject, asText } from '../../base/json.ts';
import type { TailedInvocation } from '../../protocol/logPanel.ts';
import { messages } from '../messages.ts';
import type { LogDocuments } from '../panels/logDocuments.ts';
import type { CommandHandler } from './registry.ts';

/** `{ sourceId, key }`: the invocation to begin at. */
export function openLogsInEditor(tail: LogTail, documents: LogDocuments): CommandHandler {
  return async (argument) => {
    if (tail.sources.length === 0) throw messages.nothingTailed();
    const snapshot = tail.snapshot();
    const [sourceId, key] = ['sourceId', 'key'].map((name) => asText(asObject(argument)?.[name]));
    const isMeant = (tailed: TailedInvocation) => tailed.sourceId === sourceId && tailed.invocation.key === key;
    await documents.open(snapshot, key === undefined ? undefined : snapshot.invocations.find(isMeant));
  };
}

/** The log on the target stays; only what this window holds is forgotten. */
export function clearLogs(tail: LogTail): CommandHandler {
  return () => tail.clear();
}
