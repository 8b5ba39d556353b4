/** Which resources have tags, how many, and how they are written. */

import type { Tags } from '../store/functionStore.ts';
import { requireProvider } from './capacityProviders.ts';
import { requireCodeSigning } from './codeSigning.ts';
import type { ActionContext } from './context.ts';
import { findMapping } from './eventSourceMappings.ts';
import { functionTarget, requireFunction } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';
import { mappingErrors, tagErrors } from './resourceErrors.ts';

/** Tags of one resource. */
const tagLimit = 50;

export interface TaggedResource {
  readonly tags: Tags;
  readonly write: (tags: Tags) => void;
}

/** The resource of a tag operation's ARN. Throws 404 for one that is not there, in the words of its own kind. */
export function taggedResource(arn = '', context: ActionContext): TaggedResource {
  const kind = arn.split(':')[5] ?? '';
  return (kinds[kind] ?? unknownKind)(arn, context);
}

/** Throws 400 for tags that a resource cannot be created with. */
export function checkNewTags(tags: Tags | undefined): void {
  checkTags(tags ?? {}, tags ?? {});
}

/** Throws 400 when the caller writes keys that are AWS's own, or when there are too many together. */
export function checkTags(written: Tags, together: Tags): void {
  const reserved = Object.keys(written).find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) throw tagErrors.reservedKey(reserved);
  if (Object.keys(together).length > tagLimit) throw lambdaErrors.tooManyTags();
}

type Find = (arn: string, context: ActionContext) => TaggedResource;

const kinds: Readonly<Record<string, Find>> = {
  function(arn, context) {
    const { parts } = context;
    const target = functionTarget(arn, undefined, context);
    if (target.qualifier !== undefined) throw lambdaErrors.tagsOnQualifier();
    const { id, tags, record } = requireFunction(target, context);
    const write = (changed: Tags) =>
      parts.functions.updateTags(id, changed, { ...record, revisionId: parts.newRevisionId() });
    return { tags, write };
  },
  'event-source-mapping'(arn, context) {
    const mapping = isHere(arn, context) ? findMapping(arn.split(':')[6] ?? '', context) : undefined;
    if (mapping === undefined) throw mappingErrors.taggedNotFound(arn);
    const { uuid, record } = mapping;
    const write = (tags: Tags) => context.parts.mappings.put(context.region, uuid, { ...record, tags });
    return { tags: record.tags, write };
  },
  'code-signing-config'(arn, context) {
    const { id, record } = requireCodeSigning(arn, context);
    const write = (tags: Tags) => context.parts.codeSigning.put(context.region, id, { ...record, tags });
    return { tags: record.tags, write };
  },
  'capacity-provider'(arn, context) {
    const { name, record } = requireProvider(arn, context);
    const write = (tags: Tags) => context.parts.capacityProviders.put(context.region, name, { ...record, tags });
    return { tags: record.tags, write };
  },
};

/** Network connectors, which do not exist here. */
const unknownKind: Find = () => {
  throw lambdaErrors.noSuchResource();
};

function isHere(arn: string, { region, parts: { accountId } }: ActionContext): boolean {
  const [, , , arnRegion, arnAccount] = arn.split(':');
  return arnRegion === region && arnAccount === accountId;
}
