/** Answers what the invoke panel's view asks about templates of events. */

import { HumanError } from '../../base/humanError.ts';
import type { HandlersFor } from '../../protocol/channel.ts';
import type { TemplateRequests } from '../../protocol/eventTemplates.ts';

export const templateRequests: HandlersFor<TemplateRequests> = {
  templates: () => [],
  eventFromTemplate: ({ templateId }) => {
    throw new HumanError(`There is no template "${templateId}".`);
  },
};
