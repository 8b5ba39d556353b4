/** The shapes of what the log panel's view may send. */

import * as v from 'valibot';
import type { LogViewMessages } from '../../protocol/logPanel.ts';
import { nothing, type ViewSchemas } from './viewMessages.ts';

const source = v.object({ sourceId: v.string() });

export const logViewSchemas: ViewSchemas<LogViewMessages> = {
  ready: nothing,
  removeSource: source,
  addSource: nothing,
  retrySource: source,
  clear: nothing,
  openInEditor: nothing,
  invoke: source,
  openFrame: v.object({ sourceId: v.string(), text: v.string() }),
  copy: v.object({ text: v.string() }),
};
