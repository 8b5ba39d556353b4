/** Asks for what came before the oldest row, once at a time, and says in words what came of it. */

import { messageOf } from '../../base/humanError.ts';
import type { LogViewMessages, OlderLines, TailSource } from '../../protocol/logPanel.ts';

type Ask = (query: LogViewMessages['requests']['older']['argument']) => Promise<OlderLines>;

export class OlderReader {
  readonly #ask: Ask;
  readonly #changed: () => void;
  #isReading = false;
  #note = '';

  constructor(ask: Ask, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Empty while there is nothing to say. */
  get words(): string {
    return this.#isReading ? 'Reading older lines…' : this.#note;
  }

  /** The oldest end was reached. `sources` is read again afterwards: their histories say why there is no more. */
  async read(filterText: string, sources: () => readonly TailSource[]): Promise<void> {
    if (this.#isReading || !sources().some((source) => source.history?.hasOlder)) return;
    this.#isReading = true;
    this.#changed();
    try {
      const text = filterText.trim();
      const { hasOlder } = await this.#ask(text === '' ? {} : { filterText: text });
      const notes = new Set(sources().flatMap(({ history }) => (history?.note ? [history.note] : [])));
      this.#note = hasOlder ? '' : [...notes].join(' ') || 'Nothing older is to be had.';
    } catch (error) {
      this.#note = `Older lines could not be read: ${messageOf(error)}`;
    }
    this.#isReading = false;
    this.#changed();
  }
}
