/** What templates fill events with: times, ids, encodings and checksums in the forms that AWS gives them. */

export interface EventMakerOptions {
  /** The moment of the event, in milliseconds since 1970. */
  readonly nowMs: number;
  /** Between 0 and 1, 1 excluded. */
  readonly random: () => number;
  readonly region: string;
  readonly accountId: string;
  readonly md5Hex: (bytes: Uint8Array) => string;
  readonly gzip: (bytes: Uint8Array) => Uint8Array;
}

const encoder = new TextEncoder();

export class EventMaker {
  readonly #options: EventMakerOptions;

  constructor(options: EventMakerOptions) {
    this.#options = options;
  }

  get region(): string {
    return this.#options.region;
  }

  get accountId(): string {
    return this.#options.accountId;
  }

  /** Milliseconds since 1970, `beforeMs` before the event. */
  epochMs(beforeMs = 0): number {
    return this.#options.nowMs - beforeMs;
  }

  /** `2026-01-15T10:11:12.118Z` */
  isoMs(beforeMs = 0): string {
    return new Date(this.epochMs(beforeMs)).toISOString();
  }

  /** `2026-01-15T10:11:12Z` */
  isoSeconds(beforeMs = 0): string {
    return this.isoMs(beforeMs).replace(/\.\d+Z$/, 'Z');
  }

  /** `15/Jan/2026:10:11:12 +0000`, as API Gateway and web servers' logs write it. */
  logTime(): string {
    const [, day, month, year, time] =
      /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(this.epochMs()).toUTCString()) ?? [];
    return `${day}/${month}/${year}:${time} +0000`;
  }

  arn(service: string, resource: string, place: { region?: string; accountId?: string } = {}): string {
    return `arn:aws:${service}:${place.region ?? this.region}:${place.accountId ?? this.accountId}:${resource}`;
  }

  hex(length: number): string {
    return this.#pick('0123456789abcdef', length);
  }

  /** Never begins with a zero. */
  digits(length: number): string {
    return this.#pick('123456789', 1) + this.#pick('0123456789', length - 1);
  }

  lowerId(length: number): string {
    return this.#pick('abcdefghijklmnopqrstuvwxyz0123456789', length);
  }

  upperId(length: number): string {
    return this.#pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', length);
  }

  /** Version 4, as AWS's request ids are. */
  uuid(): string {
    const variant = this.#pick('89ab', 1);
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${variant}${this.hex(3)}-${this.hex(12)}`;
  }

  /** Base64 of random bytes, for tokens and signatures that nobody can check. */
  token(bytes: number): string {
    return this.base64(Uint8Array.from({ length: bytes }, () => Math.floor(this.#options.random() * 256)));
  }

  /** `Root=1-65a0…-…`, the trace header that the front services add. */
  traceId(): string {
    return `Root=1-${Math.floor(this.epochMs() / 1000).toString(16)}-${this.hex(24)}`;
  }

  /** Of the text's UTF-8 bytes, or of the bytes. */
  base64(content: string | Uint8Array): string {
    const bytes = typeof content === 'string' ? encoder.encode(content) : content;
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  }

  gzipBase64(content: string): string {
    return this.base64(this.#options.gzip(encoder.encode(content)));
  }

  md5Hex(content: string | Uint8Array): string {
    return this.#options.md5Hex(typeof content === 'string' ? encoder.encode(content) : content);
  }

  /** Length in UTF-8 bytes. */
  byteLength(content: string): number {
    return encoder.encode(content).length;
  }

  #pick(alphabet: string, length: number): string {
    let picked = '';
    for (let place = 0; place < length; place += 1) {
      picked += alphabet[Math.floor(this.#options.random() * alphabet.length)] ?? '';
    }
    return picked;
  }
}
