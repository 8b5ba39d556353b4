/** What a tail went through and what was done about it, in words. */

import type { LiveTailUse, TailHealth, TailSource } from '../../protocol/logPanel.ts';
import { plural } from '../ui/moments.ts';

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });

export interface SourceNote {
  /** A few words, for where there is little room. */
  readonly brief: string;
  /** What happened, and what was done about it. */
  readonly sentence: string;
}

export function healthNotes({ sampledUpdates, throttledCalls, reconnects }: TailHealth): readonly SourceNote[] {
  const notes: SourceNote[] = [];
  if (sampledUpdates > 0) {
    notes.push({
      brief: `${sampledUpdates.toLocaleString()} sampled`,
      sentence: `Live Tail left events out of ${plural(sampledUpdates, 'update')}: it sends 500 a second at most. Each was filled in from the log, so nothing is missing.`,
    });
  }
  if (throttledCalls > 0) {
    notes.push({
      brief: `${throttledCalls.toLocaleString()} throttled`,
      sentence: `CloudWatch Logs answered “too many requests” ${plural(throttledCalls, 'time')}. Every call was made again later: lines may have come late, none is lost.`,
    });
  }
  if (reconnects > 0) {
    notes.push({
      brief: plural(reconnects, 'reconnect'),
      sentence: `The connection was lost ${plural(reconnects, 'time')}. Each gap was read from the log afterwards, so nothing is missing.`,
    });
  }
  return notes;
}

/** `since`: milliseconds since 1970. */
export function disconnectedNote(since: number): SourceNote {
  const time = timeOfDay.format(since);
  return {
    brief: `offline since ${time}`,
    sentence: `There is no connection since ${time}. It is tried again by itself; what is logged meanwhile is read from the log afterwards.`,
  };
}

/** `3 min · $0.03`. */
export function liveTailUse({ minutes, costUSD }: LiveTailUse): string {
  return `${minutes.toLocaleString()} min · $${costUSD.toFixed(2)}`;
}

/** How far back the log was read, and why no further. */
export function historyWords({ history }: TailSource): string {
  if (!history) return '';
  const readBack = `Held from ${moment.format(history.readBackTo)} on.`;
  return history.note === undefined ? readBack : `${readBack} ${history.note}`;
}
