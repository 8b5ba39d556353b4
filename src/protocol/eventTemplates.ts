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
  readonly kind: 'text' | 'multiline' | 'choice' | 'number';
  readonly value: string;
  readonly choices?: readonly string[];
  /** What is expected, in a few words. */
  readonly hint?: string;
}

/** View → host. */
export type TemplateRequests = {
  readonly templates: { readonly argument: undefined; readonly result: readonly TemplateSummary[] };
  /** Rejects with a sentence for a value that the template cannot use. */
  readonly eventFromTemplate: {
    readonly argument: { readonly templateId: string; readonly values: Readonly<Record<string, string>> };
    readonly result: { readonly eventText: string };
  };
};
