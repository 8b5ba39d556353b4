/** Answers what the invoke panel's view asks about templates of events and about the text being edited. All of it is loaded at the first question. */

import type { EventAdvice } from '../../app/eventAdvice.ts';
import type { EventPlace } from '../../app/eventTemplates.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import type { HandlersFor } from '../../protocol/channel.ts';
import type { TemplateRequests } from '../../protocol/eventTemplates.ts';

/** Undo steps of the panel's event, across panels and restarts. */
export interface UndoSteps {
  read(): string | undefined;
  write(packed: string): Promise<void>;
}

/** For one panel. `place` is where its function is, as far as that is known. */
export function templateRequests(
  place: () => EventPlace,
  undo: UndoSteps,
  clock: Clock = systemClock,
): HandlersFor<TemplateRequests> {
  let advice: Promise<EventAdvice> | undefined;
  const load = () => {
    advice ??= import('../../app/eventAdvice.ts').then(({ EventAdvice }) => new EventAdvice());
    return advice;
  };
  return {
    templates: async () => (await import('../../app/eventTemplates.ts')).templateSummaries(),
    eventFromTemplate: async ({ templateId, values }) => {
      const { eventFromTemplate } = await import('../../app/eventTemplates.ts');
      return { eventText: eventFromTemplate(templateId, values, place(), clock) };
    },
    checkEvent: async (text) => (await load()).check(text),
    completeEvent: async (text) => (await load()).complete(text),
    describeEvent: async (text) => (await load()).describe(text),
    keptUndo: () => {
      const packed = undo.read();
      return packed === undefined ? null : { packed };
    },
    keepUndo: async ({ packed }) => {
      await undo.write(packed);
      return undefined;
    },
  };
}
