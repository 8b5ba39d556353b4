/** Markers of paged lists: opaque to the caller, a name to the service. */

import type { VersionPlace } from '../store/functionStore.ts';
import { lambdaErrors } from './lambdaErrors.ts';

const kind = 'after:';

/** A marker behind the given name. */
export function nameMarker(name: string): string {
  return Buffer.from(kind + name).toString('base64');
}

/** The name that a marker stands behind; empty for none. Throws for a marker that was not made here. */
export function nameAfter(marker: string | undefined): string {
  if (marker === undefined || marker === '') return '';
  const text = Buffer.from(marker, 'base64').toString('utf8');
  if (!text.startsWith(kind)) throw lambdaErrors.invalidParameter('Invalid Marker');
  return text.slice(kind.length);
}

/** A marker behind the version of that number; `$LATEST` has 0. */
export function numberMarker(number: number): string {
  return nameMarker(String(number));
}

/** The number that a marker stands behind; -1, before `$LATEST`, for none. */
export function numberAfter(marker: string | undefined): number {
  const text = nameAfter(marker);
  if (text === '') return -1;
  if (!/^\d{1,15}$/.test(text)) throw lambdaErrors.invalidParameter('Invalid Marker');
  return Number(text);
}

/** A marker behind a version of a function, in a list of the versions of all. */
export function versionMarker({ name, number }: VersionPlace): string {
  return nameMarker(`${name}/${number}`);
}

export function versionAfter(marker: string | undefined): VersionPlace {
  const text = nameAfter(marker);
  if (text === '') return { name: '', number: -1 };
  const [, name, number] = /^([^/]+)\/(\d{1,15})$/.exec(text) ?? [];
  if (name === undefined) throw lambdaErrors.invalidParameter('Invalid Marker');
  return { name, number: Number(number) };
}
