/** A target whose service is in memory. */

import type { Connection, Target } from '../../src/app/target.ts';
import type { LogsApi } from '../../src/lambda/api.ts';
import type { IamApi } from '../../src/lambda/iamApi.ts';
import type { S3Api } from '../../src/lambda/s3Api.ts';
import type { SchemasApi } from '../../src/lambda/schemasApi.ts';
import { InMemoryLambda } from './inMemoryLambda.ts';

export interface InMemoryTarget extends Target {
  readonly lambda: InMemoryLambda;
  /** What `connect` does next time, instead of connecting. */
  refuse(error: unknown): void;
}

export interface InMemoryTargetOptions {
  readonly id?: string;
  readonly label?: string;
  readonly region?: string;
  readonly lambda?: InMemoryLambda;
  readonly logs?: LogsApi;
  readonly schemas?: SchemasApi;
  readonly s3?: S3Api;
  readonly iam?: IamApi;
  readonly accountId?: string | undefined;
  readonly isProtected?: boolean;
  readonly runsHere?: boolean;
}

export function inMemoryTarget(options: InMemoryTargetOptions = {}): InMemoryTarget {
  const lambda = options.lambda ?? new InMemoryLambda(options.region, options.accountId);
  const { schemas, s3, iam } = options;
  const connection: Connection = {
    lambda,
    logs: options.logs ?? noLogs,
    ...(schemas ? { schemas: async () => schemas } : {}),
    ...(s3 ? { s3: async () => s3 } : {}),
    ...(iam ? { iam: async () => iam } : {}),
    endpoint: undefined,
    accountId: async () => options.accountId,
  };
  let refusal: unknown;
  return {
    id: options.id ?? 'local',
    label: options.label ?? 'Local',
    region: lambda.region,
    isProtected: options.isProtected ?? false,
    runsHere: options.runsHere ?? true,
    tailing: 'live',
    lambda,
    consoleUrl: () => undefined,
    async connect(signal) {
      signal?.throwIfAborted();
      if (refusal === undefined) return connection;
      const error = refusal;
      refusal = undefined;
      throw error;
    },
    refuse(error) {
      refusal = error;
    },
  };
}

const noLogs = new Proxy({} as LogsApi, {
  get: (_, name) => {
    throw new Error(`This target has no logs: ${String(name)}`);
  },
});
