/** One `Set-Cookie` value taken apart (RFC 6265, section 5.2), for people to read. */

export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** As written and in order: `['Path', '/']`, `['HttpOnly', '']`. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** A value without `=` is a cookie without a name, as browsers read it. */
export function parseSetCookie(text: string): SetCookie {
  const [pair = '', ...rest] = text.split(';');
  const [name, value] = pair.includes('=') ? splitPair(pair) : ['', pair.trim()];
  return { name, value, attributes: rest.map(splitPair).filter(([attribute]) => attribute !== '') };
}

function splitPair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
