/** What the invoke panel says about events of triggers: templates, and what their schemas know of the text being edited. */

/** One trigger's event, to begin with. */
export interface TemplateSummary {
  /** Stable: it is kept with drafts and test events (`apigateway-http`, `s3-put`). */
  readonly id: string;
  readonly title: string;
  /** The service that sends it, for grouping: `API Gateway`, `S3`. */
  readonly service: string;
  readonly description: string;
  /** The few things worth asking for. */
  readonly fields: readonly TemplateField[];
}

export interface TemplateField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'multiline' | 'choice' | 'number' | 'json';
  readonly value: string;
  readonly choices?: readonly string[];
  /** What is expected, in a few words. */
  readonly hint?: string;
}

/** Longer texts are not sent to be checked: keystrokes come first. In characters. */
export const largestAdvisedText = 1024 * 1024;

/** The text being edited, as far as advice needs it. */
export interface AdvisedText {
  /** What the event was made from; `null` lets the host recognise it by its content. */
  readonly templateId: string | null;
  readonly eventText: string;
}

/** Offsets count UTF-16 units from the beginning of the text. */
export interface EventProblem {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export interface EventCheck {
  /** As in "valid S3 notification event"; `null` for an event of nobody's that is known. */
  readonly kindTitle: string | null;
  readonly problems: readonly EventProblem[];
}

export interface EventCompletion {
  readonly label: string;
  /** Replaces the text from `from` to `to`. */
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** Where the cursor goes, within `insert`; its end when absent. */
  readonly caret?: number;
  /** What it means. */
  readonly description?: string;
}

export interface EventHover {
  readonly from: number;
  readonly to: number;
  readonly description: string;
}

/** View → host. */
export type TemplateRequests = {
  readonly templates: { readonly argument: undefined; readonly result: readonly TemplateSummary[] };
  /** Rejects with a sentence for a value that the template cannot use. */
  readonly eventFromTemplate: {
    readonly argument: { readonly templateId: string; readonly values: Readonly<Record<string, string>> };
    readonly result: { readonly eventText: string };
  };
  /** `null` when a newer question of the same panel has overtaken this one. */
  readonly checkEvent: { readonly argument: AdvisedText; readonly result: EventCheck | null };
  readonly completeEvent: {
    readonly argument: AdvisedText & { readonly offset: number };
    readonly result: readonly EventCompletion[];
  };
  readonly describeEvent: {
    readonly argument: AdvisedText & { readonly offset: number };
    readonly result: EventHover | null;
  };
  /** Undo steps of the editor's last life, in its own form; `null` for none. */
  readonly keptUndo: { readonly argument: undefined; readonly result: { readonly packed: string } | null };
  readonly keepUndo: { readonly argument: { readonly packed: string }; readonly result: undefined };
};
