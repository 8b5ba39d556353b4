/** Asks which targets have the function, each time that the menu is opened; the newest question's answer counts. */

import { messageOf } from '../../base/humanError.ts';
import type { TargetChoice } from '../../protocol/invokeRuns.ts';
import type { TargetChoices } from './targetMenu.ts';

export class TargetQuestion {
  readonly #ask: () => Promise<readonly TargetChoice[]>;
  readonly #changed: () => void;
  #asked = 0;
  choices: TargetChoices = 'asking';

  constructor(ask: () => Promise<readonly TargetChoice[]>, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  async ask(): Promise<void> {
    this.#asked += 1;
    const question = this.#asked;
    this.choices = 'asking';
    this.#changed();
    const choices = await this.#ask().catch((error: unknown) => ({ failure: messageOf(error) }));
    if (question !== this.#asked) return;
    this.choices = choices;
    this.#changed();
  }
}
