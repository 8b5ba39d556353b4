/** The command line of the local service, and the same options as environment variables. */

import { parseArgs } from 'node:util';

export interface ServiceOptions {
  readonly port: number;
  readonly dataFolder: string;
  readonly accountId: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** Where packages in S3 are fetched; may carry a key pair. */
  readonly s3Endpoint: string | undefined;
  /** Where dead-letter queues and destinations are reached; may carry key pairs. */
  readonly deliveryEndpoints: Readonly<Record<'sqs' | 'sns' | 'events' | 's3', string | undefined>>;
  /** How many processes may wait, started ahead, for functions to come. */
  readonly spares: number;
  /** Whether functions run in namespaces of their own. */
  readonly isolation: 'none' | 'bwrap';
  /** Whether functions get of a busy processor what their memory size says. */
  readonly sharesCpu: boolean;
  /** End when standard input closes: whoever started the service is gone. */
  readonly ownerStdin: boolean;
}

/** Raised for a command line that makes no sense; the message is ready to be shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const defaultSpares = 4;

export const usage = `Usage: node main.js --data DIR [options]

A local AWS Lambda and CloudWatch Logs endpoint on 127.0.0.1.

  --data DIR                folder that keeps functions, code and logs (created when missing)
  --port N                  port to listen on; 0 takes a free one (default 0)
  --account-id ID           twelve digits (default 000000000000)
  --region NAME             Region named in the ready line; requests bring their own (default us-east-1)
  --access-key-id KEY       with --secret-access-key: the key pair that requests must be signed with,
  --secret-access-key KEY   instead of the pair that is generated and kept in the data folder
  --aws-endpoint URL        S3, SQS, SNS and EventBridge, where they are one: http://[KEY:SECRET@]host:port
  --s3-endpoint URL         S3 alone: packages named by bucket and key are fetched there, and records of failures
                            are put there (default: AWS_ENDPOINT_URL_S3)
  --sqs-endpoint URL        where dead-letter queues and destinations are (default: AWS_ENDPOINT_URL_SQS)
  --sns-endpoint URL        the same for topics (default: AWS_ENDPOINT_URL_SNS)
  --events-endpoint URL     the same for event buses (default: AWS_ENDPOINT_URL_EVENTBRIDGE)
  --spares N                how many interpreters may wait, started ahead, for the next cold start of functions that
                            are in use (default ${defaultSpares}; 0 starts each when it is needed)
  --isolation bwrap         functions run in namespaces of their own, with Lambda's paths and a /tmp of their size
                            (Linux with bubblewrap; none by default)
  --cpu-share               functions get of a busy processor what their memory size says (default: all are equal)
  --owner-stdin             end when standard input is closed
  --help                    show this text

Each option can be given as an environment variable as well: LAMBDA_WORKBENCH_DATA, LAMBDA_WORKBENCH_PORT, …
The first line on standard output is one JSON object: {"event":"ready","endpoint":…} or {"event":"failed","message":…}.
`;

const prefix = 'LAMBDA_WORKBENCH_';
/** As the SDKs know them. The variable for all services is left out: it names this service, most likely. */
const endpointVariables = {
  s3: 'AWS_ENDPOINT_URL_S3',
  sqs: 'AWS_ENDPOINT_URL_SQS',
  sns: 'AWS_ENDPOINT_URL_SNS',
  events: 'AWS_ENDPOINT_URL_EVENTBRIDGE',
} as const;

/** Returns `'help'` when help was asked for. Throws `UsageError`. An option on the command line wins over its variable. */
export function readServiceOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ServiceOptions | 'help' {
  const given = parse(argv);
  if (given.help) return 'help';
  const option = (name: keyof typeof given & string) => {
    const value = given[name] ?? environment[prefix + name.replaceAll('-', '_').toUpperCase()];
    return value === '' || typeof value !== 'string' ? undefined : value;
  };
  const dataFolder = option('data');
  if (dataFolder === undefined) throw new UsageError('--data is missing: the folder that keeps functions and logs.');
  const accountId = option('account-id') ?? '000000000000';
  if (!/^\d{12}$/.test(accountId)) throw new UsageError(`--account-id must have twelve digits: ${accountId}`);
  const endpoint = (service: keyof typeof endpointVariables) =>
    readEndpoint(`${service}-endpoint`, option(`${service}-endpoint`) ?? environment[endpointVariables[service]]) ??
    readEndpoint('aws-endpoint', option('aws-endpoint'));
  const s3Endpoint = endpoint('s3');
  return {
    dataFolder,
    accountId,
    port: readPort(option('port') ?? '0'),
    region: option('region') ?? 'us-east-1',
    credentials: readCredentials(option('access-key-id'), option('secret-access-key')),
    s3Endpoint,
    deliveryEndpoints: { sqs: endpoint('sqs'), sns: endpoint('sns'), events: endpoint('events'), s3: s3Endpoint },
    spares: readSpares(option('spares')),
    isolation: readIsolation(option('isolation')),
    sharesCpu: given['cpu-share'] === true || /^(1|true)$/i.test(environment[`${prefix}CPU_SHARE`] ?? ''),
    ownerStdin: given['owner-stdin'] === true,
  };
}

function parse(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args: [...argv],
      options: {
        data: text,
        port: text,
        'account-id': text,
        region: text,
        'access-key-id': text,
        'secret-access-key': text,
        'aws-endpoint': text,
        's3-endpoint': text,
        'sqs-endpoint': text,
        'sns-endpoint': text,
        'events-endpoint': text,
        spares: text,
        isolation: text,
        'cpu-share': { type: 'boolean' },
        'owner-stdin': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`--port must be a number from 0 to 65535: ${text}`);
  return port;
}

function readSpares(text: string | undefined): number {
  if (text === undefined) return defaultSpares;
  if (!/^\d{1,2}$/.test(text)) throw new UsageError(`--spares must be a number from 0 to 99: ${text}`);
  return Number(text);
}

function readIsolation(text = 'none'): 'none' | 'bwrap' {
  if (text === 'none' || text === 'bwrap') return text;
  throw new UsageError(`--isolation must be bwrap or none: ${text}`);
}

function readEndpoint(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
    // Without the text: it may carry a secret.
    throw new UsageError(`--${name} (or its variable) must be a URL that begins with http:// or https://.`);
  }
  return text;
}

function readCredentials(accessKeyId: string | undefined, secretAccessKey: string | undefined) {
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new UsageError('--access-key-id and --secret-access-key belong together: give both or neither.');
  }
  return { accessKeyId, secretAccessKey };
}
