/**
 * Takes secrets out of what is about to be kept: values of the function's environment, and fields whose names are marked,
 * in JSON at any depth, in JSON within text, in form fields and in Base64. Where that cannot be done piece by piece, the
 * whole text goes: nothing that holds a secret is ever returned.
 */

export const maskText = '•••';

export interface SecretSources {
  /** Environment variables of the function; of several versions, one after the other. */
  readonly environments: readonly Readonly<Record<string, string>>[];
  /** Names of fields, compared without case, `-` and `_`; a field is marked when its name contains one of them. */
  readonly markedFields: readonly string[];
}

/** Masks every text of a value, JSON or not. The same value comes back where there was nothing to hide. */
export type Masker = <T>(value: T) => T;

/** A variable of such a name holds a secret however short its value is. */
const secretName = /secret|token|passw|pwd|passphrase|credential|private|auth|cookie|salt|dsn|api_?key|(^|_)key($|_)/i;
const longEnough = 8;
/** Shorter values are words of every text; they are hidden where a whole text is one of them. */
const shortestInText = 4;

export function maskerOf(sources: SecretSources): Masker {
  const texts = new TextMasker(secretsOf(sources.environments), sources.markedFields.map(normalName).filter(Boolean));
  return <T>(value: T) => texts.value(value, false) as T;
}

/** Values to hide, longest first, so that one inside another leaves nothing behind. */
export function secretsOf(environments: SecretSources['environments']): readonly string[] {
  const values = environments.flatMap((environment) =>
    Object.entries(environment)
      .filter(([name, value]) => value.length >= longEnough || (value !== '' && secretName.test(name)))
      .map(([, value]) => value),
  );
  return [...new Set(values)].sort((a, b) => b.length - a.length);
}

/** As deep as text is looked for in text: JSON in a string of JSON, Base64 in it, and so on. */
const deepest = 6;
/** The last one may have been cut off. */
const stringToken = /"(?:[^"\\]|\\.)*(?:"|\\?$)/gs;
const base64Run = /[A-Za-z0-9+/_-]{8,}={0,2}/g;
const formField = /(^|[?&;\s])([^=&?;\s"]{1,100})=([^&;\s"]+)/g;

class TextMasker {
  readonly #whole: ReadonlySet<string>;
  /** Every way a secret stands in a text: as it is, escaped for JSON, for a URL. */
  readonly #needles: readonly string[];
  readonly #marked: readonly string[];

  constructor(secrets: readonly string[], marked: readonly string[]) {
    this.#whole = new Set(secrets);
    const inText = secrets.filter((secret) => secret.length >= shortestInText);
    const spellings = inText.flatMap((secret) => [
      secret,
      escaped(secret),
      escaped(escaped(secret)),
      urlEscaped(secret),
    ]);
    this.#needles = [...new Set(spellings)].sort((a, b) => b.length - a.length);
    this.#marked = marked;
  }

  value(value: unknown, isMarked: boolean): unknown {
    if (typeof value === 'string') return isMarked && value !== '' ? maskText : this.#checked(value, 0);
    if (typeof value === 'number' || typeof value === 'boolean') return isMarked ? maskText : value;
    if (Array.isArray(value)) return value.map((item) => this.value(item, isMarked));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        this.#checked(name, 0),
        this.value(item, isMarked || this.#isMarked(name)),
      ]),
    );
  }

  /** What still holds a secret after everything was done piece by piece is given up as a whole. */
  #checked(text: string, depth: number): string {
    const masked = this.#text(text, depth);
    return this.#holds(masked) ? maskText : masked;
  }

  #text(text: string, depth: number): string {
    if (this.#whole.has(text)) return maskText;
    const fields = this.#fields(text);
    const inner = depth >= deepest ? fields : this.#strings(this.#base64(fields, depth), depth);
    return this.#replaced(inner);
  }

  /** Values of marked fields of JSON, wherever it stands in the text, and of forms and query strings. */
  #fields(text: string): string {
    if (this.#marked.length === 0) return text;
    const json = text.includes('":') || /"\s+:/.test(text) ? maskMembers(text, (name) => this.#isMarked(name)) : text;
    if (!json.includes('=')) return json;
    return json.replace(formField, (whole, before: string, name: string) =>
      this.#isMarked(decoded(name)) ? `${before}${name}=${maskText}` : whole,
    );
  }

  /** Texts within JSON, read without their escapes: JSON in a string hides its own. */
  #strings(text: string, depth: number): string {
    if (!text.includes('\\')) return text;
    return text.replace(stringToken, (token) => {
      const isWhole = token.length > 1 && token.endsWith('"');
      const content = token.includes('\\') ? parsedString(isWhole ? token : mended(token)) : undefined;
      if (content === undefined) return token;
      const masked = this.#text(content, depth + 1);
      if (masked === content) return token;
      return isWhole ? JSON.stringify(masked) : JSON.stringify(masked).slice(0, -1);
    });
  }

  #base64(text: string, depth: number): string {
    return text.replace(base64Run, (run) => {
      const bytes = Buffer.from(run, /[-_]/.test(run) ? 'base64url' : 'base64');
      const content = bytes.toString('utf8');
      if (content.includes('\uFFFD'))
        return this.#holds(bytes.toString('latin1')) || this.#holds(content) ? maskText : run;
      const masked = this.#text(content, depth + 1);
      if (masked === content) return run;
      const encoded = Buffer.from(masked, 'utf8').toString('base64');
      return this.#holds(masked) ? maskText : encoded;
    });
  }

  #replaced(text: string): string {
    let masked = text;
    for (const needle of this.#needles) if (masked.includes(needle)) masked = masked.replaceAll(needle, maskText);
    return masked;
  }

  #holds(text: string): boolean {
    return this.#needles.some((needle) => text.includes(needle));
  }

  #isMarked(name: string): boolean {
    const normal = normalName(name);
    return this.#marked.some((marked) => normal.includes(marked));
  }
}

/** Replaces the values of the members whose names are marked; everything else keeps every character. */
function maskMembers(text: string, isMarked: (name: string) => boolean): string {
  const pieces: string[] = [];
  let kept = 0;
  const member = /("(?:[^"\\]|\\.)*")\s*:\s*/gs;
  for (let match = member.exec(text); match; match = member.exec(text)) {
    const name = parsedString(match[1] ?? '');
    if (name === undefined || !isMarked(name)) continue;
    const start = match.index + match[0].length;
    const end = endOfValue(text, start);
    pieces.push(text.slice(kept, start), `"${maskText}"`);
    kept = end;
    member.lastIndex = end;
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(kept);
}

/** Where the JSON value that begins at `start` is over; the end of the text where it was cut off. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let place = start; place < text.length; place += 1) {
    const character = text[place] ?? '';
    if (character === '"') {
      place = endOfString(text, place);
      if (depth === 0) return place + 1;
    } else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth < 0) return place;
      if (depth === 0) return place + 1;
    } else if (depth === 0 && (character === ',' || /\s/.test(character))) return place;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let place = start + 1; place < text.length; place += 1) {
    if (text[place] === '\\') place += 1;
    else if (text[place] === '"') return place;
  }
  return text.length;
}

function parsedString(token: string): string | undefined {
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A string that was cut off, without half an escape at its end. */
function mended(token: string): string {
  return `${token.replace(/(?<=(?:^|[^\\])(?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$/, '')}"`;
}

function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function urlEscaped(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone surrogate cannot be written in a URL.
    return text;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
