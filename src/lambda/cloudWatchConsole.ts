/** Addresses of log groups and streams in the CloudWatch console, which encodes names in a way of its own. */

export interface LogPlace {
  readonly region: string;
  readonly logGroupName: string;
  readonly logStreamName?: string;
  /** Milliseconds since 1970: the stream opens here. */
  readonly timestamp?: number;
}

const consoleHosts: Readonly<Record<string, string>> = {
  cn: 'console.amazonaws.cn',
  'us-gov': 'console.amazonaws-us-gov.com',
};

/** What is seen around the moment in question. */
const marginMs = 60_000;

export function cloudWatchUrl({ region, logGroupName, logStreamName, timestamp }: LogPlace): string {
  const partition = /^(cn|us-gov)-/.exec(region)?.[1] ?? '';
  const host = consoleHosts[partition] ?? `${region}.console.aws.amazon.com`;
  const group = `https://${host}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${encode(logGroupName)}`;
  if (logStreamName === undefined) return group;
  const stream = `${group}/log-events/${encode(logStreamName)}`;
  if (timestamp === undefined) return stream;
  const range = `?start=${Math.floor(timestamp - marginMs)}&end=${Math.ceil(timestamp + marginMs)}`;
  return stream + encodeURIComponent(range).replaceAll('%', '$');
}

/** Twice, with `$` for the outer `%`: the name stands inside the fragment's own path. */
function encode(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll('%', '$');
}
