/** Event ids and the places in a log that paging tokens point at: time first, then the order of arrival. */

/** A place between events: everything up to and including this event has been read. */
export interface LogPosition {
  readonly timestamp: number;
  readonly id: number;
}

const idDigits = 40;
const timeDigits = 16;

/** 56 digits as on AWS; unique, and the same whenever the event is read. */
export function eventId(timestamp: number, id: number): string {
  return String(timestamp).padStart(timeDigits, '0') + String(id).padStart(idDigits, '0');
}

/** The place behind an event, from its id; `undefined` when the text is no event id. */
export function positionOf(text: string): LogPosition | undefined {
  if (text.length !== timeDigits + idDigits || !/^\d+$/.test(text)) return undefined;
  return { timestamp: Number(text.slice(0, timeDigits)), id: Number(text.slice(timeDigits)) };
}
