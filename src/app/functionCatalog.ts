/** What is on each target: loaded when asked, kept until refreshed. */

import type { AliasConfiguration, FunctionConfiguration, FunctionUrlConfig } from '@aws-sdk/client-lambda';
import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { HumanAction, HumanError } from '../base/humanError.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { formatDuration } from '../base/text.ts';
import type { FunctionTags } from '../lambda/functionTags.ts';
import { limits } from '../lambda/limits.ts';
import { latestQualifier } from '../lambda/names.ts';
import { LambdaServiceError } from '../lambda/serviceError.ts';
import { mappingTrigger, policyTriggers, type Trigger } from '../lambda/triggers.ts';
import type { CommandId } from '../protocol/commandTable.ts';
import { abandonable } from './abandonable.ts';
import { toHumanError } from './awsErrors.ts';
import { FunctionList } from './functionList.ts';
import { readAllTags } from './functionTags.ts';
import type { Connection, Target } from './target.ts';
import type { TargetRegistry } from './targetRegistry.ts';

export interface FunctionPage {
  /** By name. The same array until something changes. */
  readonly functions: readonly FunctionConfiguration[];
  /** False while pages are still to come, and when loading ended with an error. */
  readonly complete: boolean;
  readonly error: HumanError | undefined;
  readonly loading: boolean;
}

export interface CatalogChange {
  readonly targetId: string;
  /** Present when one function only changed. */
  readonly functionName?: string;
}

/** What is held of one target. */
interface Shelf {
  readonly list: FunctionList;
  error: HumanError | undefined;
  complete: boolean;
  /** Of the load in flight. */
  loading: AbortController | undefined;
  /** Children by kind and function, from the moment they were asked for. */
  readonly children: Map<string, Promise<unknown>>;
  readonly activities: Map<string, string>;
}

export class FunctionCatalog implements Disposable {
  readonly #targets: TargetRegistry;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #changed = new Emitter<CatalogChange>();
  readonly #owned = new DisposableStore();
  /** Ends what is in flight when the catalog is disposed. */
  readonly #end = new AbortController();
  readonly #shelves = new Map<string, Shelf>();

  readonly onDidChange: Event<CatalogChange> = this.#changed.event;

  constructor(targets: TargetRegistry, clock: Clock, log: Log) {
    this.#targets = targets;
    this.#clock = clock;
    this.#log = log;
    this.#owned.add(this.#changed);
    this.#owned.add(targets.onDidChange(() => this.#forgetRemovedTargets()));
  }

  /** What is known of the target's functions; the first question begins to load them. */
  functions(targetId: string): FunctionPage {
    const shelf = this.#shelf(targetId);
    const isUntouched = !shelf.complete && shelf.loading === undefined && shelf.error === undefined;
    if (isUntouched) this.#load(targetId, shelf);
    return {
      functions: shelf.list.sorted(),
      complete: shelf.complete,
      error: shelf.error,
      loading: shelf.loading !== undefined,
    };
  }

  /** Reads a target anew, or all that were read before. What is shown stays until the new pages replace it. */
  refresh(targetId?: string): void {
    const ids = targetId === undefined ? [...this.#shelves.keys()] : [targetId];
    for (const id of ids) {
      const shelf = this.#shelf(id);
      shelf.loading?.abort();
      shelf.children.clear();
      this.#load(id, shelf);
      this.#changed.fire({ targetId: id });
    }
  }

  /** What is known by now, without asking. */
  listed(targetId: string): readonly FunctionConfiguration[] {
    return this.#shelves.get(targetId)?.list.sorted() ?? [];
  }

  /** Why the target's list could not be read, as far as it was asked for. */
  failure(targetId: string): HumanError | undefined {
    return this.#shelves.get(targetId)?.error;
  }

  find(targetId: string, functionName: string): FunctionConfiguration | undefined {
    return this.#shelves.get(targetId)?.list.get(functionName);
  }

  /** Re-reads one function: after a deploy, after it was created or deleted. Rejects with `HumanError`. */
  async refreshFunction(targetId: string, functionName: string): Promise<void> {
    const shelf = this.#shelf(targetId);
    const target = this.#target(targetId);
    try {
      const { lambda } = await target.connect(this.#end.signal);
      shelf.list.set(
        await lambda.getFunctionConfiguration({ FunctionName: functionName }, { signal: this.#end.signal }),
      );
    } catch (error) {
      if (!isNotFound(error)) throw this.#explained(error, `Read ${functionName}`, target);
      shelf.list.delete(functionName);
    }
    for (const kind of childKinds) shelf.children.delete(childKey(kind, functionName));
    shelf.children.delete(childKey('allTags', ''));
    this.#changed.fire({ targetId, functionName });
  }

  /** By name. Like all children: one request however many ask, kept until refreshed; rejects with `HumanError`. */
  aliases(targetId: string, functionName: string, signal?: AbortSignal): Promise<readonly AliasConfiguration[]> {
    return this.#child(targetId, 'aliases', functionName, signal, async ({ lambda }, options) => {
      const aliases = await allPages(async (marker) => {
        const page = await lambda.listAliases({ FunctionName: functionName, ...marker }, options);
        return { items: page.Aliases ?? [], next: page.NextMarker };
      });
      return aliases.sort((a, b) => ((a.Name ?? '') < (b.Name ?? '') ? -1 : 1));
    });
  }

  /** Newest first, without `$LATEST`. */
  versions(targetId: string, functionName: string, signal?: AbortSignal): Promise<readonly FunctionConfiguration[]> {
    return this.#child(targetId, 'versions', functionName, signal, async ({ lambda }, options) => {
      const versions = await allPages(async (marker) => {
        const page = await lambda.listVersionsByFunction({ FunctionName: functionName, ...marker }, options);
        return { items: page.Versions ?? [], next: page.NextMarker };
      });
      return versions
        .filter((version) => version.Version !== latestQualifier)
        .sort((a, b) => Number(b.Version) - Number(a.Version));
    });
  }

  /** Event source mappings, then whom the resource policy lets in; `undefined` on a target that knows neither. */
  triggers(targetId: string, functionName: string, signal?: AbortSignal): Promise<readonly Trigger[] | undefined> {
    return this.#child(targetId, 'triggers', functionName, signal, async ({ lambda }, options) => {
      const mappings = allPages(async (marker) => {
        const page = await lambda.listEventSourceMappings({ FunctionName: functionName, ...marker }, options);
        return { items: (page.EventSourceMappings ?? []).map(mappingTrigger), next: page.NextMarker };
      });
      const statements = lambda.getPolicy({ FunctionName: functionName }, options).then(
        ({ Policy = '' }) => policyTriggers(Policy),
        (error: unknown) => {
          if (isNotFound(error)) return [];
          throw error;
        },
      );
      const known = (await Promise.all([mappings, statements].map(unlessUnsupported))).filter(
        (list) => list !== undefined,
      );
      return known.length === 0 ? undefined : known.flat();
    });
  }

  /** One for the function and one for each alias, at most; `undefined` on a target that knows none. */
  urls(
    targetId: string,
    functionName: string,
    signal?: AbortSignal,
  ): Promise<readonly FunctionUrlConfig[] | undefined> {
    return this.#child(targetId, 'urls', functionName, signal, ({ lambda }, options) =>
      unlessUnsupported(
        allPages(async (marker) => {
          const page = await lambda.listFunctionUrlConfigs({ FunctionName: functionName, ...marker }, options);
          return { items: page.FunctionUrlConfigs ?? [], next: page.NextMarker };
        }),
      ),
    );
  }

  /** By function name. One reading per target, kept until refreshed; rejects with `HumanError`. */
  allTags(targetId: string): Promise<ReadonlyMap<string, FunctionTags>> {
    return this.#child(targetId, 'allTags', '', undefined, (connection, { signal }) =>
      readAllTags(connection, this.listed(targetId), signal),
    );
  }

  tags(targetId: string, functionName: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    return this.#child(targetId, 'tags', functionName, signal, async ({ lambda }, options) => {
      const arn =
        this.find(targetId, functionName)?.FunctionArn ??
        (await lambda.getFunctionConfiguration({ FunctionName: functionName }, options)).FunctionArn;
      return (await lambda.listTags({ Resource: arn }, options)).Tags ?? {};
    });
  }

  /** What a row says while something happens to its function ("Deploying…"); `undefined` when it is over. */
  setActivity(targetId: string, functionName: string, activity: string | undefined): void {
    const { activities } = this.#shelf(targetId);
    if (activities.get(functionName) === activity) return;
    if (activity === undefined) activities.delete(functionName);
    else activities.set(functionName, activity);
    this.#changed.fire({ targetId, functionName });
  }

  activity(targetId: string, functionName: string): string | undefined {
    return this.#shelves.get(targetId)?.activities.get(functionName);
  }

  /** Rejects with `HumanError`. A function that is gone already counts as deleted. */
  async deleteFunction(targetId: string, functionName: string): Promise<void> {
    const target = this.#target(targetId);
    try {
      const { lambda } = await target.connect(this.#end.signal);
      await lambda.deleteFunction({ FunctionName: functionName }, { signal: this.#end.signal });
    } catch (error) {
      if (!isNotFound(error)) {
        throw toHumanError(error, { action: `Delete ${functionName}`, targetLabel: target.label });
      }
    }
    this.#shelf(targetId).list.delete(functionName);
    this.#changed.fire({ targetId });
  }

  dispose(): void {
    this.#end.abort();
    for (const shelf of this.#shelves.values()) shelf.loading?.abort();
    this.#owned.dispose();
    this.#shelves.clear();
  }

  #load(targetId: string, shelf: Shelf): void {
    const target = this.#targets.get(targetId);
    if (!target) return;
    const loading = new AbortController();
    shelf.loading = loading;
    shelf.error = undefined;
    shelf.complete = false;
    void this.#loadPages(target, shelf, loading.signal)
      .catch((error: unknown) => {
        if (loading.signal.aborted) return;
        shelf.error = this.#explained(error, 'List functions', target);
      })
      .then(() => {
        if (shelf.loading !== loading) return;
        shelf.loading = undefined;
        this.#changed.fire({ targetId });
      });
  }

  async #loadPages(target: Target, shelf: Shelf, signal: AbortSignal): Promise<void> {
    const startedAt = this.#clock.monotonic();
    const { lambda } = await target.connect(signal);
    const load = shelf.list.beginLoad();
    let marker: string | undefined;
    do {
      const page = await lambda.listFunctions(
        { MaxItems: limits.functionsPerPage, ...(marker === undefined ? {} : { Marker: marker }) },
        { signal },
      );
      signal.throwIfAborted();
      shelf.list.addPage(load, page.Functions ?? []);
      marker = page.NextMarker;
      if (marker !== undefined) this.#changed.fire({ targetId: target.id });
    } while (marker !== undefined);
    shelf.list.endLoad(load);
    shelf.complete = true;
    const took = formatDuration(this.#clock.monotonic() - startedAt);
    this.#log.debug(`${target.label}: ${shelf.list.size} functions listed in ${took}`);
  }

  /** The request is shared, so a caller's signal ends its own wait only. */
  #child<T>(
    targetId: string,
    kind: ChildKind,
    functionName: string,
    signal: AbortSignal | undefined,
    read: (connection: Connection, options: { readonly signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const { children } = this.#shelf(targetId);
    const key = childKey(kind, functionName);
    const present = children.get(key) as Promise<T> | undefined;
    if (present !== undefined) return abandonable(present, signal);
    const target = this.#target(targetId);
    const reading = target
      .connect(this.#end.signal)
      .then((connection) => read(connection, { signal: this.#end.signal }))
      .catch((error: unknown) => {
        throw this.#explained(error, `List ${kind} of ${functionName}`, target);
      });
    // A failure is not kept: the next look tries again.
    reading.catch(() => {
      if (children.get(key) === reading) children.delete(key);
    });
    children.set(key, reading);
    return abandonable(reading, signal);
  }

  #shelf(targetId: string): Shelf {
    const present = this.#shelves.get(targetId);
    if (present) return present;
    const shelf: Shelf = {
      list: new FunctionList(),
      error: undefined,
      complete: false,
      loading: undefined,
      children: new Map(),
      activities: new Map(),
    };
    this.#shelves.set(targetId, shelf);
    return shelf;
  }

  #target(targetId: string): Target {
    const target = this.#targets.get(targetId);
    if (!target) throw new Error(`There is no target ${targetId}`);
    return target;
  }

  #explained(error: unknown, action: string, target: Target): HumanError {
    this.#log.warn(`${action} on ${target.label} failed`, error);
    return toHumanError(error, { action, targetLabel: target.label, retry });
  }

  #forgetRemovedTargets(): void {
    for (const [id, shelf] of this.#shelves) {
      if (this.#targets.get(id)) continue;
      shelf.loading?.abort();
      this.#shelves.delete(id);
    }
  }
}

const retry: HumanAction = { label: 'Retry', command: 'lambdaWorkbench.refresh' satisfies CommandId };

type ChildKind = 'aliases' | 'versions' | 'triggers' | 'urls' | 'tags' | 'allTags';

const childKinds: readonly ChildKind[] = ['aliases', 'versions', 'triggers', 'urls', 'tags'];

function childKey(kind: ChildKind, functionName: string): string {
  return `${kind}/${functionName}`;
}

function isNotFound(error: unknown): boolean {
  return error instanceof LambdaServiceError && error.code === 'ResourceNotFoundException';
}

/** Other services that speak Lambda's API leave operations out, each in its own words. */
async function unlessUnsupported<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof LambdaServiceError)) throw error;
    const isUnsupported =
      error.httpStatus === 501 ||
      /^(UnknownOperation|UnsupportedOperation|NotImplemented)(Exception)?$/.test(error.code);
    if (isUnsupported) return undefined;
    throw error;
  }
}

async function allPages<Item>(
  read: (marker: { Marker?: string }) => Promise<{ items: readonly Item[]; next: string | undefined }>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let next: string | undefined; ; ) {
    const page = await read(next === undefined ? {} : { Marker: next });
    items.push(...page.items);
    next = page.next;
    if (next === undefined) return items;
  }
}
