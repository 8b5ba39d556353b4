/** What the answer's side of the invoke panel may ask of the host. */

import type { SavedAnswer } from '../../protocol/answerActions.ts';
import type { RefusalCommand, RunAnswer, StackFrame } from '../../protocol/invokePanel.ts';

export interface ResultActions {
  openFrame(frame: StackFrame): void;
  tailLogs(): void;
  /** In the log panel. */
  showRequest(requestId: string): void;
  copy(text: string): void;
  /** Leaves an earlier run for the newest. */
  showNewest(): void;
  save(answer: SavedAnswer): void;
  /** Of the run before the shown one, as the history has kept it; `undefined` where it has not, or only in part. */
  answerBefore(): Promise<RunAnswer | undefined>;
  runRefusalAction(command: RefusalCommand): void;
  /** What the test event is expected to bring; `undefined` where nothing was saved. */
  expectedAnswer(testEventName: string): Promise<string | undefined>;
  /** Resolves with whether it was saved. */
  saveExpectedAnswer(testEventName: string, text: string): Promise<boolean>;
}
