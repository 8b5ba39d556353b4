/**
 * What extensions and their environment say to each other, whatever carries it. The extensions' side is called by the
 * Extensions API and refuses what comes out of turn; the environment's side gets facts. One session per start of an
 * environment. Texts and types of refusals: Lambda's runtime supervisor as published with the interface emulator.
 */

import { ApiRefusal } from '../apiRefusal.ts';
import type { Subscribe } from '../telemetry/subscriptionRequest.ts';
import { Extension, type ExtensionEvent, type ExtensionEventType, extensionEventTypes } from './extension.ts';

export type ExtensionFact =
  /** The last external extension that was waited for has registered. */
  | { readonly type: 'extensionsRegistered' }
  /** All that had something to do wait in *next* again. */
  | { readonly type: 'extensionsReady' };

/** What *register* answers. */
export interface RegisteredFunction {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  readonly accountId: string;
}

export interface Registration {
  readonly extensionName: string;
  /** Events as the extension wrote them. */
  readonly events: readonly unknown[];
}

export const maximumExtensions = 10;

export class ExtensionSession {
  /** Answers subscriptions to telemetry. Throws `ApiRefusal`. */
  readonly subscribe: Subscribe;
  readonly function: RegisteredFunction;
  readonly #tell: (fact: ExtensionFact) => void;
  readonly #extensions: Extension[] = [];
  #isOpen = true;
  /** The first error that an extension reported of itself. */
  #reported: 'Extension.InitError' | 'Extension.ExitError' | undefined;

  constructor(registered: RegisteredFunction, subscribe: Subscribe, tell: (fact: ExtensionFact) => void) {
    this.function = registered;
    this.subscribe = subscribe;
    this.#tell = tell;
  }

  get all(): readonly Extension[] {
    return this.#extensions;
  }

  get hasExternal(): boolean {
    return this.#extensions.some(({ isExternal }) => isExternal);
  }

  get areRegistered(): boolean {
    return this.#extensions.every(({ state }) => state !== 'Started');
  }

  get areReady(): boolean {
    return this.#extensions.every(({ state }) => state === 'Ready');
  }

  /** `Extension.InitError` or `Extension.ExitError` when an extension said so before something ended. */
  get reportedError(): string | undefined {
    return this.#reported;
  }

  /** The environment's side: an executable of that name is about to be started. */
  expect(name: string): Extension {
    const extension = new Extension(name, true);
    this.#extensions.push(extension);
    return extension;
  }

  /** `POST register`. A name that no executable has is an internal extension's. */
  register({ extensionName, events }: Registration): Extension {
    if (extensionName === '') {
      throw new ApiRefusal(403, 'Extension.InvalidExtensionName', 'Empty extension name');
    }
    const named = this.#extensions.find(({ name }) => name === extensionName);
    const external = named?.isExternal === true ? named : undefined;
    const allowed = external === undefined ? (['INVOKE'] as const) : extensionEventTypes;
    const wrong = events.find((event) => !(allowed as readonly unknown[]).includes(event));
    if (wrong !== undefined) {
      throw new ApiRefusal(403, 'Extension.InvalidEventType', `${String(wrong)}: ErrorInvalidEventType`);
    }
    const extension = external ?? this.#newInternal(extensionName, named);
    extension.register([...new Set(events as readonly ExtensionEventType[])]);
    if (external !== undefined && this.areRegistered) this.#tell({ type: 'extensionsRegistered' });
    return extension;
  }

  /** Whose identifier that is. Throws `ApiRefusal`. */
  find(identifier: string | undefined): Extension {
    if (identifier === undefined || identifier === '') {
      const message = 'Missing Lambda-Extension-Identifier header';
      throw new ApiRefusal(403, 'Extension.MissingExtensionIdentifier', message);
    }
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(identifier)) {
      throw new ApiRefusal(403, 'Extension.InvalidExtensionIdentifier', 'Invalid Lambda-Extension-Identifier');
    }
    const found = this.#extensions.find((extension) => extension.identifier === identifier.toLowerCase());
    if (found !== undefined) return found;
    throw new ApiRefusal(403, 'Extension.UnknownExtensionIdentifier', `Unknown extension ${identifier}`);
  }

  /** `GET event/next` */
  next(extension: Extension): Promise<ExtensionEvent> {
    const event = extension.next();
    if (this.areReady) this.#tell({ type: 'extensionsReady' });
    return event;
  }

  /** `POST init/error` and `POST exit/error`: the extension is about to end. */
  fail(extension: Extension, to: 'InitError' | 'ExitError', errorType: string): void {
    extension.fail(to, errorType);
    this.#reported ??= `Extension.${to}`;
  }

  /** The environment's side: Init has gone so far that nobody registers any more. */
  closeRegistration(): void {
    this.#isOpen = false;
  }

  /** The environment's side: those who asked for such events get this one. */
  deliver(event: ExtensionEvent): void {
    for (const extension of this.#extensions) {
      if (extension.events.includes(event.eventType)) extension.deliver(event);
    }
  }

  #newInternal(name: string, named: Extension | undefined): Extension {
    if (!this.#isOpen) {
      throw new ApiRefusal(403, 'Extension.RegistrationClosed', 'Extension registration closed already');
    }
    if (this.#extensions.length >= maximumExtensions) {
      const message = `Extension limit (${maximumExtensions}) reached`;
      throw new ApiRefusal(403, 'Extension.TooManyExtensions', message);
    }
    if (named !== undefined) {
      throw new ApiRefusal(403, 'Extension.InvalidExtensionState', 'Extension with this name already registered');
    }
    const extension = new Extension(name, false);
    this.#extensions.push(extension);
    return extension;
  }
}
