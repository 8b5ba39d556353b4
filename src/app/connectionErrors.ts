/** What kind of failure an unknown error is, judged by the codes that Node and the service put into it. */

/** The `code` of a system error, looked for along the chain of causes (fetch and the SDK both wrap it). */
export function systemCodeOf(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at ? at.code : undefined;
    if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) return code;
    if (at instanceof AggregateError) {
      const inner = at.errors.map(systemCodeOf).find((found) => found !== undefined);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

/** Nothing listened: the request was certainly not received, so sending it again cannot run it twice. */
export function isConnectionRefused(error: unknown): boolean {
  return systemCodeOf(error) === 'ECONNREFUSED';
}

/** The connection broke while the request was under way: whether it was received is unknown. */
export function isConnectionLost(error: unknown): boolean {
  const code = systemCodeOf(error);
  return code === 'ECONNRESET' || code === 'EPIPE';
}
