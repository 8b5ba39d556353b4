/** Asks for a new execution environment: a header that the local service understands, beside Lambda's own. */

import type { MiddlewareStack } from '@smithy/types';
import { HumanError } from '../base/humanError.ts';

/** Before the signature is made: the header is signed like every other. */
export function askForFreshEnvironment<Input extends object, Output extends object>(command: {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}): void {
  command.middlewareStack.add(
    (next) => (step) => {
      const request = step.request as { readonly headers: Record<string, string> };
      request.headers['lambda-workbench-environment'] = 'fresh';
      return next(step);
    },
    { step: 'build', name: 'freshEnvironment' },
  );
}

export function noFreshEnvironments(): HumanError {
  return new HumanError(
    'Only the local service can start a new execution environment on request. On AWS, any change of the function’s configuration does.',
  );
}
