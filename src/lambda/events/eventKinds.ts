/** Tells which service an event comes from, by what only its events have. */

import { asObject } from '../../base/json.ts';
import { allKinds } from './allTemplates.ts';
import type { EventKind, EventMark } from './eventTemplate.ts';

/** `undefined` for an event of nobody's that we know, and for kinds whose events can be anything. */
export function kindOfEvent(event: unknown): EventKind | undefined {
  return allKinds.find(({ mark }) => mark !== undefined && matches(event, mark));
}

function matches(value: unknown, mark: EventMark): boolean {
  if (value === undefined) return false;
  if (mark === true) return true;
  if (typeof mark === 'string') return isText(value, mark);
  if (isListMark(mark)) return Array.isArray(value) && value.length > 0 && matches(value[0], mark[0]);
  const members = asObject(value);
  return members !== undefined && Object.entries(mark).every(([name, inner]) => matches(members[name], inner));
}

function isText(value: unknown, mark: string): boolean {
  return mark.endsWith('*') ? typeof value === 'string' && value.startsWith(mark.slice(0, -1)) : value === mark;
}

function isListMark(mark: EventMark): mark is readonly [EventMark] {
  return Array.isArray(mark);
}
