/** The rows of the Project Functions view: definitions, their functions, and each function on each target. */

import type { ProjectFunction, ProjectKind, ProjectPlace, ProjectProblem } from '../../app/project/projectFunction.ts';
import type { ProjectState } from '../../app/project/projectStates.ts';

export type ProjectNode = DefinitionNode | DefinedFunctionNode | DeployedNode | ProblemNode | NoteNode;

/** A file that defines several functions beside others that do. */
export interface DefinitionNode {
  readonly kind: 'definition';
  readonly id: string;
  readonly root: string;
  readonly definition: ProjectKind;
  readonly file: string;
  readonly functions: readonly ProjectFunction[];
}

export interface DefinedFunctionNode {
  readonly kind: 'definedFunction';
  readonly id: string;
  /** Absolute path of the workspace folder. */
  readonly root: string;
  readonly defined: ProjectFunction;
}

/** A function of the project on one target. With its target and name, every command for functions takes it. */
export interface DeployedNode {
  readonly kind: 'deployed';
  readonly id: string;
  readonly parent: DefinedFunctionNode;
  readonly targetId: string;
  /** The name on the target, where a stack made it up. */
  readonly functionName: string;
  /** `undefined` when the target could not be asked. */
  readonly state: ProjectState | undefined;
  /** Why not. */
  readonly failure?: string;
}

export interface ProblemNode {
  readonly kind: 'problem';
  readonly id: string;
  readonly problem: ProjectProblem;
}

/** A row that only says something. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly text: string;
}

/** The function of the project that a command was called on. */
export function definedFunctionOf(argument: unknown): DefinedFunctionNode | undefined {
  const node = projectNodeOf(argument);
  if (node?.kind === 'deployed') return node.parent;
  return node?.kind === 'definedFunction' ? node : undefined;
}

/** Where the definition behind a row stands. */
export function placeOf(argument: unknown): ProjectPlace | undefined {
  const node = projectNodeOf(argument);
  switch (node?.kind) {
    case 'definition':
      return { file: node.file, line: 1 };
    case 'problem':
      return node.problem.place;
    default:
      return definedFunctionOf(argument)?.defined.place;
  }
}

/** Rows come from our own tree, so their `kind` is enough to know them. */
export function projectNodeOf(argument: unknown): ProjectNode | undefined {
  if (typeof argument !== 'object' || argument === null || !('kind' in argument)) return undefined;
  return ['definition', 'definedFunction', 'deployed', 'problem', 'note'].includes(String(argument.kind))
    ? (argument as ProjectNode)
    : undefined;
}
