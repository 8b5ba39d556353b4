/** Names and ARNs of functions: parsed once at a door, trusted afterwards. */

import { limits } from './limits.ts';

/** A function as a caller named it, whichever of Lambda's four forms was used. */
export interface FunctionReference {
  readonly name: string;
  /** From the name's suffix; `undefined` when the name carried none. */
  readonly qualifier: string | undefined;
  /** Present for ARN forms only. */
  readonly region: string | undefined;
  readonly accountId: string | undefined;
}

/** `$LATEST`, a version number or an alias. */
export const latestQualifier = '$LATEST';

const namePattern = /^[a-zA-Z0-9-_]+$/;
const arnPattern = /^arn:[a-z-]+:lambda:([a-z0-9-]+):(\d{12}):function:([a-zA-Z0-9-_]+)(?::([a-zA-Z0-9$_.-]+))?$/;
const partialArnPattern = /^(\d{12}):function:([a-zA-Z0-9-_]+)(?::([a-zA-Z0-9$_.-]+))?$/;
const qualifiedNamePattern = /^([a-zA-Z0-9-_]+):([a-zA-Z0-9$_.-]+)$/;

/**
 * Reads `name`, `name:qualifier`, `account:function:name[:qualifier]` or a full ARN.
 * Returns `undefined` for anything else. (Lambda API reference, `FunctionName`.)
 */
export function parseFunctionReference(text: string): FunctionReference | undefined {
  const arn = arnPattern.exec(text);
  if (arn) return { region: arn[1], accountId: arn[2], name: arn[3] ?? '', qualifier: arn[4] };
  const partial = partialArnPattern.exec(text);
  if (partial) return { region: undefined, accountId: partial[1], name: partial[2] ?? '', qualifier: partial[3] };
  const qualified = qualifiedNamePattern.exec(text);
  if (qualified) {
    return { region: undefined, accountId: undefined, name: qualified[1] ?? '', qualifier: qualified[2] };
  }
  return namePattern.test(text)
    ? { region: undefined, accountId: undefined, name: text, qualifier: undefined }
    : undefined;
}

/** True for a name that a new function may have. */
export function isFunctionName(text: string): boolean {
  return namePattern.test(text) && text.length <= limits.functionNameLength;
}

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`. */
export function functionArn(region: string, accountId: string, name: string, qualifier?: string): string {
  const arn = `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** The partition a Region belongs to, by its prefix. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

/** Where Lambda writes a function's logs unless its `LoggingConfig` says otherwise. */
export function defaultLogGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`, without the trailing `:*` that Live Tail refuses. */
export function logGroupArn(region: string, accountId: string, logGroupName: string): string {
  return `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${logGroupName}`;
}
