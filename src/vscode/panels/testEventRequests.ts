/** Answers what the invoke panel's view asks about the test events of its function. */

import { HumanError } from '../../base/humanError.ts';
import type { HandlersFor } from '../../protocol/channel.ts';
import type { TestEventRequests } from '../../protocol/testEvents.ts';

const refuse = (): never => {
  throw new HumanError('Open a folder to keep test events in it.');
};

export const testEventRequests = (): HandlersFor<TestEventRequests> => ({
  testEvents: () => ({ events: [], defaultName: undefined, folder: undefined, canShare: false }),
  readTestEvent: refuse,
  saveTestEvent: refuse,
  renameTestEvent: refuse,
  duplicateTestEvent: refuse,
  deleteTestEvent: refuse,
  setDefaultTestEvent: refuse,
  openTestEvent: refuse,
  importTestEvents: refuse,
  exportTestEvent: refuse,
  eventFromClipboard: refuse,
});
