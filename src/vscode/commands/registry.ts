/** Binds every command id of the manifest to what it does. An id without a handler, or a handler without an id, does not compile. */

import type { CommandId } from '../../protocol/commandTable.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';

/** Called with what the editor passes: usually the row, or nothing. */
export type CommandHandler = (argument?: unknown) => Promise<unknown> | unknown;

export class CommandRegistry {
  readonly #handlers: Readonly<Record<CommandId, CommandHandler>>;
  readonly #notify: Notify;

  constructor(handlers: Readonly<Record<CommandId, CommandHandler>>, notify: Notify) {
    this.#handlers = handlers;
    this.#notify = notify;
  }

  get ids(): readonly string[] {
    return Object.keys(this.#handlers);
  }

  /** The command edge: whatever goes wrong below is shown here, once. */
  async run(id: string, args: readonly unknown[]): Promise<unknown> {
    const handlers: Readonly<Record<string, CommandHandler>> = this.#handlers;
    const handler = Object.hasOwn(handlers, id) ? handlers[id] : undefined;
    try {
      if (handler === undefined) throw new Error(`No handler for the command ${id}`);
      // A row's action comes with the row and the selection. While rows are drawn again the editor may have lost the row:
      // that is not a command without one, which would ask for another function.
      if (args.length > 1 && (args[0] ?? undefined) === undefined) throw messages.rowLost();
      return await handler(args[0]);
    } catch (error) {
      this.#notify.error(error);
      return undefined;
    }
  }
}
