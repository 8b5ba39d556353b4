/** The one place where a failed command turns into a notification. */

import { CancellationError, commands, type LogOutputChannel, window } from 'vscode';
import { type HumanAction, HumanError, isAbortError, messageOf } from '../base/humanError.ts';

export class Notify {
  readonly #log: LogOutputChannel;

  constructor(log: LogOutputChannel) {
    this.#log = log;
  }

  /** Shows what a person can act on with its button, stays silent for an abort, and logs the rest as a bug. */
  error(error: unknown): void {
    if (error instanceof CancellationError || isAbortError(error)) return;
    if (error instanceof HumanError) {
      this.#log.warn(error.message, ...(error.cause === undefined ? [] : [error.cause]));
      this.#offer(window.showErrorMessage, error);
      return;
    }
    this.#log.error(error instanceof Error ? error : String(error));
    const text = `Lambda Workbench ran into an unexpected error: ${messageOf(error)}`;
    const showLog = 'Show Log';
    void window.showErrorMessage(text, showLog).then((chosen) => {
      if (chosen === showLog) this.#log.show();
    });
  }

  /** Tells a result, with buttons that run commands. */
  info(message: string, ...buttons: readonly HumanAction[]): void {
    this.#log.info(message);
    void window.showInformationMessage(message, ...buttons.map(({ label }) => label)).then((chosen) => {
      const button = buttons.find(({ label }) => label === chosen);
      if (button) run(button);
    });
  }

  /** The same where a result needs looking at. */
  warn(message: string, ...buttons: readonly HumanAction[]): void {
    this.#log.warn(message);
    void window.showWarningMessage(message, ...buttons.map(({ label }) => label)).then((chosen) => {
      const button = buttons.find(({ label }) => label === chosen);
      if (button) run(button);
    });
  }

  #offer(show: (message: string, ...items: string[]) => Thenable<string | undefined>, error: HumanError): void {
    const { action } = error;
    void show(error.message, ...(action === undefined ? [] : [action.label])).then((chosen) => {
      if (action !== undefined && chosen === action.label) run(action);
    });
  }
}

function run(button: HumanAction): void {
  void commands.executeCommand(button.command, ...(button.arguments ?? []));
}
