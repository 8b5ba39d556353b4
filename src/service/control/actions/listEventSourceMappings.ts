/** ListEventSourceMappings: those of a Region, of a function or of a source, by UUID. */

import type { ListEventSourceMappingsCommandInput, ListEventSourceMappingsCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action } from '../context.ts';
import { listMappings, shownMapping } from '../eventSourceMappings.ts';
import { functionTarget } from '../functionTarget.ts';
import { nameAfter, nameMarker } from '../markers.ts';

export const listEventSourceMappings: Action<
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsCommandOutput
> = (input, context) => {
  const functionArn =
    input.FunctionName === undefined ? undefined : arnOf(functionTarget(input.FunctionName, undefined, context));
  // A mapping outlives its function, so the function is not looked for.
  const found = listMappings(context, nameAfter(input.Marker)).filter(
    ({ record: { settings } }) =>
      (functionArn === undefined || settings.FunctionArn === functionArn) &&
      (input.EventSourceArn === undefined || settings.EventSourceArn === input.EventSourceArn),
  );
  const page = found.slice(0, Math.min(input.MaxItems ?? limits.mappingsPerPage, limits.mappingsPerPage));
  const last = page.at(-1);
  return {
    EventSourceMappings: page.map((mapping) => shownMapping(mapping, context)),
    ...(found.length > page.length && last !== undefined ? { NextMarker: nameMarker(last.uuid) } : {}),
  };
};

function arnOf({ arn, qualifier }: { readonly arn: string; readonly qualifier: string | undefined }): string {
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
