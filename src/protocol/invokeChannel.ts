/** Everything that the invoke panel's two sides say to each other: the messages of all its parts. */

import type { AnswerRequests, AnswerViewEvents, ExpectedAnswerRequests } from './answerActions.ts';
import type { MessageMap } from './channel.ts';
import type { TemplateRequests } from './eventTemplates.ts';
import type { PanelHostEvents, PanelRequests, PanelViewEvents } from './invokePanel.ts';
import type { RunHostEvents, RunRequests, RunViewEvents } from './invokeRuns.ts';
import type { TestEventHostEvents, TestEventRequests } from './testEvents.ts';

/** Host → view. */
export interface InvokeHostMessages extends MessageMap {
  readonly events: PanelHostEvents & RunHostEvents & TestEventHostEvents;
  readonly requests: Record<string, never>;
}

/** View → host. */
export interface InvokeViewMessages extends MessageMap {
  readonly events: PanelViewEvents & RunViewEvents & AnswerViewEvents;
  readonly requests: PanelRequests &
    TemplateRequests &
    TestEventRequests &
    RunRequests &
    AnswerRequests &
    ExpectedAnswerRequests;
}
