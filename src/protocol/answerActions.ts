/** What the invoke panel's view may ask to be done with an answer: keep it as a file, follow what a refusal offers. */

import type { RefusalCommand } from './invokePanel.ts';

/** View → host. */
export type AnswerViewEvents = {
  readonly refusalAction: { readonly command: RefusalCommand };
};

/** View → host. */
export type AnswerRequests = {
  /** Asks for a place and writes the file. Resolves with whether it was written: the question may be dismissed. */
  readonly saveAnswer: {
    readonly argument: SavedAnswer;
    readonly result: { readonly isSaved: boolean };
  };
};

/** View → host: the answer that a test event is expected to bring. */
export type ExpectedAnswerRequests = {
  readonly expectedAnswer: {
    readonly argument: { readonly name: string };
    /** `null` where none was saved. */
    readonly result: { readonly text: string | null };
  };
  readonly saveExpectedAnswer: {
    readonly argument: { readonly name: string; readonly text: string };
    readonly result: undefined;
  };
};

export interface SavedAnswer {
  readonly suggestedName: string;
  readonly content: string;
  readonly encoding: 'utf8' | 'base64';
}
