/** The resource policy of a function, a version or an alias: who else may invoke it. */

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: string | Readonly<Record<string, string>>;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PolicyRecord {
  /** In the order in which they were added; never empty. */
  readonly statements: readonly PolicyStatement[];
  readonly revisionId: string;
}

/** The document as IAM writes it. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });
}
