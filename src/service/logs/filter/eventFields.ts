/** The fields of a space-delimited log event: `[…]` and `"…"` hold one field each. */

const closing: Readonly<Record<string, string>> = { '[': ']', '"': '"' };

/** Fields without their brackets and quotes. A bracket or quote that never closes is part of a word. */
export function splitFields(message: string): readonly string[] {
  const fields: string[] = [];
  // What was looked for to the end of the message in vain is not looked for again.
  const missing = new Set<string>();
  for (let at = skipSpace(message, 0); at < message.length; at = skipSpace(message, at)) {
    const close = closing[message.charAt(at)];
    if (close !== undefined && !missing.has(close)) {
      const end = message.indexOf(close, at + 1);
      if (end >= 0) {
        fields.push(message.slice(at + 1, end));
        at = end + 1;
        continue;
      }
      missing.add(close);
    }
    const end = endOfWord(message, at);
    fields.push(message.slice(at, end));
    at = end;
  }
  return fields;
}

const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13);

function skipSpace(message: string, from: number): number {
  let at = from;
  while (at < message.length && isSpace(message.charCodeAt(at))) at += 1;
  return at;
}

function endOfWord(message: string, from: number): number {
  let at = from;
  while (at < message.length && !isSpace(message.charCodeAt(at))) at += 1;
  return at;
}
