/** How a folder becomes the files of a package: the `build` member of a link. */

import { asObject, asText, asTexts } from '../../base/json.ts';

export type BuildSetting =
  | {
      readonly kind: 'esbuild';
      /** The handler's source file, relative to the folder. */
      readonly entry: string;
      /** ES module unless said otherwise, or unless the entry is CommonJS. */
      readonly format?: 'esm' | 'cjs';
      /** Packages that are not bundled. Without it: what the runtime provides itself. */
      readonly external?: readonly string[];
    }
  | { readonly kind: 'copy' };

/** `undefined` when it is none of the kinds. */
export function parseBuildSetting(value: unknown): BuildSetting | undefined {
  const fields = asObject(value);
  if (fields?.['kind'] === 'copy') return { kind: 'copy' };
  const entry = asText(fields?.['entry']);
  if (fields?.['kind'] !== 'esbuild' || entry === undefined) return undefined;
  const format = fields['format'];
  return {
    kind: 'esbuild',
    entry,
    ...(format === 'esm' || format === 'cjs' ? { format } : {}),
    ...(Array.isArray(fields['external']) ? { external: asTexts(fields['external']) } : {}),
  };
}
