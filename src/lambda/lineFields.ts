/** The `Name: value` fields of a platform line, which Lambda separates by tabs. Read by name: their order is not promised. */
export function parseLineFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const part of text.split(/[\t\r\n]+/)) {
    const colon = part.indexOf(': ');
    if (colon > 0) fields.set(part.slice(0, colon).trim(), part.slice(colon + 2).trim());
  }
  return fields;
}

/** The number at the start of a field such as `3.01 ms`; `undefined` when there is none. */
export function numberField(fields: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = Number.parseFloat(fields.get(name) ?? '');
  return Number.isFinite(value) ? value : undefined;
}
