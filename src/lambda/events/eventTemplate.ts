/** What a template is: the kind of event it makes (with its schema), the few things it asks, and how the event is made of them. */

import { HumanError } from '../../base/humanError.ts';
import type { EventMaker } from './eventMaker.ts';
import type { JsonSchema } from './eventSchema.ts';

/** A shape that some service sends: what an event of it can be completed and checked by. */
export interface EventKind {
  /** Stable: `s3`, `apigateway-http`. */
  readonly id: string;
  /** As in "valid API Gateway HTTP v2 event". */
  readonly title: string;
  readonly schema: JsonSchema;
  /** What only events of this kind have; `undefined` for kinds of free form. */
  readonly mark: EventMark | undefined;
}

/** A part of an event: text must be equal (or begin so, before a `*`), `true` must be there, the one item of a list stands for the first. */
export type EventMark = string | true | readonly [EventMark] | { readonly [name: string]: EventMark };

export interface FieldDefinition {
  readonly label: string;
  readonly kind: 'text' | 'multiline' | 'choice' | 'number' | 'json';
  readonly value: string;
  readonly choices?: readonly string[];
  readonly hint?: string;
}

/** `json` becomes the parsed value, `number` a number, everything else stays text. */
export type FieldValues<Fields extends Readonly<Record<string, FieldDefinition>>> = {
  readonly [Name in keyof Fields]: Fields[Name]['kind'] extends 'number'
    ? number
    : Fields[Name]['kind'] extends 'json'
      ? unknown
      : string;
};

export interface EventTemplate<Event = unknown> {
  /** Stable: it is kept with drafts and test events. */
  readonly id: string;
  readonly title: string;
  /** The service that sends it, for grouping. */
  readonly service: string;
  readonly description: string;
  readonly kind: EventKind;
  readonly fields: Readonly<Record<string, FieldDefinition>>;
  /** Throws a `HumanError` for a value that it cannot use; what is not given takes its default. */
  create(values: Readonly<Record<string, string>>, make: EventMaker): Event;
}

export interface TemplateDefinition<Fields extends Readonly<Record<string, FieldDefinition>>, Event> {
  readonly id: string;
  readonly title: string;
  readonly service: string;
  readonly description: string;
  readonly kind: EventKind;
  readonly fields: Fields;
  readonly create: (values: FieldValues<Fields>, make: EventMaker) => Event;
}

export function template<const Fields extends Readonly<Record<string, FieldDefinition>>, Event>(
  definition: TemplateDefinition<Fields, Event>,
): EventTemplate<Event> {
  return {
    ...definition,
    create: (given, make) => {
      const values = Object.entries(definition.fields).map(([name, field]) => [
        name,
        parsed(field, given[name] ?? field.value),
      ]);
      return definition.create(Object.fromEntries(values) as FieldValues<Fields>, make);
    },
  };
}

// What fields are made with.
const ofKind =
  <const Kind extends FieldDefinition['kind']>(kind: Kind) =>
  (label: string, value: string, hint?: string) => ({ label, kind, value, ...(hint === undefined ? {} : { hint }) });

export const textField = ofKind('text');
export const multilineField = ofKind('multiline');
export const jsonField = ofKind('json');
export const numberField = ofKind('number');
export const choiceField = (label: string, choices: readonly [string, ...string[]]) => ({
  label,
  kind: 'choice' as const,
  value: choices[0],
  choices,
});

function parsed(field: FieldDefinition, value: string): unknown {
  const { kind, label } = field;
  if (kind === 'number') {
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number)) throw new HumanError(`${label} must be a number: ${value}`);
    return number;
  }
  if (kind === 'choice' && !field.choices?.includes(value)) {
    throw new HumanError(`${label} must be one of ${field.choices?.join(', ')}: ${value}`);
  }
  if (kind !== 'json') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new HumanError(`${label} must be JSON. Text needs double quotes: {"name": "value"}`);
  }
}
