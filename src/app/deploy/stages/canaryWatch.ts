/** Watches how the invocations of one version end, by its own log streams, for as long as a canary lasts. */

import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { sleep } from '../../../base/clock.ts';
import { HumanError, messageOf } from '../../../base/humanError.ts';
import { formatDuration } from '../../../base/text.ts';
import { InvocationAssembler } from '../../../lambda/invocationAssembler.ts';
import type { InvocationRecord } from '../../../lambda/invocationRecord.ts';
import type { LogEvent } from '../../../lambda/logEvent.ts';
import { defaultLogGroupName } from '../../../lambda/names.ts';
import { LambdaServiceError } from '../../../lambda/serviceError.ts';
import type { RedeployRun } from '../redeployRun.ts';

export interface WatchedTraffic {
  readonly invocations: number;
  readonly failed: number;
  /** What the first one that failed said. */
  readonly firstError?: string;
}

export interface WatchedVersion {
  readonly version: string;
  /** Where its log goes; `undefined`: the function's default group. */
  readonly logGroup: string | undefined;
  readonly minutes: number;
  readonly toleratedErrors: number;
}

/** Live where tailing is free; within the rate of FilterLogEvents elsewhere. */
const pauseMs = { live: 500, poll: 5_000 } as const;
/** CloudWatch takes a while to show an event: every look goes back this far. */
const overlapMs = 30_000;
/** For longer than this nobody may be blind while real traffic is at stake. */
const longestBlindnessMs = 60_000;
const dayMs = 86_400_000;

/** Ends early when more invocations failed than are tolerated. Rejects with `HumanError` when the log cannot be seen. */
export async function watchVersion(run: RedeployRun, watched: WatchedVersion): Promise<WatchedTraffic> {
  const { clock, signal, target, log } = run;
  const assembler = new InvocationAssembler({ linesPerRecord: 5 });
  const beganAt = clock.now();
  const startedAt = clock.monotonic();
  const durationMs = watched.minutes * 60_000;
  let seenAt = startedAt;
  for (;;) {
    const elapsedMs = clock.monotonic() - startedAt;
    await sleep(clock, Math.min(pauseMs[target.tailing], Math.max(0, durationMs - elapsedMs)), signal);
    try {
      assembler.add(await eventsSince(run, watched, Math.max(beganAt, clock.now() - overlapMs)));
      seenAt = clock.monotonic();
    } catch (error) {
      signal.throwIfAborted();
      log.warn(`The log of version ${watched.version} could not be read:`, error);
      if (clock.monotonic() - seenAt > longestBlindnessMs || isDenied(error)) throw blind(watched.version, error);
    }
    const traffic = trafficOf(assembler.records());
    if (traffic.failed > watched.toleratedErrors) return traffic;
    if (clock.monotonic() - startedAt >= durationMs) return traffic;
  }
}

/** The version stands in the names of its streams, behind the day on which the environment began. */
async function eventsSince(run: RedeployRun, watched: WatchedVersion, startTime: number): Promise<readonly LogEvent[]> {
  const standard = defaultLogGroupName(run.link.functionName);
  const logGroupName = watched.logGroup ?? standard;
  const name = logGroupName === standard ? '' : run.link.functionName;
  // An environment that began before midnight goes on in yesterday's stream.
  const days = [run.clock.now(), run.clock.now() - dayMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
  const prefixes = days.map((day) => `${day.replaceAll('-', '/')}/${name}[${watched.version}]`);
  const found: LogEvent[] = [];
  for (const logStreamNamePrefix of prefixes) {
    let nextToken: string | undefined;
    do {
      const page = await run.connection.logs
        .filterLogEvents(
          { logGroupName, logStreamNamePrefix, startTime, ...(nextToken === undefined ? {} : { nextToken }) },
          { signal: run.signal },
        )
        .catch(orNone);
      found.push(...(page.events ?? []).map((event) => logEventOf(event, logGroupName)));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
  return found;
}

/** A group comes with the first invocation. */
function orNone(error: unknown): { readonly events?: FilteredLogEvent[]; readonly nextToken?: string } {
  if (error instanceof LambdaServiceError && error.code === 'ResourceNotFoundException') return {};
  throw error;
}

function logEventOf(event: FilteredLogEvent, logGroupName: string): LogEvent {
  return {
    eventId: event.eventId ?? '',
    logGroupName,
    logStreamName: event.logStreamName ?? '',
    timestamp: event.timestamp ?? 0,
    ingestionTime: event.ingestionTime ?? 0,
    message: event.message ?? '',
  };
}

function trafficOf(records: readonly InvocationRecord[]): WatchedTraffic {
  const ended = records.filter(({ outcome }) => outcome !== 'running');
  const failed = ended.filter(({ outcome }) => outcome !== 'success');
  const [first] = failed;
  return {
    invocations: ended.length,
    failed: failed.length,
    ...(first === undefined ? {} : { firstError: first.summary }),
  };
}

function isDenied(error: unknown): boolean {
  return error instanceof LambdaServiceError && /AccessDenied/.test(error.code);
}

function blind(version: string, cause: unknown): HumanError {
  const what =
    cause instanceof LambdaServiceError && isDenied(cause)
      ? 'the permission logs:FilterLogEvents is missing'
      : `for ${formatDuration(longestBlindnessMs)} (${messageOf(cause)})`;
  return new HumanError(`The log of version ${version} cannot be read: ${what}. A canary needs to be watched.`, {
    cause,
  });
}
