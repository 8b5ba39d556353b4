/** Which functions are tailed: adds them to the tail with their log group, and remembers them over a reload. */

import type { KeyValueStore } from '../../app/drafts.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { LogTail } from '../../app/logTail.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { defaultLogGroupName } from '../../lambda/names.ts';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import type { TrustedWorkspace } from '../trust.ts';

const storeKey = 'tailed';

export interface TailedFunctionsOptions {
  readonly tail: LogTail;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly trust: TrustedWorkspace;
  readonly store: KeyValueStore;
  readonly notify: Notify;
}

export class TailedFunctions {
  readonly #options: TailedFunctionsOptions;
  readonly #keys = new Map<string, FunctionKey>();
  #isResumed = false;

  constructor(options: TailedFunctionsOptions) {
    this.#options = options;
  }

  /** Tailing a function twice is tailing it once. */
  async add({ targetId, functionName }: FunctionKey): Promise<void> {
    const { tail, targets, catalog, trust } = this.#options;
    const target = targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    trust.demandFor(target);
    if (catalog.find(targetId, functionName) === undefined) await catalog.refreshFunction(targetId, functionName);
    const configuration = catalog.find(targetId, functionName);
    const logGroupName = configuration?.LoggingConfig?.LogGroup ?? defaultLogGroupName(functionName);
    const timeoutMs = configuration?.Timeout === undefined ? undefined : configuration.Timeout * 1000;
    const architecture = configuration?.Architectures?.[0] === 'arm64' ? 'arm64' : 'x86_64';
    const source = tail.add(target, functionName, logGroupName, timeoutMs, { architecture });
    this.#keys.set(source.id, { targetId, functionName });
    await this.#remember();
  }

  remove(sourceId: string): void {
    this.#options.tail.remove(sourceId);
    this.#keys.delete(sourceId);
    void this.#remember();
  }

  has({ targetId, functionName }: FunctionKey): boolean {
    return [...this.#keys.values()].some((key) => key.targetId === targetId && key.functionName === functionName);
  }

  keyOf(sourceId: string): FunctionKey | undefined {
    return this.#keys.get(sourceId);
  }

  /** A document knows functions by name only. */
  keyNamed(functionName: string): FunctionKey | undefined {
    return [...this.#keys.values()].find((key) => key.functionName === functionName);
  }

  /** After a reload, the view comes back with the functions it had. */
  resume(): void {
    if (this.#isResumed) return;
    this.#isResumed = true;
    const stored = this.#options.store.get(storeKey);
    for (const key of Array.isArray(stored) ? stored.filter(isKey) : []) {
      const target = this.#options.targets.get(key.targetId);
      if (target === undefined || (target.runsHere && !this.#options.trust.isTrusted)) continue;
      this.add(key).catch((error: unknown) => this.#options.notify.error(error));
    }
  }

  async #remember(): Promise<void> {
    await this.#options.store.set(storeKey, [...this.#keys.values()]);
  }
}

function isKey(value: unknown): value is FunctionKey {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return typeof fields['targetId'] === 'string' && typeof fields['functionName'] === 'string';
}
