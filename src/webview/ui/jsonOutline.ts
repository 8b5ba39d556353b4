/** A JSON value as rows: what a tree shows of it, given which containers are open. */

export interface JsonRow {
  /** Where the value is, as a JSON pointer (RFC 6901); `…~]`, which no pointer ends in, for the row that closes a container. */
  readonly path: string;
  readonly depth: number;
  /** The key; `undefined` at the root, for items of a list and for closing rows. */
  readonly name: string | undefined;
  readonly kind: 'leaf' | 'open' | 'closed' | 'end';
  readonly value: unknown;
  /** A comma follows. */
  readonly isLast: boolean;
}

/** Asked for every container that has members; `siblings` is how many stand beside it, itself included. */
export type IsOpen = (path: string, depth: number, size: number, siblings: number) => boolean;

// Deeper values are shown as one line of text: nobody unfolds two hundred levels, and recursion has an end.
const deepest = 200;

const closing = '~]';

/** Rows of `value` in reading order, at most `limit`. */
export function outlineOf(value: unknown, isOpen: IsOpen, limit = Number.POSITIVE_INFINITY): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const visit = (
    current: unknown,
    name: string | undefined,
    path: string,
    depth: number,
    siblings: number,
    isLast: boolean,
  ): void => {
    if (rows.length >= limit) return;
    const size = sizeOf(current);
    if (size === undefined || size === 0 || depth >= deepest) {
      rows.push({ path, depth, name, kind: 'leaf', value: current, isLast });
      return;
    }
    if (!isOpen(path, depth, size, siblings)) {
      rows.push({ path, depth, name, kind: 'closed', value: current, isLast });
      return;
    }
    rows.push({ path, depth, name, kind: 'open', value: current, isLast });
    let index = 0;
    const isList = Array.isArray(current);
    for (const [key, child] of Object.entries(current as object)) {
      index += 1;
      visit(child, isList ? undefined : key, `${path}/${escapeStep(key)}`, depth + 1, size, index === size);
    }
    rows.push({ path: `${path}${closing}`, depth, name: undefined, kind: 'end', value: current, isLast });
  };
  visit(value, undefined, '', 0, 1, true);
  return rows;
}

/** The pointer of the container that the row at `path` stands in, or closes. */
export function containerOf(path: string): string {
  return path.endsWith(closing) ? path.slice(0, -closing.length) : path.replace(/\/[^/]*$/, '');
}

/** The keys on the way from the root to the value at `path`. */
export function keysOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The same with places in lists as numbers; `root` is the value at the empty path. The row that closes a container leads to it. */
export function stepsTo(root: unknown, path: string): readonly (string | number)[] {
  let value = root;
  return keysOf(path.endsWith(closing) ? containerOf(path) : path).map((key) => {
    const step = Array.isArray(value) ? Number(key) : key;
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    return step;
  });
}

const escapeStep = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** How many members a container has; `undefined` for everything else. */
export function sizeOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}
