/** What the invoke panel says about test events: files of the workspace, and shareable ones on targets that have them. */

/** The test events of the panel's function. */
export interface TestEvents {
  /** In order of name. */
  readonly events: readonly TestEventSummary[];
  /** The one that a new panel begins with. */
  readonly defaultName: string | undefined;
  /** Where they are, from the workspace's folder: `.lambda/events/FUNCTION`; `undefined` without a folder open. */
  readonly folder: string | undefined;
  /** Whether the target has a registry of shareable test events. */
  readonly canShare: boolean;
}

export interface TestEventSummary {
  readonly name: string;
  readonly bytes: number;
}

/** Host → view. */
export type TestEventHostEvents = {
  /** Something of them changed, here or on disk. */
  readonly testEvents: TestEvents;
};

/** View → host. A refusal comes as a sentence that says what to do. */
export type TestEventRequests = {
  readonly testEvents: { readonly argument: undefined; readonly result: TestEvents };
  readonly readTestEvent: {
    readonly argument: { readonly name: string };
    readonly result: { readonly eventText: string };
  };
  /** Writes the event under this name; `isNew` refuses to replace one that exists. */
  readonly saveTestEvent: {
    readonly argument: { readonly name: string; readonly eventText: string; readonly isNew: boolean };
    readonly result: undefined;
  };
  readonly renameTestEvent: {
    readonly argument: { readonly name: string; readonly newName: string };
    readonly result: undefined;
  };
  readonly duplicateTestEvent: {
    readonly argument: { readonly name: string; readonly newName: string };
    readonly result: undefined;
  };
  readonly deleteTestEvent: { readonly argument: { readonly name: string }; readonly result: undefined };
  /** `undefined` for none. */
  readonly setDefaultTestEvent: { readonly argument: { readonly name: string | null }; readonly result: undefined };
  readonly openTestEvent: { readonly argument: { readonly name: string }; readonly result: undefined };
  /** Asks which shareable test events to take, and writes them as files. Resolves with how many. */
  readonly importTestEvents: { readonly argument: undefined; readonly result: { readonly imported: number } };
  readonly exportTestEvent: { readonly argument: { readonly name: string }; readonly result: undefined };
  /** The clipboard as an event; rejects when it is not JSON. */
  readonly eventFromClipboard: { readonly argument: undefined; readonly result: { readonly eventText: string } };
};
