/** What is on each target: loaded when asked, kept until refreshed. */

import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { HumanError } from '../base/humanError.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { TargetRegistry } from './targetRegistry.ts';

export interface FunctionPage {
  /** By name. */
  readonly functions: readonly FunctionConfiguration[];
  /** False while pages are still to come, or when loading ended with an error. */
  readonly complete: boolean;
  readonly error: HumanError | undefined;
  readonly loading: boolean;
}

export interface CatalogChange {
  readonly targetId: string;
  /** Present when one function only changed. */
  readonly functionName?: string;
}

export class FunctionCatalog implements Disposable {
  readonly #changed = new Emitter<CatalogChange>();
  readonly onDidChange: Event<CatalogChange> = this.#changed.event;

  constructor(_targets: TargetRegistry, _clock: Clock, _log: Log) {}

  functions(_targetId: string): FunctionPage {
    throw new Error('being written');
  }
  refresh(_targetId?: string): void {}
  find(_targetId: string, _functionName: string): FunctionConfiguration | undefined {
    return undefined;
  }
  async refreshFunction(_targetId: string, _functionName: string): Promise<void> {}
  async aliases(
    _targetId: string,
    _functionName: string,
    _signal?: AbortSignal,
  ): Promise<readonly AliasConfiguration[]> {
    return [];
  }
  async versions(
    _targetId: string,
    _functionName: string,
    _signal?: AbortSignal,
  ): Promise<readonly FunctionConfiguration[]> {
    return [];
  }
  async tags(
    _targetId: string,
    _functionName: string,
    _signal?: AbortSignal,
  ): Promise<Readonly<Record<string, string>>> {
    return {};
  }
  setActivity(_targetId: string, _functionName: string, _activity: string | undefined): void {}
  activity(_targetId: string, _functionName: string): string | undefined {
    return undefined;
  }
  async deleteFunction(_targetId: string, _functionName: string): Promise<void> {}
  dispose(): void {}
}
