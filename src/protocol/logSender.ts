/** The host's side of a view's log: turns what is held into messages in which every line goes once. */

import type { LogLine } from '../lambda/invocationRecord.ts';
import type {
  LineRef,
  LogBatch,
  LogSnapshot,
  SentBatch,
  SentInvocation,
  SentLine,
  SentLog,
  SentSnapshot,
  SentStream,
  TailedInvocation,
  TailedLine,
} from './logPanel.ts';

/** One per view: it remembers which lines of each invocation the view has. Messages must be sent in the order they are made. */
export class LogSender {
  /** By source and key: the lines as they were sent last. */
  readonly #sent = new Map<string, Map<string, readonly LogLine[]>>();

  /** Everything anew. */
  snapshot({ lines, invocations, ...rest }: LogSnapshot): SentSnapshot {
    this.#sent.clear();
    return { ...rest, ...this.#log(lines, invocations) };
  }

  /** What came since; also where the view cannot use it, because it then asks for a snapshot. */
  batch({ lines, invocations, ...rest }: LogBatch): SentBatch {
    for (const { sourceId, key } of rest.forgotten ?? []) this.#sent.get(sourceId)?.delete(key);
    return { ...rest, ...this.#log(lines, invocations) };
  }

  /** The view forgets the invocations of sources that went. */
  keepSources(sources: readonly { readonly id: string }[]): void {
    const kept = new Set(sources.map(({ id }) => id));
    for (const sourceId of this.#sent.keys()) if (!kept.has(sourceId)) this.#sent.delete(sourceId);
  }

  #log(lines: readonly TailedLine[], invocations: readonly TailedInvocation[]): SentLog {
    const message = new Message(lines);
    const sent = invocations.map((tailed) => this.#invocation(tailed, message));
    const { streams, strays } = message;
    return { streams, lines: message.lines, ...(strays.length === 0 ? {} : { strays }), invocations: sent };
  }

  #invocation({ invocation: { lines, ...record }, ...judgement }: TailedInvocation, message: Message): SentInvocation {
    const ofSource = this.#sent.get(judgement.sourceId) ?? new Map<string, readonly LogLine[]>();
    this.#sent.set(judgement.sourceId, ofSource);
    const before = ofSource.get(record.key);
    ofSource.set(record.key, lines);
    return { ...judgement, invocation: record, lines: refsOf(lines, before, judgement.sourceId, message) };
  }
}

/** Runs of what was there before, and places in the message for the rest. */
function refsOf(
  lines: readonly LogLine[],
  before: readonly LogLine[] | undefined,
  sourceId: string,
  message: Message,
): readonly LineRef[] {
  const placeBefore = new Map(before?.map((line, place) => [line, place]));
  const refs: LineRef[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as LogLine;
    const from = placeBefore.get(line);
    if (before === undefined || from === undefined) {
      refs.push(message.placeOf(sourceId, line));
      at += 1;
      continue;
    }
    let count = 1;
    while (at + count < lines.length && lines[at + count] === before[from + count]) count += 1;
    refs.push([from, count]);
    at += count;
  }
  return refs;
}

class Message {
  readonly streams: SentStream[] = [];
  readonly lines: readonly SentLine[];
  readonly strays: SentLine[] = [];
  readonly #places = new Map<LogLine, number>();
  readonly #streamPlaces = new Map<string, number>();

  constructor(lines: readonly TailedLine[]) {
    this.lines = lines.map(({ sourceId, line }, place) => {
      this.#places.set(line, place);
      return this.#toSent(sourceId, line);
    });
  }

  placeOf(sourceId: string, line: LogLine): number {
    const known = this.#places.get(line);
    if (known !== undefined) return known;
    const place = this.lines.length + this.strays.length;
    this.strays.push(this.#toSent(sourceId, line));
    this.#places.set(line, place);
    return place;
  }

  #toSent(sourceId: string, { event }: LogLine): SentLine {
    const { logGroupName, logStreamName, eventId, timestamp, ingestionTime, message } = event;
    const name = `${sourceId}\n${logGroupName}\n${logStreamName}`;
    let stream = this.#streamPlaces.get(name);
    if (stream === undefined) {
      stream = this.streams.push({ sourceId, logGroupName, logStreamName }) - 1;
      this.#streamPlaces.set(name, stream);
    }
    return [stream, eventId, timestamp, ingestionTime, message];
  }
}
