/** The resource policy of a function, a version or an alias: who else may invoke it. */

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

export interface PolicyRecord {
  /** In the order in which they were added; never empty. */
  readonly statements: readonly PolicyStatement[];
  readonly revisionId: string;
  /** What stands before the statements, where somebody put a whole document. */
  readonly head?: PolicyHead | undefined;
}

type PolicyHead = Readonly<Record<string, unknown>>;

const defaultHead: PolicyHead = { Version: '2012-10-17', Id: 'default' };

/** The document as IAM writes it. */
export function policyDocument(statements: readonly PolicyStatement[], head: PolicyHead = defaultHead): string {
  return JSON.stringify({ ...head, Statement: statements });
}
