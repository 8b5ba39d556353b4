/** Which functions are tailed: adds them to the tail with their log group, and remembers them over a reload. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { KeyValueStore } from '../../app/drafts.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { LogTail } from '../../app/logTail.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { asNumber, asObject, asText } from '../../base/json.ts';
import type { Architecture } from '../../lambda/cost.ts';
import { defaultLogGroupName } from '../../lambda/names.ts';
import type { FunctionKey } from '../../protocol/invokePanel.ts';
import { messages } from '../messages.ts';
import type { TrustedWorkspace } from '../trust.ts';

const storeKey = 'tailed';

export interface TailedFunctionsOptions {
  readonly tail: LogTail;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly trust: TrustedWorkspace;
  readonly store: KeyValueStore;
}

/** A function with what it takes to follow it again without asking anybody. */
interface TailedFunction extends FunctionKey {
  readonly logGroupName: string;
  readonly timeoutMs?: number;
  readonly architecture: Architecture;
}

export class TailedFunctions {
  readonly #options: TailedFunctionsOptions;
  readonly #keys = new Map<string, TailedFunction>();
  /** Functions of Local in a workspace that is not trusted: not followed, and not forgotten. */
  #asleep: readonly TailedFunction[] = [];
  #isResumed = false;

  constructor(options: TailedFunctionsOptions) {
    this.#options = options;
  }

  /** Tailing a function twice is tailing it once. */
  async add({ targetId, functionName }: FunctionKey): Promise<void> {
    const { targets, catalog, trust } = this.#options;
    const target = targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    trust.demandFor(target);
    if (catalog.find(targetId, functionName) === undefined) await catalog.refreshFunction(targetId, functionName);
    this.#follow(tailedFunction({ targetId, functionName }, catalog.find(targetId, functionName)), target);
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
    return keyOf(this.#keys.get(sourceId));
  }

  /** A document knows functions by name only. */
  keyNamed(functionName: string): FunctionKey | undefined {
    return keyOf([...this.#keys.values()].find((key) => key.functionName === functionName));
  }

  /**
   * After a reload, the view comes back with the functions it had, in their order. What is remembered of them is enough
   * to begin; a target that cannot be asked now is the tail's own matter.
   */
  resume(): void {
    if (this.#isResumed) return;
    this.#isResumed = true;
    const { store, targets, trust } = this.#options;
    const stored = store.get(storeKey);
    const remembered = (Array.isArray(stored) ? stored : []).map(readTailed).filter((read) => read !== undefined);
    const isAsleep = ({ targetId }: TailedFunction) => targets.get(targetId)?.runsHere === true && !trust.isTrusted;
    this.#asleep = remembered.filter(isAsleep);
    for (const tailed of remembered) {
      const target = targets.get(tailed.targetId);
      if (target === undefined || isAsleep(tailed)) continue;
      this.#follow(tailed, target);
      this.#bringUpToDate(tailed, target).catch(() => {});
    }
  }

  #follow(tailed: TailedFunction, target: Target): void {
    const { functionName, logGroupName, timeoutMs, architecture } = tailed;
    const source = this.#options.tail.add(target, functionName, logGroupName, timeoutMs, { architecture });
    this.#keys.set(source.id, tailed);
  }

  /** It may have another timeout or log group by now. */
  async #bringUpToDate(remembered: TailedFunction, target: Target): Promise<void> {
    const { catalog } = this.#options;
    await catalog.refreshFunction(remembered.targetId, remembered.functionName);
    const configuration = catalog.find(remembered.targetId, remembered.functionName);
    if (configuration === undefined || !this.has(remembered)) return;
    const tailed = tailedFunction(remembered, configuration);
    if (JSON.stringify(tailed) === JSON.stringify(remembered)) return;
    this.#follow(tailed, target);
    await this.#remember();
  }

  async #remember(): Promise<void> {
    await this.#options.store.set(storeKey, [...this.#keys.values(), ...this.#asleep]);
  }
}

/** A function that cannot be read has the log group that most have. */
function tailedFunction(
  { targetId, functionName }: FunctionKey,
  configuration: FunctionConfiguration | undefined,
): TailedFunction {
  const { Timeout, LoggingConfig, Architectures } = configuration ?? {};
  return {
    targetId,
    functionName,
    logGroupName: LoggingConfig?.LogGroup ?? defaultLogGroupName(functionName),
    ...(Timeout === undefined ? {} : { timeoutMs: Timeout * 1000 }),
    architecture: architectureOf(Architectures?.[0]),
  };
}

function keyOf(tailed: TailedFunction | undefined): FunctionKey | undefined {
  return tailed && { targetId: tailed.targetId, functionName: tailed.functionName };
}

function readTailed(value: unknown): TailedFunction | undefined {
  const stored = asObject(value);
  const targetId = asText(stored?.['targetId']);
  const functionName = asText(stored?.['functionName']);
  if (targetId === undefined || functionName === undefined) return undefined;
  const timeoutMs = asNumber(stored?.['timeoutMs']);
  return {
    targetId,
    functionName,
    logGroupName: asText(stored?.['logGroupName']) ?? defaultLogGroupName(functionName),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    architecture: architectureOf(stored?.['architecture']),
  };
}

function architectureOf(value: unknown): Architecture {
  return value === 'arm64' ? 'arm64' : 'x86_64';
}
