/** Someone else deployed since: what is known about it, for whoever decides whether it is overwritten. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { HumanError } from '../../base/humanError.ts';
import type { FunctionFile } from '../build/functionFiles.ts';

export interface ForeignCode {
  /** What is there. */
  readonly deployed: FunctionConfiguration;
  /** When this machine deployed last, milliseconds since 1970. */
  readonly ownDeploymentAt: number;
  /** What would replace it; the files are there until the question is answered. `undefined` for an undo. */
  readonly files: readonly FunctionFile[] | undefined;
}

/** Resolves to true where it may be overwritten. */
export type AskAboutForeignCode = (found: ForeignCode) => Promise<boolean>;

/** Nobody was asked, or the answer was no. */
export class ForeignCodeKept extends HumanError {
  override readonly name = 'ForeignCodeKept';

  constructor(functionName: string, targetLabel: string) {
    super(
      `${functionName} on ${targetLabel} was deployed by someone else since it was last deployed from here. Nothing was overwritten.`,
    );
  }
}
