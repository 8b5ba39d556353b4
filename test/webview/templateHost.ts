/** The host's real answers about templates and events, given to a panel in its page until the page is closed. */

import type { TemplateRequests } from '../../src/protocol/eventTemplates.ts';
import { templateRequests } from '../../src/vscode/panels/templateRequests.ts';
import type { WebviewPage } from '../support/webviewPage.ts';

/** `undo` outlives the page, as the host's does. */
export function serveTemplates(view: WebviewPage, undo: { packed?: string } = {}): void {
  const handlers = templateRequests(() => ({ region: 'eu-west-1', accountId: '123456789012' }), {
    read: () => undo.packed,
    write: async (packed) => {
      undo.packed = packed;
    },
  });
  for (const name of Object.keys(handlers) as (keyof TemplateRequests)[]) void serve(view, name, handlers[name]);
}

async function serve(view: WebviewPage, name: string, handler: (argument: never) => unknown): Promise<void> {
  try {
    for (;;) {
      const request = await view.take(name);
      try {
        await view.reply(request, await handler(request.body as never));
      } catch (error) {
        await view.refuseRequest(request, error instanceof Error ? error.message : String(error));
      }
    }
  } catch {
    // The page is gone, and with it whoever asks.
  }
}
