/** What an extension's process sees: the function's variables without those that are the runtime's. */

/** Source: Lambda developer guide, "Extensions API", environment variables. */
const runtimeOnly = [
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_XRAY_CONTEXT_MISSING',
  'AWS_XRAY_DAEMON_ADDRESS',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
  '_AWS_XRAY_DAEMON_ADDRESS',
  '_AWS_XRAY_DAEMON_PORT',
  '_HANDLER',
];

/** `own` are the variables that the function sets: what the runtime made of them is not the extension's. */
export function extensionVariables(
  runtime: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
  folder: string,
): Record<string, string> {
  const variables: Record<string, string> = { ...runtime, PWD: folder };
  for (const name of runtimeOnly) delete variables[name];
  // Between the service and its own bootstraps.
  for (const name of Object.keys(variables)) if (name.startsWith('LAMBDA_WORKBENCH_')) delete variables[name];
  const { NODE_OPTIONS } = own;
  if (NODE_OPTIONS === undefined) delete variables['NODE_OPTIONS'];
  else variables['NODE_OPTIONS'] = NODE_OPTIONS;
  return variables;
}
