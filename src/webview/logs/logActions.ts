/** What a reader may ask for from within the log; the panel passes it on to the host. */

import type { LogViewMessages, RequestHit, TailedInvocation } from '../../protocol/logPanel.ts';

type Events = LogViewMessages['events'];

export interface LogActions {
  /** Without escape sequences; `what` names it to whoever listens: `Request id`. */
  copy(text: string, what: string): void;
  openFrame(sourceId: string, text: string): void;
  invoke(sourceId: string): void;
  /** Puts an event from the log into the invoke panel. */
  useAsEvent(sourceId: string, eventText: string): void;
  /** Whether lines tell their time from the START of their request instead of the time of day. */
  readonly isSinceStart: boolean;
  toggleSinceStart(): void;
  /** Adds a term to the filter. */
  narrow(term: string): void;
  openInCloudWatch(place: Events['openInCloudWatch']): void;
  /** The document of the log, at this invocation. */
  openInEditor(tailed: TailedInvocation): void;
  /** Whether the event of this request was sent from this window, and can be sent again. */
  canInvokeAgain(tailed: TailedInvocation): boolean;
  invokeAgain(tailed: TailedInvocation): void;
  /** Lines of other tailed functions that name the request or its trace. */
  findRequest(tailed: TailedInvocation): Promise<readonly RequestHit[]>;
  /** Opens the row that a hit is in. */
  goTo(hit: RequestHit): void;
  /** Says a sentence to a screen reader. */
  say(sentence: string): void;
}
