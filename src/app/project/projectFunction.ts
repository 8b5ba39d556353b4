/** A function that the workspace defines, whatever kind of project says so. */

import type { BuildSetting } from '../build/buildSetting.ts';

export type ProjectKind = 'sam' | 'serverless' | 'cdk' | 'terraform' | 'plain';

/** Where the definition stands: a click on the row opens it. */
export interface ProjectPlace {
  /** Absolute path. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface ProjectFunction {
  readonly kind: ProjectKind;
  /** The name on a target: as the definition says, or the one that its framework would make as far as it can be known. */
  readonly functionName: string;
  /** How a stack begins the name that it makes up where the definition gives none. */
  readonly generatedPrefix?: string;
  /** What the definition calls it: logical id, key, resource address. */
  readonly logicalId: string;
  readonly place: ProjectPlace;
  /** Absolute path of the folder that holds the code. */
  readonly folder: string;
  /** `undefined` where the definition leaves it to another tool. */
  readonly build: BuildSetting | undefined;
  readonly settings: ProjectSettings;
}

/** What the definition says about the configuration; a member is missing where it says nothing that can be resolved here. */
export interface ProjectSettings {
  readonly runtime?: string;
  readonly handler?: string;
  readonly architecture?: string;
  readonly memorySizeMB?: number;
  readonly timeoutS?: number;
  readonly role?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly layers?: readonly string[];
}

/** A definition that cannot be read: shown as a row that opens the place. */
export interface ProjectProblem {
  readonly kind: ProjectKind;
  readonly place: ProjectPlace;
  readonly message: string;
}
