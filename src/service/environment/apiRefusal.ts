/** An answer of the Runtime, Extensions or Telemetry API that says no. `errorType` is part of the API. */

export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly httpStatus: number;
  readonly errorType: string;

  constructor(httpStatus: number, errorType: string, message: string) {
    super(message);
    this.httpStatus = httpStatus;
    this.errorType = errorType;
  }
}

/** What a caller of the runtime's side is told who comes out of turn. */
export function refusedTransition(who: string, errorType: string, from: string, to: string): ApiRefusal {
  const message = `State transition from ${from} to ${to} failed for ${who}. Error: State transition is not allowed`;
  return new ApiRefusal(403, errorType, message);
}
