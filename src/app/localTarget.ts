/** The local service as a target: its connection outlives restarts of the service behind it. */

import { HumanError } from '../base/humanError.ts';
import type { LambdaApi, LogsApi } from '../lambda/api.ts';
import type { CommandId } from '../protocol/commandTable.ts';
import type { ServiceReady } from '../protocol/serviceReady.ts';
import { isConnectionLost, isConnectionRefused } from './connectionErrors.ts';
import type { LocalServiceHost } from './localServiceHost.ts';
import type { Connection, Target } from './target.ts';

export const localTargetId = 'local';

/** The part of the host that the target needs. */
export type LocalServiceSource = Pick<LocalServiceHost, 'ensureRunning' | 'reportUnreachable' | 'isStoppedOnRequest'>;

export function localTarget(
  host: LocalServiceSource,
  connect: (ready: ServiceReady) => Connection | Promise<Connection>,
): Target {
  let current: { readonly ready: ServiceReady; readonly connection: Promise<Connection> } | undefined;

  const reach = async (signal?: AbortSignal): Promise<Connection> => {
    if (host.isStoppedOnRequest) throw stoppedError();
    const ready = await host.ensureRunning(signal);
    if (current?.ready !== ready) {
      void current?.connection.then((connection) => connection.dispose?.());
      const connection = Promise.resolve(connect(ready));
      current = { ready, connection };
      connection.catch(() => {
        if (current?.connection === connection) current = undefined;
      });
    }
    return current.connection;
  };

  /**
   * Calls through; a refused connection starts the service again and sends the call to the new one. So does a lost one,
   * where the call only reads: anything else might have been done already.
   */
  const call = async <Result>(
    send: (connection: Connection) => Promise<Result>,
    signal: AbortSignal | undefined,
    onlyReads: boolean,
  ): Promise<Result> => {
    const connection = await reach(signal);
    try {
      return await send(connection);
    } catch (error) {
      if (isConnectionRefused(error) || (onlyReads && isConnectionLost(error))) {
        host.reportUnreachable();
        return await send(await reach(signal));
      }
      if (isConnectionLost(error)) host.reportUnreachable();
      throw error;
    }
  };

  return {
    id: localTargetId,
    label: 'Local',
    region: 'us-east-1',
    isProtected: false,
    runsHere: true,
    tailing: 'live',
    consoleUrl: () => undefined,
    async connect(signal) {
      const connection = await reach(signal);
      return {
        lambda: forwarding<LambdaApi>(
          (name, input, options) =>
            call((to) => (to.lambda[name] as AnyCall)(input, options), options?.signal, isRead(name)),
          { canStartFresh: connection.lambda.canStartFresh ?? false },
        ),
        logs: forwarding<LogsApi>((name, input, options) =>
          call((to) => (to.logs[name] as AnyCall)(input, options), options?.signal, isRead(name)),
        ),
        ...(connection.s3 ? { s3: connection.s3 } : {}),
        endpoint: connection.endpoint,
        accountId: (inner) => call((to) => to.accountId(inner), inner, true),
      };
    },
    dispose() {
      void current?.connection.then(
        (connection) => connection.dispose?.(),
        () => {},
      );
      current = undefined;
    },
  };
}

interface AnyOptions {
  readonly signal?: AbortSignal;
}

type AnyCall = (input: unknown, options?: AnyOptions) => Promise<unknown>;

/** AWS names every operation that changes nothing by one of these verbs. */
function isRead(operation: string): boolean {
  return /^(list|get|describe|filter|start(?=LiveTail))/.test(operation);
}

/** An API all of whose operations go through one function; `facts` are its members that are none. */
function forwarding<Api extends object>(
  send: (name: keyof Api, input: unknown, options?: AnyOptions) => Promise<unknown>,
  facts: Partial<Api> = {},
): Api {
  return new Proxy(facts as Api, {
    get(_, name) {
      if (Object.hasOwn(facts, name)) return facts[name as keyof Api];
      // A thenable would be taken for a promise by `await`.
      if (name === 'then') return undefined;
      return (input: unknown, options?: AnyOptions) => send(name as keyof Api, input, options);
    },
  });
}

function stoppedError(): HumanError {
  const command: CommandId = 'lambdaWorkbench.startLocalService';
  return new HumanError('The local service is stopped.', { action: { label: 'Start Local Service', command } });
}
