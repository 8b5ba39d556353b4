/** A function's shareable test events on its target: read, and one added or replaced, as the Lambda console does it. */

import { HumanError } from '../../base/humanError.ts';
import { parseJsonObject } from '../../base/json.ts';
import type { SchemasApi } from '../../lambda/schemasApi.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import {
  type ShareableEvent,
  shareableEventsIn,
  testEventRegistry,
  testEventSchemaName,
  withShareableEvent,
} from '../../lambda/shareableEvents.ts';
import { toHumanError } from '../awsErrors.ts';
import type { Target } from '../target.ts';

/** The console and the SAM CLI keep so many versions of a document: the quota of the registry is shared by everybody. */
const keptVersions = 5;

export class ShareableTestEvents {
  readonly #target: Target;
  readonly #functionName: string;

  constructor(target: Target, functionName: string) {
    this.#target = target;
    this.#functionName = functionName;
  }

  /** None where the registry or the document does not exist. Rejects with `HumanError` for everything else. */
  async list(signal: AbortSignal): Promise<readonly ShareableEvent[]> {
    return this.#explain('Read shareable test events', async () => {
      const content = await this.#read(await this.#schemas(signal), signal);
      return content === undefined ? [] : this.#eventsIn(content);
    });
  }

  /** Adds the event, or replaces the one of its name. */
  async put(event: ShareableEvent, signal: AbortSignal): Promise<void> {
    await this.#explain(`Share test event ${event.name}`, async () => {
      const schemas = await this.#schemas(signal);
      const content = await this.#read(schemas, signal);
      if (content === undefined) await this.#create(schemas, event, signal);
      else await this.#update(schemas, content, event, signal);
    });
  }

  get #document() {
    return { RegistryName: testEventRegistry, SchemaName: testEventSchemaName(this.#functionName) };
  }

  async #schemas(signal: AbortSignal): Promise<SchemasApi> {
    const { schemas } = await this.#target.connect(signal);
    if (schemas) return schemas();
    throw new HumanError(`${this.#target.label} has no registry of shareable test events. AWS targets have one.`);
  }

  async #read(schemas: SchemasApi, signal: AbortSignal): Promise<string | undefined> {
    return unlessMissing(async () => (await schemas.describeSchema(this.#document, { signal })).Content);
  }

  #eventsIn(content: string): readonly ShareableEvent[] {
    const events = shareableEventsIn(content);
    if (events) return events;
    const { RegistryName, SchemaName } = this.#document;
    throw new HumanError(`The schema ${SchemaName} in the registry ${RegistryName} holds no test events.`);
  }

  async #create(schemas: SchemasApi, event: ShareableEvent, signal: AbortSignal): Promise<void> {
    const registry = { RegistryName: testEventRegistry };
    const found = await unlessMissing(() => schemas.describeRegistry(registry, { signal }));
    if (found === undefined) await schemas.createRegistry(registry, { signal });
    const { Content = '{}' } = await schemas.getDiscoveredSchema(
      { Type: 'OpenApi3', Events: [JSON.stringify(event.value)] },
      { signal },
    );
    const content = withShareableEvent(Content, event);
    await schemas.createSchema({ ...this.#document, Type: 'OpenApi3', Content: content }, { signal });
  }

  async #update(schemas: SchemasApi, content: string, event: ShareableEvent, signal: AbortSignal): Promise<void> {
    // A document that we cannot read is not ours to overwrite.
    if (parseJsonObject(content)?.['components'] === undefined) this.#eventsIn(content);
    await this.#makeRoom(schemas, signal);
    const Content = withShareableEvent(content, event);
    await schemas.updateSchema({ ...this.#document, Type: 'OpenApi3', Content }, { signal });
  }

  async #makeRoom(schemas: SchemasApi, signal: AbortSignal): Promise<void> {
    const { SchemaVersions = [] } = await schemas.listSchemaVersions(this.#document, { signal });
    if (SchemaVersions.length < keptVersions) return;
    const [oldest] = SchemaVersions.flatMap((version) => version.SchemaVersion ?? []).sort(
      (a, b) => Number(a) - Number(b),
    );
    if (oldest !== undefined)
      await schemas.deleteSchemaVersion({ ...this.#document, SchemaVersion: oldest }, { signal });
  }

  async #explain<Result>(action: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw toHumanError(error, { action: `${action} of ${this.#functionName}`, targetLabel: this.#target.label });
    }
  }
}

/** The registry and its documents come into being with the first event that is shared. */
async function unlessMissing<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LambdaServiceError && error.code === 'NotFoundException') return undefined;
    throw error;
  }
}
