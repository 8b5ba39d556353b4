/** What the operations on code signing have in common: which configuration, of which function, how shown. */

import { randomBytes } from 'node:crypto';
import type { CodeSigningConfig } from '@aws-sdk/client-lambda';
import { partitionOf } from '../../lambda/names.ts';
import type { CodeSigningRecord } from '../store/codeSigningRecord.ts';
import type { ActionContext } from './context.ts';
import { codeSigningErrors } from './resourceErrors.ts';

export interface StoredCodeSigning {
  readonly id: string;
  readonly record: CodeSigningRecord;
}

/** `csc-` and 17 characters, as AWS makes them. */
export function newCodeSigningId(): string {
  return `csc-0${randomBytes(8).toString('hex')}`;
}

/** The configuration of an ARN; `undefined` for another Region's or account's, too. */
function findCodeSigning(arn: string | undefined, context: ActionContext): StoredCodeSigning | undefined {
  const id = arn?.split(':').at(-1) ?? '';
  if (arn !== codeSigningArn(id, context)) return undefined;
  const record = context.parts.codeSigning.get(context.region, id);
  return record === undefined ? undefined : { id, record };
}

export function requireCodeSigning(arn: string | undefined, context: ActionContext): StoredCodeSigning {
  const found = findCodeSigning(arn, context);
  if (found === undefined) throw codeSigningErrors.notFound(arn ?? '');
  return found;
}

/** The configuration that a function is to have. Throws 404 in other words than `requireCodeSigning`, as AWS does. */
export function codeSigningForFunction(arn: string | undefined, context: ActionContext): StoredCodeSigning {
  const found = findCodeSigning(arn, context);
  if (found === undefined) throw codeSigningErrors.notFoundForFunction(arn ?? '');
  return found;
}

/** Throws 400 for code of a function that takes signed code only: packages are not signed here. */
export function refuseUnsignedCode(arn: string | undefined, functionName: string, context: ActionContext): void {
  if (arn === undefined) return;
  const { record } = codeSigningForFunction(arn, context);
  if (record.untrusted === 'Enforce') throw codeSigningErrors.unsigned(functionName);
}

function codeSigningArn(id: string, { region, parts: { accountId } }: ActionContext): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${accountId}:code-signing-config:${id}`;
}

/** As the API answers it. */
export function shownCodeSigning({ id, record }: StoredCodeSigning, context: ActionContext): CodeSigningConfig {
  return {
    CodeSigningConfigId: id,
    CodeSigningConfigArn: codeSigningArn(id, context),
    ...(record.description === undefined ? {} : { Description: record.description }),
    AllowedPublishers: { SigningProfileVersionArns: [...record.publishers] },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: record.untrusted },
    LastModified: new Date(record.lastModified).toISOString().replace('Z', '+0000'),
  };
}
