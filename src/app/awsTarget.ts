/** A profile in a Region as a target: AWS itself, or whatever endpoint the profile names. */

import { partitionOf } from '../lambda/names.ts';
import type { Connection, Target } from './target.ts';
import { type ConnectionSetting, connectionId } from './targetRegistry.ts';

/**
 * `connect` builds the clients; it is called once and again only after it failed.
 * `isProtected` is asked with the account id as soon as that is known.
 */
export function awsTarget(
  setting: ConnectionSetting,
  connect: (setting: ConnectionSetting, signal?: AbortSignal) => Promise<Connection>,
  isProtected: (label: string, accountId?: string) => boolean,
): Target {
  const label = `${setting.profile} · ${setting.region}`;
  let connecting: Promise<Connection> | undefined;
  let connected: Connection | undefined;
  let accountId: string | undefined;

  const open = async (): Promise<Connection> => {
    const connection = await connect(setting);
    connected = {
      lambda: connection.lambda,
      logs: connection.logs,
      ...(connection.schemas ? { schemas: connection.schemas } : {}),
      ...(connection.s3 ? { s3: connection.s3 } : {}),
      ...(connection.iam ? { iam: connection.iam } : {}),
      endpoint: connection.endpoint,
      async accountId(signal) {
        accountId = (await connection.accountId(signal)) ?? accountId;
        return accountId;
      },
      dispose: () => connection.dispose?.(),
    };
    return connected;
  };

  return {
    id: connectionId(setting),
    label,
    region: setting.region,
    get isProtected() {
      return isProtected(label, accountId);
    },
    runsHere: false,
    // Live Tail costs money per minute on AWS: polling is the default there.
    tailing: 'poll',
    consoleUrl: (functionName) =>
      connected?.endpoint === undefined ? consoleUrl(setting.region, functionName) : undefined,
    resourceUrl: (arn) => (connected?.endpoint === undefined ? resourceUrl(setting.region, arn) : undefined),
    async connect(signal) {
      signal?.throwIfAborted();
      // Shared by all callers, so no caller's signal may end it for the others.
      connecting ??= open();
      try {
        return await connecting;
      } catch (error) {
        connecting = undefined;
        throw error;
      }
    },
    reconnect() {
      connected = undefined;
      connecting = undefined;
    },
    dispose() {
      connected?.dispose?.();
      connected = undefined;
      connecting = undefined;
    },
  };
}

function consoleUrl(region: string, functionName: string): string {
  return `${consoleOf(region)}/lambda/home?region=${region}#/functions/${encodeURIComponent(functionName)}`;
}

/** The console finds the service's page by itself. */
function resourceUrl(region: string, arn: string): string {
  return `${consoleOf(region)}/go/view?arn=${encodeURIComponent(arn)}`;
}

function consoleOf(region: string): string {
  const hosts: Readonly<Record<string, string>> = {
    'aws-cn': 'console.amazonaws.cn',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
  };
  return `https://${region}.${hosts[partitionOf(region)] ?? 'console.aws.amazon.com'}`;
}
