/** Values of the fake editor that its other parts are made of: addresses, places, texts. */

interface UriParts {
  readonly scheme: string;
  readonly authority?: string;
  readonly path?: string;
  readonly query?: string;
  readonly fragment?: string;
}

export class Uri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;

  constructor({ scheme, authority = '', path = '', query = '', fragment = '' }: UriParts) {
    this.scheme = scheme;
    this.authority = authority;
    this.path = path;
    this.query = query;
    this.fragment = fragment;
  }
  static from(parts: UriParts): Uri {
    return new Uri(parts);
  }
  static file(path: string): Uri {
    return new Uri({ scheme: 'file', path: path.replaceAll('\\', '/') });
  }
  static parse(text: string): Uri {
    const { protocol, host, pathname, search, hash } = new URL(text);
    return new Uri({
      scheme: protocol.slice(0, -1),
      authority: host,
      path: decodeURIComponent(pathname),
      query: decodeURIComponent(search.slice(1)),
      fragment: decodeURIComponent(hash.slice(1)),
    });
  }
  static joinPath(base: Uri, ...segments: string[]): Uri {
    return new Uri({ ...base, path: [base.path.replace(/\/$/, ''), ...segments].join('/') });
  }
  with(change: Partial<UriParts>): Uri {
    return new Uri({ ...this, ...change });
  }
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    const query = this.query === '' ? '' : `?${encodeURIComponent(this.query)}`;
    return `${this.scheme}://${this.authority}${encodeURI(this.path)}${query}`;
  }
}

export class MarkdownString {
  value: string;
  constructor(value = '') {
    this.value = value;
  }
  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
  /** Escapes as the editor does. */
  appendText(text: string): this {
    this.value += text.replace(/[\\`*_{}[\]()#+\-!~<>]/g, '\\$&');
    return this;
  }
}

interface Place {
  readonly line: number;
  readonly character: number;
}

export class Range {
  readonly start: Place;
  readonly end: Place;
  constructor(...places: [Place, Place] | [number, number, number, number]) {
    if (places.length === 2) [this.start, this.end] = places;
    else {
      const [startLine, startCharacter, endLine, endCharacter] = places;
      this.start = { line: startLine, character: startCharacter };
      this.end = { line: endLine, character: endCharacter };
    }
  }
}
