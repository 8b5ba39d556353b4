/** StartLiveTail: the events of up to ten groups as they are written, until the caller leaves or three hours are over. */

import { randomUUID } from 'node:crypto';
import type {
  LiveTailSessionLogEvent,
  StartLiveTailCommandInput,
  StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { logGroupArn } from '../../../lambda/names.ts';
import type { AppendedEvents } from '../../logs/logStore.ts';
import type { Action, ActionContext } from '../context.ts';
import { LiveTailQueue } from '../liveTailQueue.ts';
import { requireFilter, requireGroupByArn } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

export const startLiveTail: Action<
  StartLiveTailCommandInput,
  { readonly responseStream: AsyncIterable<StartLiveTailResponseStream> }
> = (input, context) => {
  const { logGroupIdentifiers = [], logStreamNames, logStreamNamePrefixes } = input;
  const groups = new Set(logGroupIdentifiers.map((arn) => requireGroupByArn(arn, context).name));
  const narrowed = logStreamNames !== undefined || logStreamNamePrefixes !== undefined;
  if (narrowed && groups.size !== 1) throw logsErrors.streamsOfOneGroup();
  if (logStreamNames !== undefined && logStreamNamePrefixes !== undefined) throw logsErrors.namesAndPrefix();
  const { selects } = requireFilter(input.logEventFilterPattern);
  const ofStream = (name: string) =>
    !narrowed || logStreamNames?.includes(name) || logStreamNamePrefixes?.some((prefix) => name.startsWith(prefix));
  const results = ({ location, events }: AppendedEvents): LiveTailSessionLogEvent[] => {
    const { region, logGroupName, logStreamName } = location;
    if (region !== context.region || !groups.has(logGroupName) || !ofStream(logStreamName)) return [];
    const logGroupIdentifier = logGroupArn(region, context.parts.accountId, logGroupName);
    return events
      .filter(({ message }) => selects(message))
      .map(({ message, timestamp, ingestionTime }) => ({
        logStreamName,
        logGroupIdentifier,
        message,
        timestamp,
        ingestionTime,
      }));
  };
  return { responseStream: session(input, context, results) };
};

const sessionMs = 3 * 3_600_000;

/** Subscribes before the first event goes out: what is written after the session has started is never missed. */
function session(
  input: StartLiveTailCommandInput,
  context: ActionContext,
  results: (appended: AppendedEvents) => LiveTailSessionLogEvent[],
): AsyncIterable<StartLiveTailResponseStream> {
  const { logs, clock } = context.parts;
  const timeout = new AbortController();
  const queue = new LiveTailQueue(clock, AbortSignal.any([context.closed, timeout.signal]));
  const subscription = logs.onDidAppend((appended) => queue.push(results(appended)));
  const timer = clock.after(sessionMs, () => timeout.abort());
  const end = () => {
    subscription.dispose();
    timer.dispose();
  };
  context.closed.addEventListener('abort', end, { once: true });
  return (async function* stream(): AsyncGenerator<StartLiveTailResponseStream> {
    try {
      yield {
        sessionStart: {
          requestId: context.requestId,
          sessionId: randomUUID(),
          logGroupIdentifiers: input.logGroupIdentifiers,
          logStreamNames: input.logStreamNames ?? [],
          logStreamNamePrefixes: input.logStreamNamePrefixes ?? [],
          logEventFilterPattern: input.logEventFilterPattern ?? '',
        },
      };
      for await (const { events, sampled } of queue) {
        yield { sessionUpdate: { sessionMetadata: { sampled }, sessionResults: [...events] } };
      }
      if (timeout.signal.aborted) yield sessionTimeout();
    } finally {
      end();
    }
  })();
}

/** The members of the wire's exception; the SDK's type wants an `Error`, which only its clients make. */
function sessionTimeout(): StartLiveTailResponseStream {
  const members = { message: 'The Live Tail session has timed out.' };
  return { SessionTimeoutException: members } as unknown as StartLiveTailResponseStream;
}
