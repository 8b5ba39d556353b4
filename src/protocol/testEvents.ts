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
  /** The template that it came from. */
  readonly templateId?: string;
}

/** Host → view. */
export type TestEventHostEvents = {
  /** Something of them changed, here or on disk: their list, or what one of them says. */
  readonly testEventsChanged: TestEvents;
};

/** View → host. A refusal comes as a sentence that says what to do; `null` means that the developer thought better of it. */
export type TestEventRequests = {
  readonly testEvents: { readonly argument: undefined; readonly result: TestEvents };
  readonly readTestEvent: {
    readonly argument: { readonly name: string };
    /** `draftText`: what was typed into it here and not saved. Without a name: what was typed beside all test events. */
    readonly result: { readonly eventText: string; readonly draftText?: string };
  };
  /** Writes the event under its name; asks for a new name where there is none. Resolves with the name. */
  readonly saveTestEvent: {
    readonly argument: { readonly name?: string; readonly eventText: string; readonly templateId?: string };
    readonly result: { readonly name: string } | null;
  };
  /** The host asks for the new name. */
  readonly renameTestEvent: {
    readonly argument: { readonly name: string };
    readonly result: { readonly name: string } | null;
  };
  readonly duplicateTestEvent: {
    readonly argument: { readonly name: string };
    readonly result: { readonly name: string } | null;
  };
  /** Asks, then moves the file to the bin. */
  readonly deleteTestEvent: {
    readonly argument: { readonly name: string };
    readonly result: { readonly name: string } | null;
  };
  /** `null` for none. */
  readonly setDefaultTestEvent: { readonly argument: { readonly name: string | null }; readonly result: undefined };
  readonly openTestEvent: { readonly argument: { readonly name: string }; readonly result: undefined };
  /** Asks which shareable test events to take, and writes them as files. Resolves with their names. */
  readonly importTestEvents: {
    readonly argument: undefined;
    readonly result: { readonly names: readonly string[] } | null;
  };
  /** Puts the event among the shareable ones of the target, replacing one of its name after asking. */
  readonly exportTestEvent: {
    readonly argument: { readonly name: string };
    readonly result: { readonly name: string } | null;
  };
  /** The clipboard as an event; refused when it is not JSON. */
  readonly eventFromClipboard: { readonly argument: undefined; readonly result: { readonly eventText: string } };
};
