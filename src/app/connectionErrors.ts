/** What kind of failure an unknown error is, judged by the codes that Node and the service put into it. */

/** The `code` of a system error, looked for along the chain of causes (fetch and the SDK both wrap it). */
export function systemCodeOf(error: unknown): string | undefined {
  return codeOf(error, /^E[A-Z_]+$/);
}

/** Codes of OpenSSL's verification and of Node's own, of which only the last begins like a system error's. */
const certificateCodes =
  /^(?:UNABLE_TO_[A-Z_]+|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_[A-Z_]+|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** The `code` with which a certificate was refused. */
export function certificateCodeOf(error: unknown): string | undefined {
  return codeOf(error, certificateCodes);
}

/** What the proxy answered instead of opening a tunnel, or that it could not be reached at all. */
export function proxyFailureOf(error: unknown): 'sign-in' | 'refused' | 'unreachable' | undefined {
  if (!(error instanceof Error)) return undefined;
  if (codeOf(error, /^ERR_PROXY_/) !== undefined) {
    if (!('statusCode' in error)) return 'unreachable';
    return error.statusCode === 407 ? 'sign-in' : 'refused';
  }
  // The words of the editor, which chooses the proxy.
  return error.message.startsWith('Failed to establish a socket connection to proxies') ? 'unreachable' : undefined;
}

function codeOf(error: unknown, pattern: RegExp): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at ? at.code : undefined;
    if (typeof code === 'string' && pattern.test(code)) return code;
    if (at instanceof AggregateError) {
      const inner = at.errors.map((each) => codeOf(each, pattern)).find((found) => found !== undefined);
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
