/** Everything that is copied to the clipboard: ARN, name, AWS CLI command, values, the environment for a shell. */

import { env } from 'vscode';
import type { Drafts } from '../../app/drafts.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { LocalServiceHost } from '../../app/localServiceHost.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { asObject, asText } from '../../base/json.ts';
import type { ServiceReady } from '../../protocol/serviceReady.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import { targetIdOf } from '../tree/nodes.ts';
import type { TrustedWorkspace } from '../trust.ts';
import { functionArgument, nodeArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

/** Of a row, or of what a notification names: `{ arn }`. */
export function copyArn(catalog: FunctionCatalog): CommandHandler {
  return async (argument) => {
    const told = asText(asObject(argument)?.['arn']);
    if (told !== undefined) return await env.clipboard.writeText(told);
    const node = nodeArgument(argument);
    const ofRow = node?.kind === 'detail' && 'arn' in node.detail ? node.detail.arn : undefined;
    const key = functionArgument(argument);
    if (key === undefined) throw messages.needsRow('Copy ARN');
    const arn = ofRow ?? catalog.find(key.targetId, key.functionName)?.FunctionArn;
    if (arn === undefined) throw messages.noArn(key.functionName);
    await env.clipboard.writeText(arn);
  };
}

export function copyName(): CommandHandler {
  return async (argument) => {
    const key = functionArgument(argument);
    if (key === undefined) throw messages.needsRow('Copy Name');
    await env.clipboard.writeText(key.functionName);
  };
}

/** Of an environment variable or a tag; the address of a function URL. */
export function copyValue(): CommandHandler {
  return async (argument) => {
    const node = nodeArgument(argument);
    if (node?.kind !== 'detail' || !('value' in node.detail)) throw messages.needsRow('Copy Value');
    await env.clipboard.writeText(node.detail.value);
  };
}

/** The invoke that the panel would make, for a shell. */
export function copyCliCommand(targets: TargetRegistry, drafts: Drafts): CommandHandler {
  return async (argument) => {
    const key = functionArgument(argument);
    const target = key && targets.get(key.targetId);
    if (key === undefined || target === undefined) throw messages.needsRow('Copy AWS CLI Command');
    const payload = drafts.read(key)?.eventText ?? '{}';
    await env.clipboard.writeText(cliCommand(target, key.functionName, payload));
  };
}

export function cliCommand(target: Target, functionName: string, payload: string): string {
  const place = target.runsHere ? [] : ['--profile', quoted(profileOf(target)), '--region', target.region];
  const parts = [
    'aws lambda invoke',
    '--function-name',
    functionName,
    ...place,
    '--cli-binary-format raw-in-base64-out',
  ];
  return [...parts, '--payload', quoted(payload), '/dev/stdout'].join(' ');
}

export interface ShellEnvironmentOptions {
  readonly targets: TargetRegistry;
  readonly host: LocalServiceHost;
  readonly local: Target;
  readonly trust: TrustedWorkspace;
  readonly notify: Notify;
  readonly isWindows: boolean;
}

/** So that any AWS SDK or CLI in a terminal talks to the same target. */
export function copyShellEnvironment(options: ShellEnvironmentOptions): CommandHandler {
  const { targets, host, local, trust, notify, isWindows } = options;
  return async (argument) => {
    const node = nodeArgument(argument);
    const target = node === undefined ? local : targets.get(targetIdOf(node));
    if (target === undefined) throw messages.needsRow('Copy Shell Environment');
    trust.demandFor(target);
    const variables = target.runsHere ? localVariables(await host.ensureRunning()) : profileVariables(target);
    await env.clipboard.writeText(shellLines(variables, isWindows));
    notify.info(`Paste into a terminal: its AWS commands then go to ${target.label}.`);
  };
}

function localVariables(ready: ServiceReady): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: ready.endpoint,
    AWS_REGION: ready.region,
    AWS_DEFAULT_REGION: ready.region,
    AWS_ACCESS_KEY_ID: ready.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ready.secretAccessKey,
  };
}

function profileVariables(target: Target): Readonly<Record<string, string>> {
  return { AWS_PROFILE: profileOf(target), AWS_REGION: target.region, AWS_DEFAULT_REGION: target.region };
}

/** `export NAME=value` lines, or PowerShell's. */
export function shellLines(variables: Readonly<Record<string, string>>, isWindows: boolean): string {
  const line = ([name, value]: [string, string]) =>
    isWindows ? `$env:${name} = '${value.replaceAll("'", "''")}'` : `export ${name}=${quoted(value)}`;
  return `${Object.entries(variables).map(line).join('\n')}\n`;
}

function profileOf(target: Target): string {
  return target.id.slice(0, target.id.lastIndexOf('/'));
}

/** For POSIX shells; left bare where nothing in it means anything to one. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
