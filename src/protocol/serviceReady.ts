/** The one line by which the local service tells that it answers: the first line of its standard output. */

export interface ServiceReady {
  readonly event: 'ready';
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly pid: number;
}

/** What the service prints instead when it cannot start; it then exits with status 1. */
export interface ServiceFailed {
  readonly event: 'failed';
  /** One sentence for a person. */
  readonly message: string;
}

/** Reads a line of the service's standard output. Returns `undefined` when it is not one of the two messages. */
export function parseServiceLine(line: string): ServiceReady | ServiceFailed | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  if (fields['event'] === 'failed' && typeof fields['message'] === 'string') {
    return { event: 'failed', message: fields['message'] };
  }
  const texts = ['endpoint', 'region', 'accountId', 'accessKeyId', 'secretAccessKey'];
  const complete = texts.every((name) => typeof fields[name] === 'string') && typeof fields['pid'] === 'number';
  return fields['event'] === 'ready' && complete ? (value as ServiceReady) : undefined;
}

/**
 * Name of the file inside the data folder that holds the ready line of the service that owns the folder.
 * Readable by its owner alone (mode 0600); removed on an orderly end. A second window attaches through it.
 */
export const serviceReadyFileName = 'service.json';
