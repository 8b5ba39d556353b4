/** What CloudWatch Logs says to a filter pattern that it cannot read. */

export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError';

  constructor(message = 'Invalid filter pattern') {
    super(message);
  }
}

/** Its text names the piece of the pattern that holds what must not be there. */
export function invalidTerm(term: string): InvalidPatternError {
  return new InvalidPatternError(`Invalid character(s) in term '${term}'`);
}
