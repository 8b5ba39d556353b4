/** How the function is invoked: waited for, queued, or only checked. */

import type { TemplateResult } from 'lit';
import type { InvocationTypeName } from '../../protocol/invokePanel.ts';
import { chipMenu } from './chipMenu.ts';

const types: readonly { readonly type: InvocationTypeName; readonly name: string; readonly meaning: string }[] = [
  { type: 'RequestResponse', name: 'Request · response', meaning: 'waits for the answer' },
  { type: 'ResponseStream', name: 'Response stream', meaning: 'shows the response while it arrives' },
  { type: 'Event', name: 'Event', meaning: 'queued; Lambda runs it later and retries failures' },
  { type: 'DryRun', name: 'Dry run', meaning: 'checks permissions and parameters, runs nothing' },
];

export function typeMenu(chosen: InvocationTypeName, choose: (type: InvocationTypeName) => void): TemplateResult {
  const name = types.find(({ type }) => type === chosen)?.name ?? chosen;
  return chipMenu({
    id: 'type-menu',
    label: 'Invocation type',
    value: name,
    content: name,
    items: types.map(({ type, name, meaning }) => ({
      label: `${name}: ${meaning}`,
      isChecked: type === chosen,
      act: () => choose(type),
    })),
  });
}
