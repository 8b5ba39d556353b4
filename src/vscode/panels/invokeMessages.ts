/** The shapes of what the invoke panel's view may send. */

import * as v from 'valibot';
import { limits } from '../../lambda/limits.ts';
import { largestAdvisedText } from '../../protocol/eventTemplates.ts';
import type { InvokeViewMessages } from '../../protocol/invokeChannel.ts';
import { nothing, type ViewSchemas } from './viewMessages.ts';

/** Text that may be too large for Lambda still has to reach the session, which says so; anything beyond is an accident. */
const eventText = v.pipe(v.string(), v.maxLength(4 * limits.syncPayloadBytes));

const shortText = v.pipe(v.string(), v.maxLength(256));

const intent = v.object({
  eventText,
  qualifier: v.pipe(v.string(), v.maxLength(256)),
  invocationType: v.picklist(['RequestResponse', 'ResponseStream', 'Event', 'DryRun']),
  clientContext: v.pipe(v.string(), v.maxLength(64 * 1024)),
  templateId: v.exactOptional(shortText),
  testEventName: v.exactOptional(shortText),
  tenantId: v.exactOptional(v.pipe(v.string(), v.maxLength(256))),
});
const advisedText = {
  templateId: v.nullable(shortText),
  eventText: v.pipe(v.string(), v.maxLength(largestAdvisedText)),
};
const named = v.object({ name: shortText });

const frame = v.pipe(
  v.object({
    text: v.string(),
    location: v.nullish(v.object({ file: v.string(), line: v.number(), column: v.number() })),
  }),
  v.transform(({ text, location }) => ({ text, location: location ?? undefined })),
);

export const invokeViewSchemas: ViewSchemas<InvokeViewMessages> = {
  ready: nothing,
  invoke: intent,
  intentChanged: intent,
  cancel: nothing,
  openFrame: frame,
  tailLogs: nothing,
  showRequest: v.object({ requestId: shortText, targetId: v.exactOptional(shortText) }),
  redeploy: nothing,
  openEventInEditor: nothing,
  copy: v.object({ text: v.string() }),

  invokeCold: intent,
  switchTarget: v.object({ targetId: shortText }),
  targetChoices: nothing,
  keptRun: v.object({ runId: v.number() }),
  findRuns: v.object({ text: v.pipe(v.string(), v.maxLength(1000)) }),
  pinRun: v.object({ runId: v.number(), isPinned: v.boolean() }),
  clearHistory: nothing,
  repeatTerms: nothing,
  repeat: v.object({ intent, count: v.number(), concurrency: v.number() }),
  stopRepeat: nothing,
  runOn: v.object({ targetId: shortText, intent }),
  cancelElsewhere: nothing,
  exportRepeat: v.object({ format: v.picklist(['csv', 'ndjson']) }),

  templates: nothing,
  eventFromTemplate: v.object({ templateId: shortText, values: v.record(v.string(), v.string()) }),
  checkEvent: v.object(advisedText),
  completeEvent: v.object({ ...advisedText, offset: v.number() }),
  describeEvent: v.object({ ...advisedText, offset: v.number() }),
  keptUndo: nothing,
  keepUndo: v.object({ packed: v.pipe(v.string(), v.maxLength(64 * 1024)) }),

  testEvents: nothing,
  readTestEvent: named,
  saveTestEvent: v.object({
    name: v.exactOptional(shortText),
    eventText,
    templateId: v.exactOptional(shortText),
  }),
  renameTestEvent: named,
  duplicateTestEvent: named,
  deleteTestEvent: named,
  setDefaultTestEvent: v.object({ name: v.nullable(shortText) }),
  openTestEvent: named,
  importTestEvents: nothing,
  exportTestEvent: named,
  eventFromClipboard: nothing,

  refusalAction: v.object({ command: v.picklist(['signIn', 'refresh', 'restartLocalService', 'openLog']) }),
  expectedAnswer: named,
  saveExpectedAnswer: v.object({ name: shortText, text: v.pipe(v.string(), v.maxLength(64 * 1024 * 1024)) }),
  saveAnswer: v.object({
    suggestedName: v.pipe(v.string(), v.maxLength(255)),
    // A payload of 20 MB (the largest that can be streamed) as base64 or pretty text.
    content: v.pipe(v.string(), v.maxLength(64 * 1024 * 1024)),
    encoding: v.picklist(['utf8', 'base64']),
  }),
};
