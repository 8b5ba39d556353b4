/** An error as it crosses the wire: the same class is thrown by the local service and rebuilt by the client. */
export class LambdaServiceError extends Error {
  override readonly name = 'LambdaServiceError';
  /** The exception's shape name, for instance `ResourceNotFoundException`. */
  readonly code: string;
  readonly httpStatus: number;
  /** Who has to act: the caller (`User`) or the service (`Service`). Left out where AWS leaves it out. */
  readonly fault: 'User' | 'Service' | undefined;
  /** Members of the error body beside `Type` and `message`, for instance `Reason`. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Response headers that belong to the error, for instance `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    httpStatus: number,
    message: string,
    options: {
      readonly fault?: 'User' | 'Service';
      readonly members?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.httpStatus = httpStatus;
    this.fault = options.fault;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}
