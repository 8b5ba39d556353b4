/**
 * One JSON Schema for events of all kinds, for text editors: what an event shows itself to be decides what it is checked by.
 * Events in files and in `lambda-event:` documents get it through the manifest, without a line of the extension running.
 */

import { allKinds } from '../lambda/events/allTemplates.ts';
import type { EventMark } from '../lambda/events/eventTemplate.ts';

/** Where it is written, from the root. */
export const eventSchemaPath = 'media/lambda-event.schema.json';

/** One line for each kind, so that a change shows where it is. */
export function eventSchemaText(): string {
  const kinds = allKinds.flatMap(({ title, schema, mark }) => {
    if (mark === undefined) return [];
    const [comment, condition, shape] = [title, markSchema(mark), schema].map((part) => JSON.stringify(part));
    return [`{"$comment":${comment},"if":${condition},"then":${shape}}`];
  });
  const head = '"$schema":"http://json-schema.org/draft-07/schema#","title":"Event of a Lambda function"';
  return `{${head},"allOf":[\n${kinds.join(',\n')}\n]}\n`;
}

/** A mark as the condition of a schema. Draft 7 is what every editor knows; nothing newer is used. */
function markSchema(mark: EventMark): object {
  if (mark === true) return {};
  if (typeof mark === 'string') return mark.endsWith('*') ? { pattern: `^${mark.slice(0, -1)}` } : { const: mark };
  if (isListMark(mark)) return { type: 'array', minItems: 1, items: [markSchema(mark[0])] };
  const entries = Object.entries(mark);
  return {
    type: 'object',
    required: entries.map(([name]) => name),
    properties: Object.fromEntries(entries.map(([name, inner]) => [name, markSchema(inner)])),
  };
}

function isListMark(mark: EventMark): mark is readonly [EventMark] {
  return Array.isArray(mark);
}
