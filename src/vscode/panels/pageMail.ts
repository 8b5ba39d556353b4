/** Facts for a page that may not be there yet: what is said before it asked for its snapshot waits until it does. */

import type { Channel, MessageMap } from '../../protocol/channel.ts';

export class PageMail<Out extends MessageMap, In extends MessageMap> {
  #channel: Channel<Out, In> | undefined;
  #waiting: ((channel: Channel<Out, In>) => void)[] = [];

  say<Name extends keyof Out['events'] & string>(name: Name, body: Out['events'][Name]): void {
    if (this.#channel) this.#channel.send(name, body);
    else this.#waiting.push((channel) => channel.send(name, body));
  }

  /** The page listens. */
  open(channel: Channel<Out, In>): void {
    this.#channel = channel;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const send of waiting) send(channel);
  }

  /** The page ended; its next one asks again. */
  close(): void {
    this.#channel = undefined;
  }
}
