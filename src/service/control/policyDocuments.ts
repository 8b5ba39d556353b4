/** Reads a whole resource policy, as PutResourcePolicy takes it. */

import { isDeepStrictEqual } from 'node:util';
import type { PolicyStatement } from '../store/policyRecord.ts';
import { policyErrors } from './resourceErrors.ts';

export interface PolicyDocument {
  readonly head: Readonly<Record<string, unknown>>;
  readonly statements: readonly PolicyStatement[];
}

const versions: readonly unknown[] = ['2012-10-17', '2008-10-17'];
const documentMembers: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
const statementMembers: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** Throws 400 for a text that is no policy, and for one that concerns another resource than `resourceArn`. */
export function readPolicyDocument(text: string, resourceArn: string): PolicyDocument {
  const document = parse(text);
  if (!isObject(document)) throw policyErrors.malformed('it must be a JSON object.');
  const stranger = Object.keys(document).find((key) => !documentMembers.has(key));
  if (stranger !== undefined) throw policyErrors.malformed(`it has no member ${stranger}.`);
  const { Statement, ...head } = document;
  if (head['Version'] !== undefined && !versions.includes(head['Version'])) {
    throw policyErrors.malformed('Version must be 2012-10-17.');
  }
  const statements = Array.isArray(Statement) ? (Statement as readonly unknown[]) : [Statement];
  if (Statement === undefined || statements.length === 0) throw policyErrors.malformed('it has no statement.');
  const read = statements.map((statement) => readStatement(statement, resourceArn));
  const ids = read.map(({ Sid }) => Sid).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) throw policyErrors.malformed('statement ids must be unique.');
  return { head: { Version: '2012-10-17', ...head }, statements: read };
}

function readStatement(statement: unknown, resourceArn: string): PolicyStatement {
  if (!isObject(statement)) throw policyErrors.malformed('a statement must be a JSON object.');
  const stranger = Object.keys(statement).find((key) => !statementMembers.has(key));
  if (stranger !== undefined) throw policyErrors.malformed(`a statement has no member ${stranger}.`);
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, Condition } = statement;
  if (Sid !== undefined && typeof Sid !== 'string') throw policyErrors.malformed('Sid must be a text.');
  if (Effect !== 'Allow' && Effect !== 'Deny') throw policyErrors.malformed('Effect must be Allow or Deny.');
  if ((Principal === undefined) === (NotPrincipal === undefined)) {
    throw policyErrors.malformed('a statement needs either a Principal or a NotPrincipal.');
  }
  if (!isTexts(Action ?? NotAction)) throw policyErrors.malformed('a statement needs an Action.');
  if (Condition !== undefined && !isObject(Condition)) throw policyErrors.malformed('Condition must be a JSON object.');
  if (!isTexts(Resource) || !isDeepStrictEqual(texts(Resource), [resourceArn])) {
    throw policyErrors.malformed(`Resource must be ${resourceArn}.`);
  }
  return statement as unknown as PolicyStatement;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw policyErrors.malformed('it is not JSON.');
  }
}

function isTexts(value: unknown): value is string | readonly string[] {
  return texts(value).length > 0 && texts(value).every((item) => typeof item === 'string');
}

function texts(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
