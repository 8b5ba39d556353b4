/** `GET /runtime/invocation/next`: waits for an invocation, however long that takes. */

import type { DeliveredInvocation } from '../../environment/runtimeSession.ts';
import type { RuntimeRoute } from '../route.ts';

export const getNext: RuntimeRoute = async (session, request, response) => {
  const invocation = await session.next(request.headers['lambda-workbench-output'] === 'none');
  response.writeHead(200, { 'Content-Length': invocation.payload.length, ...nextHeaders(invocation) });
  response.end(invocation.payload);
};

/** All but the length. */
export function nextHeaders(invocation: DeliveredInvocation): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Invocation-Id': invocation.invocationId,
    'Lambda-Runtime-Deadline-Ms': String(invocation.deadlineMs),
    'Lambda-Runtime-Invoked-Function-Arn': invocation.invokedFunctionArn,
    'Lambda-Runtime-Trace-Id': invocation.traceId,
  };
  if (invocation.clientContext !== undefined) {
    headers['Lambda-Runtime-Client-Context'] = headerValue(invocation.clientContext);
  }
  if (invocation.cognitoIdentity !== undefined) {
    headers['Lambda-Runtime-Cognito-Identity'] = headerValue(JSON.stringify(invocation.cognitoIdentity));
  }
  if (invocation.tenantId !== undefined) headers['Lambda-Runtime-Aws-Tenant-Id'] = invocation.tenantId;
  return headers;
}

/** JSON on one line and in ASCII: the client for Rust, for one, ends at a header with anything else. */
function headerValue(json: string): string {
  return JSON.stringify(JSON.parse(json)).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
