/** One value inside a JSON value: what a tree's row stands for, to be copied. */

import { containerOf, keysOf } from './jsonOutline.ts';

export interface JsonPlace {
  readonly value: unknown;
  /** As in JavaScript and JMESPath: `items[0].sku`, `headers["x-user"]`. Empty for the whole. */
  readonly pathText: string;
}

/** `pointer` may be the one of a row that closes a container: it leads to the container. */
export function jsonPlace(root: unknown, pointer: string): JsonPlace {
  let value = root;
  let pathText = '';
  for (const key of keysOf(pointer.endsWith('~]') ? containerOf(pointer) : pointer)) {
    if (Array.isArray(value)) pathText += `[${key}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(key)) pathText += pathText === '' ? key : `.${key}`;
    else pathText += `[${JSON.stringify(key)}]`;
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return { value, pathText };
}

/** As it is copied: text without quotes, everything else as JSON. */
export function copiedValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
}
