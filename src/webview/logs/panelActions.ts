/** What the rows ask for, passed on: to the host by messages, to the panel itself by its own methods. */

import { withoutAnsi } from '../../lambda/ansi.ts';
import { withTerm } from '../../lambda/logFilterEdit.ts';
import type { Channel } from '../../protocol/channel.ts';
import type { LogHostMessages, LogViewMessages, RequestHit, TailedInvocation } from '../../protocol/logPanel.ts';
import type { LogActions } from './logActions.ts';

type Events = LogViewMessages['events'];

export interface PanelActionsContext {
  channel(): Channel<LogViewMessages, LogHostMessages>;
  filterText(): string;
  setFilter(text: string): void;
  isSinceStart(): boolean;
  toggleSinceStart(): void;
  goTo(hit: RequestHit): void;
  say(sentence: string): void;
}

export class PanelActions implements LogActions {
  readonly #context: PanelActionsContext;
  /** Requests whose event the host knows, by source. */
  #known = new Map<string, ReadonlySet<string>>();

  constructor(context: PanelActionsContext) {
    this.#context = context;
  }

  setKnownRequests(known: LogHostMessages['events']['knownRequests']): void {
    this.#known = new Map(Object.entries(known).map(([sourceId, requestIds]) => [sourceId, new Set(requestIds)]));
  }

  copy(text: string, what: string): void {
    this.#send('copy', { text: withoutAnsi(text) });
    this.say(`${what} copied`);
  }

  openFrame(sourceId: string, text: string): void {
    this.#send('openFrame', { sourceId, text });
  }

  invoke(sourceId: string): void {
    this.#send('invoke', { sourceId });
  }

  useAsEvent(sourceId: string, eventText: string): void {
    this.#send('useAsEvent', { sourceId, eventText });
  }

  get isSinceStart(): boolean {
    return this.#context.isSinceStart();
  }

  toggleSinceStart(): void {
    this.#context.toggleSinceStart();
  }

  narrow(term: string): void {
    this.#context.setFilter(withTerm(this.#context.filterText(), term));
    this.say(`Filter: ${this.#context.filterText()}`);
  }

  openInCloudWatch(place: Events['openInCloudWatch']): void {
    this.#send('openInCloudWatch', place);
  }

  openInEditor({ sourceId, invocation }: TailedInvocation): void {
    this.#send('openInEditor', { sourceId, key: invocation.key });
  }

  canInvokeAgain({ sourceId, invocation }: TailedInvocation): boolean {
    return this.#known.get(sourceId)?.has(invocation.requestId) ?? false;
  }

  invokeAgain({ sourceId, invocation }: TailedInvocation): void {
    this.#send('invokeAgain', { sourceId, requestId: invocation.requestId });
  }

  findRequest({ sourceId, invocation }: TailedInvocation): Promise<readonly RequestHit[]> {
    const traceId = invocation.report?.trace?.traceId;
    const query = { sourceId, requestId: invocation.requestId, ...(traceId === undefined ? {} : { traceId }) };
    return this.#context.channel().request('findRequest', query);
  }

  goTo(hit: RequestHit): void {
    this.#context.goTo(hit);
  }

  say(sentence: string): void {
    this.#context.say(sentence);
  }

  #send<Name extends keyof Events>(name: Name, body: Events[Name]): void {
    this.#context.channel().send(name, body);
  }
}
