/** What the developer has chosen and typed in this panel, its weight, and whether it can be sent. */

import type { InvokeIntent } from '../../protocol/invokePanel.ts';
import { clientContextProblem, payloadLimit } from './eventPane.ts';

const untouched: InvokeIntent = {
  eventText: '',
  qualifier: '$LATEST',
  invocationType: 'RequestResponse',
  clientContext: '',
};

/** Why an intent cannot be sent, and where that is put right. */
export interface Obstacle {
  readonly sentence: string;
  readonly place: 'event' | 'json' | 'clientContext' | 'tenantId';
}

export class IntentDraft {
  readonly #encoder = new TextEncoder();
  #intent = untouched;
  #eventBytes = 0;

  get intent(): InvokeIntent {
    return this.#intent;
  }

  /** Of the event as UTF-8. */
  get eventBytes(): number {
    return this.#eventBytes;
  }

  replace(intent: InvokeIntent): void {
    const isOtherText = intent.eventText !== this.#intent.eventText;
    this.#intent = intent;
    // Six megabytes are weighed when they change, not when a menu was used.
    if (isOtherText) this.#eventBytes = this.#encoder.encode(intent.eventText).length;
  }

  change(change: Partial<InvokeIntent>): void {
    this.replace({ ...this.#intent, ...change });
  }

  obstacle(isTenantIsolated: boolean): Obstacle | undefined {
    const { eventText, clientContext, invocationType, tenantId } = this.#intent;
    if (this.#eventBytes > payloadLimit(this.#intent)) {
      const sentence = `Not sent: the event is too large for an invocation of type ${invocationType}.`;
      return { sentence, place: 'event' };
    }
    if (clientContextProblem(clientContext) !== undefined) {
      return { sentence: 'Not sent: the client context is not valid.', place: 'clientContext' };
    }
    if (isTenantIsolated && (tenantId ?? '') === '') {
      const sentence =
        'Not sent: this function runs each tenant by itself. Say for which tenant: fill in the tenant id.';
      return { sentence, place: 'tenantId' };
    }
    if (eventText.trim() === '') return undefined;
    try {
      JSON.parse(eventText);
      return undefined;
    } catch (error) {
      return { sentence: error instanceof Error ? error.message : String(error), place: 'json' };
    }
  }
}
