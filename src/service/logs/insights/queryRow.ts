/** One record of a query: what is stored of an event, what is discovered in its message, and what commands add. */

import type { StoredLogEvent } from '../logReader.ts';
import { lambdaFields } from './lambdaFields.ts';
import { Moment, type Value } from './queryValue.ts';

/** Insights finds at most so many fields in a JSON event. */
const mostFields = 200;

export class QueryRow {
  readonly #set: Map<string, Value>;
  readonly #message: string | undefined;
  #discovered: ReadonlyMap<string, Value> | undefined;

  constructor(fields: Map<string, Value>, message?: string) {
    this.#set = fields;
    this.#message = message;
  }

  /** `log` is the account and the name of the group, `pointer` what GetLogRecord takes. */
  static ofEvent(event: StoredLogEvent, log: string, pointer: string): QueryRow {
    const fields = new Map<string, Value>([
      ['@timestamp', new Moment(event.timestamp)],
      ['@message', event.message],
      ['@logStream', event.logStreamName],
      ['@log', log],
      ['@ingestionTime', new Moment(event.ingestionTime)],
      ['@ptr', pointer],
    ]);
    return new QueryRow(fields, event.message);
  }

  get(name: string): Value {
    return this.#set.has(name) ? this.#set.get(name) : this.#fromMessage().get(name);
  }

  set(name: string, value: Value): void {
    this.#set.set(name, value);
  }

  /** Names of everything that has a value. */
  names(): readonly string[] {
    return [...new Set([...this.#set.keys(), ...this.#fromMessage().keys()])];
  }

  #fromMessage(): ReadonlyMap<string, Value> {
    this.#discovered ??= this.#message === undefined ? new Map() : discover(this.#message);
    return this.#discovered;
  }
}

function discover(message: string): ReadonlyMap<string, Value> {
  return /^\s*[{[]/.test(message) ? jsonFields(message) : lambdaFields(message);
}

/** Members of a JSON event by dotted names; elements of lists by their numbers. */
function jsonFields(message: string): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  const visit = (value: unknown, path: string): void => {
    if (fields.size >= mostFields) return;
    if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, path === '' ? key : `${path}.${key}`);
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      fields.set(path, typeof value === 'boolean' ? String(value) : value);
    }
  };
  try {
    visit(JSON.parse(message), '');
  } catch {
    fields.clear();
  }
  return fields;
}
