/** Records of DynamoDB streams. Images are asked for as plain JSON and written as attribute values. */

import { HumanError } from '../../base/humanError.ts';
import { asObject } from '../../base/json.ts';
import type { EventMaker } from './eventMaker.ts';
import {
  arn,
  base64,
  choice,
  digits,
  epochS,
  flag,
  integer,
  type JsonSchema,
  list,
  mapOf,
  object,
  records,
  region,
  text,
} from './eventSchema.ts';
import { type EventKind, jsonField, template, textField } from './eventTemplate.ts';

export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: AttributeValue[] }
  | { readonly M: Record<string, AttributeValue> };

/** Two levels deep: what is deeper is not described, and not refused. */
function attributeValue(depth: number): JsonSchema {
  const inner = depth > 0 ? attributeValue(depth - 1) : {};
  return {
    ...object('One value, under the letter of its type.', {
      'S?': text('A text.'),
      'N?': text('A number, as text.'),
      'BOOL?': flag('True or false.'),
      'NULL?': flag('Always true: there is no value.'),
      'B?': base64('Bytes.'),
      'SS?': list('A set of texts.', { type: 'string' }),
      'NS?': list('A set of numbers, as text.', { type: 'string' }),
      'BS?': list('A set of byte strings.', { type: 'string' }),
      'L?': list('A list.', inner),
      'M?': mapOf('A map.', inner),
    }),
    additionalProperties: false,
  };
}

const image = (description: string) => mapOf(description, attributeValue(1));

const kind: EventKind = {
  id: 'dynamodb',
  title: 'DynamoDB stream',
  schema: records(
    'Changes of items, in order for each key.',
    object('One change.', {
      eventID: text('Id of the record.'),
      eventName: choice('What happened to the item.', ['INSERT', 'MODIFY', 'REMOVE']),
      eventVersion: text('Version of this shape.'),
      eventSource: choice('Always aws:dynamodb.', ['aws:dynamodb']),
      awsRegion: region,
      dynamodb: object('The change.', {
        'ApproximateCreationDateTime?': epochS('When it happened, to the second.'),
        Keys: image('Key of the item.'),
        'NewImage?': image('The item afterwards, where the stream view has it.'),
        'OldImage?': image('The item before, where the stream view has it.'),
        SequenceNumber: digits('Its place in the shard.'),
        SizeBytes: integer('Size of the record in bytes.'),
        StreamViewType: choice('What the stream records.', [
          'KEYS_ONLY',
          'NEW_IMAGE',
          'OLD_IMAGE',
          'NEW_AND_OLD_IMAGES',
        ]),
      }),
      eventSourceARN: arn('The stream.'),
      'userIdentity?': mapOf('Set when the service itself removed an item at its time to live.', {}),
    }),
  ),
  mark: { Records: [{ eventSource: 'aws:dynamodb', dynamodb: true }] },
};

/** A JSON value as DynamoDB writes it. */
function toAttributeValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toAttributeValue) };
  const members = asObject(value);
  return members === undefined ? { NULL: true } : { M: toImage(members) };
}

function toImage(members: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, toAttributeValue(value)]));
}

interface Change<Name extends string> {
  readonly eventName: Name;
  readonly table: string;
  readonly keyNames: string;
  readonly newItem?: unknown;
  readonly oldItem?: unknown;
}

function streamEvent<Name extends 'INSERT' | 'MODIFY' | 'REMOVE'>(change: Change<Name>, make: EventMaker) {
  const { eventName, table, keyNames } = change;
  const newItem = itemOf('New image', change.newItem);
  const oldItem = itemOf('Old image', change.oldItem);
  const item = newItem ?? oldItem ?? {};
  const names = keyNames.split(',').map((name) => name.trim());
  const missing = names.find((name) => !Object.hasOwn(item, name));
  if (missing !== undefined) throw new HumanError(`Key attributes must be in the image: ${missing}`);
  const images = {
    Keys: toImage(Object.fromEntries(names.map((name) => [name, item[name]]))),
    ...(newItem ? { NewImage: toImage(newItem) } : {}),
    ...(oldItem ? { OldImage: toImage(oldItem) } : {}),
  };
  return {
    Records: [
      {
        eventID: make.hex(32),
        eventName,
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: make.region,
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(make.epochMs() / 1000),
          ...images,
          SequenceNumber: make.digits(23),
          SizeBytes: Object.values(images).reduce((sum, image) => sum + sizeOf(image, make), 0),
          StreamViewType: 'NEW_AND_OLD_IMAGES' as const,
        },
        eventSourceARN: make.arn('dynamodb', `table/${table}/stream/${make.isoMs(86_400_000).replace('Z', '')}`),
      },
    ],
  };
}

/** Names and texts in bytes, numbers by their digits: near to DynamoDB's own count. */
function sizeOf(image: Record<string, AttributeValue>, make: EventMaker): number {
  return Object.entries(image).reduce((sum, [name, value]) => sum + make.byteLength(name) + valueSize(value, make), 0);
}

function valueSize(value: AttributeValue, make: EventMaker): number {
  if ('S' in value) return make.byteLength(value.S);
  if ('N' in value) return Math.ceil(value.N.length / 2) + 1;
  if ('L' in value) return 3 + value.L.reduce((sum, item) => sum + 1 + valueSize(item, make), 0);
  if ('M' in value) return 3 + sizeOf(value.M, make);
  return 1;
}

function itemOf(label: string, value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined) return undefined;
  const item = asObject(value);
  if (!item) throw new HumanError(`${label} must be a JSON object.`);
  return item;
}

const service = 'DynamoDB';
const common = {
  table: textField('Table', 'orders'),
  keyNames: textField('Key attributes', 'id', 'Names, with commas between'),
};
const newItem = jsonField('New image', '{\n  "id": "1042",\n  "status": "paid",\n  "total": 41.7\n}', 'Plain JSON');
const oldItem = jsonField('Old image', '{\n  "id": "1042",\n  "status": "open",\n  "total": 41.7\n}', 'Plain JSON');

export const dynamoDbInsert = template({
  id: 'dynamodb-insert',
  title: 'Item inserted',
  service,
  description: 'A stream record of a new item.',
  kind,
  fields: { newItem, ...common },
  create: (values, make) => streamEvent({ eventName: 'INSERT', ...values }, make),
});

export const dynamoDbModify = template({
  id: 'dynamodb-modify',
  title: 'Item modified',
  service,
  description: 'A stream record with the item before and afterwards.',
  kind,
  fields: { newItem, oldItem, ...common },
  create: (values, make) => streamEvent({ eventName: 'MODIFY', ...values }, make),
});

export const dynamoDbRemove = template({
  id: 'dynamodb-remove',
  title: 'Item removed',
  service,
  description: 'A stream record of an item that is gone.',
  kind,
  fields: { oldItem, ...common },
  create: (values, make) => streamEvent({ eventName: 'REMOVE', ...values }, make),
});

export const dynamoDbTemplates = [dynamoDbInsert, dynamoDbModify, dynamoDbRemove] as const;
