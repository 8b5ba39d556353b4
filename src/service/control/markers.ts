/** Markers of paged lists: opaque to the caller, a name to the service. */

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
