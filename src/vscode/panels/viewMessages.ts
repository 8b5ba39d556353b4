/** Checks what a view sends, at the boundary: the name must be known and the body must have its shape. */

import * as v from 'valibot';
import type { MessageMap } from '../../protocol/channel.ts';

/** One schema per event and request that a view may send. */
export type ViewSchemas<Map extends MessageMap> = {
  readonly [Name in keyof Map['events'] & string]: v.GenericSchema<unknown, Map['events'][Name]>;
} & {
  readonly [Name in keyof Map['requests'] & string]: v.GenericSchema<unknown, Map['requests'][Name]['argument']>;
};

/** Makes the check for `WebviewPort`. A reply passes: it is matched by its id. */
export function acceptFrom<Map extends MessageMap>(schemas: ViewSchemas<Map>): (message: unknown) => unknown {
  const byName: Readonly<Record<string, v.GenericSchema>> = schemas;
  return (message) => {
    const envelope = v.safeParse(envelopeSchema, message);
    if (!envelope.success) return undefined;
    const { kind, name } = envelope.output;
    if (kind === 'reply' || kind === 'failure') return envelope.output;
    const schema = Object.hasOwn(byName, name) ? byName[name] : undefined;
    const body = schema && v.safeParse(schema, envelope.output.body);
    return body?.success ? { ...envelope.output, body: body.output } : undefined;
  };
}

const envelopeSchema = v.object({
  kind: v.picklist(['event', 'request', 'reply', 'failure']),
  name: v.string(),
  id: v.number(),
  body: v.optional(v.unknown()),
});

/** A message without content: JSON turns `undefined` into `null` or leaves it out. */
export const nothing = v.pipe(
  v.nullish(v.unknown()),
  v.transform(() => undefined),
);
