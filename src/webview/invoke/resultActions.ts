/** What the answer's side of the invoke panel may ask of the host. */

import type { SavedAnswer } from '../../protocol/answerActions.ts';
import type { RefusalCommand, StackFrame } from '../../protocol/invokePanel.ts';

export interface ResultActions {
  openFrame(frame: StackFrame): void;
  tailLogs(): void;
  copy(text: string): void;
  /** Leaves an earlier run for the newest. */
  showNewest(): void;
  save(answer: SavedAnswer): void;
  runRefusalAction(command: RefusalCommand): void;
  /** What the test event is expected to bring; `undefined` where nothing was saved. */
  expectedAnswer(testEventName: string): Promise<string | undefined>;
  /** Resolves with whether it was saved. */
  saveExpectedAnswer(testEventName: string, text: string): Promise<boolean>;
}
