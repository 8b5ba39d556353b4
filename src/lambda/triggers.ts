/** What makes a function run without anybody calling it: event source mappings, and whom its resource policy lets in. Pure. */

import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { asObject, parseJsonObject } from '../base/json.ts';

export interface Trigger {
  /** UUID of the mapping, or id of the policy's statement. */
  readonly key: string;
  /** `sqs orders-queue`, `s3 uploads`. */
  readonly name: string;
  /** `enabled · batches of 10`, `may invoke`. */
  readonly description: string;
  /** Of the source, where there is one. */
  readonly arn: string | undefined;
}

export function mappingTrigger(mapping: EventSourceMappingConfiguration): Trigger {
  const { UUID = '', EventSourceArn: arn, BatchSize, State, LastProcessingResult, SelfManagedEventSource } = mapping;
  const result = LastProcessingResult === 'No records processed' ? undefined : LastProcessingResult;
  const parts = [State?.toLowerCase(), BatchSize === undefined ? undefined : `batches of ${BatchSize}`, result];
  const name = arn === undefined ? (SelfManagedEventSource ? 'self-managed Kafka' : UUID) : sourceName(arn);
  return { key: UUID, name, description: parts.filter((part) => part !== undefined && part !== '').join(' · '), arn };
}

/** One trigger for each statement that allows. A text that is no policy has none. */
export function policyTriggers(policyText: string): readonly Trigger[] {
  const statements = parseJsonObject(policyText)?.['Statement'];
  return (Array.isArray(statements) ? statements : [statements]).flatMap((value, index) => {
    const statement = asObject(value);
    if (statement?.['Effect'] !== 'Allow') return [];
    const arn = sourceArn(statement['Condition']);
    const who = principalName(statement['Principal']);
    const key = typeof statement['Sid'] === 'string' ? statement['Sid'] : `statement ${index + 1}`;
    const name = arn === undefined ? who : `${who} ${resourceName(arn)}`;
    return [{ key, name, description: `${verb(statement['Action'])} · ${key}`, arn }];
  });
}

function verb(action: unknown): string {
  const actions = (Array.isArray(action) ? action : [action]).map(String);
  if (actions.includes('lambda:InvokeFunctionUrl')) return 'may call the function URL';
  return actions.some((name) => /^(lambda:(Invoke(Function|\*)|\*)|\*)$/.test(name))
    ? 'may invoke'
    : actions.join(', ');
}

function principalName(principal: unknown): string {
  if (typeof principal === 'string') return principal === '*' ? 'anyone' : principal;
  const { Service: service, AWS: aws } = asObject(principal) ?? {};
  const first = (value: unknown) => String(Array.isArray(value) ? value[0] : value);
  if (service !== undefined) return first(service).replace(/\.amazonaws\.com(\.cn)?$/, '');
  if (aws === undefined) return 'unknown principal';
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(first(aws))?.[1];
  return account === undefined ? (first(aws) === '*' ? 'anyone' : first(aws)) : `account ${account}`;
}

/** Whatever the operator: `{"ArnLike": {"AWS:SourceArn": "arn:…"}}`. */
function sourceArn(condition: unknown): string | undefined {
  for (const operands of Object.values(asObject(condition) ?? {})) {
    for (const [name, value] of Object.entries(asObject(operands) ?? {})) {
      if (name.toLowerCase() === 'aws:sourcearn') return String(Array.isArray(value) ? value[0] : value);
    }
  }
  return undefined;
}

/** `arn:aws:sqs:us-east-1:1:orders` is `sqs orders`. */
function sourceName(arn: string): string {
  return `${arn.split(':')[2] ?? ''} ${resourceName(arn)}`;
}

/** The last part by which a person knows the resource: `table/orders/stream/…` is `orders`. */
function resourceName(arn: string): string {
  const resource = arn.split(':').slice(5).join(':');
  const stream = /^table\/([^/]+)\//.exec(resource);
  return stream?.[1] ?? resource.replace(/^(stream|rule|cluster|table)\//, '');
}
