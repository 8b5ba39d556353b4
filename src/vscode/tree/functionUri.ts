/** The address of a function's row, by which decorations find it: `lambda:/REGION/NAME?TARGET`. */

import { Uri } from 'vscode';
import { ids } from '../../protocol/manifest.ts';

export function functionUri(targetId: string, region: string, functionName: string): Uri {
  return Uri.from({ scheme: ids.functionScheme, path: `/${region}/${functionName}`, query: targetId });
}

export function parseFunctionUri(uri: Uri): { readonly targetId: string; readonly functionName: string } | undefined {
  const functionName = uri.path.split('/')[2];
  return uri.scheme === ids.functionScheme && functionName ? { targetId: uri.query, functionName } : undefined;
}
