/** The shapes of what the log panel's view may send. */

import * as v from 'valibot';
import { limits } from '../../lambda/limits.ts';
import type { LogViewMessages } from '../../protocol/logPanel.ts';
import { nothing, type ViewSchemas } from './viewMessages.ts';

const source = v.object({ sourceId: v.string() });

export const logViewSchemas: ViewSchemas<LogViewMessages> = {
  ready: nothing,
  removeSource: source,
  addSource: nothing,
  retrySource: source,
  clear: nothing,
  openInEditor: v.optional(v.object({ sourceId: v.string(), key: v.string() })),
  invoke: source,
  useAsEvent: v.object({ sourceId: v.string(), eventText: v.pipe(v.string(), v.maxLength(limits.syncPayloadBytes)) }),
  invokeAgain: v.object({ sourceId: v.string(), requestId: v.string() }),
  openFrame: v.object({ sourceId: v.string(), text: v.string() }),
  copy: v.object({ text: v.string() }),
  setRange: v.object({
    sourceId: v.exactOptional(v.string()),
    range: v.variant('kind', [
      v.object({ kind: v.literal('last'), minutes: v.pipe(v.number(), v.minValue(1)) }),
      v.object({
        kind: v.literal('between'),
        startTime: v.pipe(v.number(), v.finite()),
        endTime: v.pipe(v.number(), v.finite()),
      }),
    ]),
  }),
  setLiveTail: v.object({ sourceId: v.string(), isOn: v.boolean() }),
  resumeSource: source,
  openInCloudWatch: v.object({
    sourceId: v.string(),
    logStreamName: v.exactOptional(v.string()),
    timestamp: v.exactOptional(v.number()),
  }),
  export: v.object({
    format: v.picklist(['ndjson', 'csv']),
    reading: v.picklist(['invocations', 'lines']),
    filterText: v.string(),
  }),
  saveFilter: v.object({ text: v.string() }),
  manageFilters: nothing,
  older: v.object({ filterText: v.exactOptional(v.string()) }),
  findRequest: v.object({ sourceId: v.string(), requestId: v.string(), traceId: v.exactOptional(v.string()) }),
};
