/**
 * Reads the body of a subscription. Bounds: Lambda developer guide, "Telemetry API reference" and "Logs API"; words of
 * the refusals as people met them.
 */

import { ApiRefusal } from '../apiRefusal.ts';
import {
  logsSchemas,
  type TelemetrySchema,
  type TelemetryType,
  telemetrySchemas,
  telemetryTypes,
} from './telemetryEvent.ts';

export type TelemetryApi = 'Telemetry' | 'Logs';

export interface TelemetryDestination {
  readonly protocol: 'HTTP' | 'TCP';
  /** Of the loopback address: nothing else can be named. */
  readonly port: number;
  /** Path and query of an HTTP destination. */
  readonly path: string;
  readonly method: 'POST' | 'PUT';
}

export interface SubscriptionRequest {
  readonly types: readonly TelemetryType[];
  readonly schema: TelemetrySchema;
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly destination: TelemetryDestination;
}

/** Answers `OK` or `AlreadySubscribed`. Throws `ApiRefusal`. */
export type Subscribe = (extensionName: string, api: TelemetryApi, body: Uint8Array) => string;

const buffering = {
  maxItems: { least: 1000, most: 10_000, standard: 10_000 },
  maxBytes: { least: 262_144, most: 1_048_576, standard: 262_144 },
  timeoutMs: { least: 25, most: 30_000, standard: 1000 },
} as const;

/** Names of the environment itself. */
const ownNames = ['sandbox.localdomain', 'sandbox'];
const ports = { least: 1, most: 65_535 };

/** Throws `ApiRefusal` (400, and 403 for a destination outside of the environment). */
export function readSubscription(api: TelemetryApi, body: Uint8Array): SubscriptionRequest {
  const request = parse(api, body);
  const destination = readDestination(api, request['destination']);
  const types = request['types'];
  if (!Array.isArray(types)) throw undecodable(api, 'missing field `types`');
  const unknown = types.find((type) => !(telemetryTypes as readonly unknown[]).includes(type));
  if (unknown !== undefined) throw undecodable(api, unknownVariant(unknown, telemetryTypes));
  const schema = readSchema(api, request['schemaVersion']);
  const problems = [
    ...(destination.port === undefined ? ['URI port is not provided'] : []),
    ...(types.length === 0 ? ['types should not be empty'] : []),
    ...(new Set(types).size < types.length ? ['types should be unique'] : []),
  ];
  const limits = readBuffering(request['buffering'], problems);
  const { port } = destination;
  if (port === undefined || problems.length > 0) throw invalid(api, problems.join('; '));
  return { types: types as TelemetryType[], schema, ...limits, destination: { ...destination, port } };
}

function parse(api: TelemetryApi, body: Uint8Array): Readonly<Record<string, unknown>> {
  let request: unknown;
  try {
    request = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (error) {
    throw undecodable(api, error instanceof Error ? error.message : String(error));
  }
  if (isObject(request)) return request;
  throw undecodable(api, 'expected subscription object');
}

function readSchema(api: TelemetryApi, version: unknown): TelemetrySchema {
  const [own, other] = api === 'Logs' ? [logsSchemas, telemetrySchemas] : [telemetrySchemas, logsSchemas];
  // Only the Logs API is older than its versions.
  const named = version === undefined && api === 'Logs' ? '2020-08-15' : version;
  const schema = typeof named === 'string' ? own[named] : undefined;
  if (schema !== undefined) return schema;
  if (named !== undefined && (typeof named !== 'string' || other[named] === undefined)) {
    throw undecodable(api, unknownVariant(named, [...Object.keys(logsSchemas), ...Object.keys(telemetrySchemas)]));
  }
  throw invalid(
    api,
    api === 'Logs'
      ? 'LogsAPI only supports the following SchemaVersion: 2020-08-15, 2021-03-18'
      : 'TelemetryAPI only supports the SchemaVersion released after 2021-03-18',
  );
}

type ReadDestination = Omit<TelemetryDestination, 'port'> & { readonly port: number | undefined };

function readDestination(api: TelemetryApi, destination: unknown): ReadDestination {
  if (!isObject(destination)) throw undecodable(api, 'missing field `destination`');
  const { protocol, URI, port, method = 'POST' } = destination;
  if (protocol === undefined) throw undecodable(api, 'missing field `protocol`');
  if (method !== 'POST' && method !== 'PUT') throw undecodable(api, unknownVariant(method, ['POST', 'PUT']));
  if (protocol === 'TCP') {
    if (typeof port !== 'number') throw undecodable(api, 'missing field `port`');
    if (!Number.isInteger(port) || port < ports.least || port > ports.most) {
      throw invalid(api, `port should be between ${ports.least} and ${ports.most}`);
    }
    return { protocol, port, path: '', method };
  }
  if (protocol !== 'HTTP') throw undecodable(api, unknownVariant(protocol, ['HTTP', 'TCP']));
  if (typeof URI !== 'string') throw undecodable(api, 'missing field `URI`');
  const url = URL.parse(URI);
  if (url === null) throw invalid(api, 'invalid destination URI');
  if (url.protocol !== 'http:') throw denied(api, "Only 'http' scheme is supported.");
  if (!ownNames.includes(url.hostname)) throw denied(api, "Only 'sandbox.localdomain' hostname is supported.");
  // The URL forgets a port that is the scheme's own.
  const named = url.port === '' && /^http:\/\/[^/]*:80(?:[/?#]|$)/i.test(URI) ? '80' : url.port;
  return { protocol, port: named === '' ? undefined : Number(named), path: url.pathname + url.search, method };
}

function readBuffering(value: unknown, problems: string[]): Record<keyof typeof buffering, number> {
  const given = isObject(value) ? value : {};
  const read = (name: keyof typeof buffering) => {
    const { least, most, standard } = buffering[name];
    const amount = given[name] ?? standard;
    if (typeof amount === 'number' && Number.isInteger(amount) && amount >= least && amount <= most) return amount;
    problems.push(`${name} should be between ${least} and ${most}`);
    return standard;
  };
  return { maxBytes: read('maxBytes'), maxItems: read('maxItems'), timeoutMs: read('timeoutMs') };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownVariant(value: unknown, variants: readonly string[]): string {
  const quoted = variants.map((variant) => `\`${variant}\``);
  const expected = quoted.length === 2 ? quoted.join(' or ') : `one of ${quoted.join(', ')}`;
  return `unknown variant \`${String(value)}\`, expected ${expected}`;
}

function undecodable(api: TelemetryApi, message: string): ApiRefusal {
  return new ApiRefusal(400, `${api}.DeserializationError`, message);
}

function invalid(api: TelemetryApi, message: string): ApiRefusal {
  return new ApiRefusal(400, `${api}.ValidationError`, message);
}

function denied(api: TelemetryApi, message: string): ApiRefusal {
  return new ApiRefusal(403, `${api}.AccessDenied`, message);
}
