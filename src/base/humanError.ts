/** An error whose message is ready to be shown, with at most one button that helps. */
export class HumanError extends Error {
  override readonly name: string = 'HumanError';
  readonly action: HumanAction | undefined;

  constructor(message: string, options?: { readonly cause?: unknown; readonly action?: HumanAction }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.action = options?.action;
  }
}

/** A button: its label, and the command (with arguments) that it runs. */
export interface HumanAction {
  readonly label: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** True for the rejection that an aborted signal causes, whoever wrapped it. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}

/** What an unknown thrown value says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
