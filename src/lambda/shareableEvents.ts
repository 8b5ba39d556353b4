/**
 * Shareable test events as the Lambda console and the SAM CLI keep them: examples in one OpenAPI document per function,
 * in the registry `lambda-testevent-schemas` of EventBridge Schemas (developer guide, "Testing Lambda functions in the console").
 */

import { asObject, type JsonObject, parseJsonObject } from '../base/json.ts';

export const testEventRegistry = 'lambda-testevent-schemas';

/** Name of the function's document in the registry. */
export const testEventSchemaName = (functionName: string): string => `_${functionName}-schema`;

export interface ShareableEvent {
  readonly name: string;
  readonly value: unknown;
}

/** In the document's order. `undefined` for a document that holds no examples in the expected place. */
export function shareableEventsIn(content: string): readonly ShareableEvent[] | undefined {
  const components = asObject(parseJsonObject(content)?.['components']);
  if (components === undefined) return undefined;
  return Object.entries(asObject(components['examples']) ?? {}).flatMap(([name, example]) => {
    const fields = asObject(example);
    return fields && 'value' in fields ? [{ name, value: fields['value'] }] : [];
  });
}

/** The document with this event added, or put in the place of the one of its name; everything else stays. */
export function withShareableEvent(content: string, { name, value }: ShareableEvent): string {
  const document: JsonObject = parseJsonObject(content) ?? {};
  const components = asObject(document['components']) ?? {};
  const examples = asObject(components['examples']) ?? {};
  return JSON.stringify({
    ...document,
    components: { ...components, examples: { ...examples, [name]: { value } } },
  });
}
