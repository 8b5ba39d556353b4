/** The extension's settings, read as typed values: what a person mistyped falls back to the default. */

import { ConfigurationTarget, workspace } from 'vscode';
import type { ConnectionSetting, ConnectionSettings } from '../app/targetRegistry.ts';
import { Emitter } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { LogThresholds } from '../protocol/logPanel.ts';
import { type SettingId, settingTable } from '../protocol/settingTable.ts';

export class Settings implements ConnectionSettings, Disposable {
  readonly #owned = new DisposableStore();
  readonly #connectionsChanged = this.#owned.add(new Emitter<void>());

  readonly #codeLensSwitched = this.#owned.add(new Emitter<void>());

  readonly onDidChange = this.#connectionsChanged.event;
  readonly onDidSwitchCodeLens = this.#codeLensSwitched.event;

  constructor() {
    this.#owned.add(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('lambdaWorkbench.connections')) this.#connectionsChanged.fire();
        if (change.affectsConfiguration('lambdaWorkbench.codeLens')) this.#codeLensSwitched.fire();
      }),
    );
  }

  /** The AWS connections. */
  read(): readonly ConnectionSetting[] {
    const value = settingValue('lambdaWorkbench.connections');
    return Array.isArray(value) ? value.filter(isConnection).map(({ profile, region }) => ({ profile, region })) : [];
  }

  async write(next: readonly ConnectionSetting[]): Promise<void> {
    await workspace
      .getConfiguration()
      .update('lambdaWorkbench.connections' satisfies SettingId, next, ConfigurationTarget.Global);
  }

  get protectedConnections(): readonly string[] {
    const value = settingValue('lambdaWorkbench.protectedConnections');
    return Array.isArray(value) ? value.filter((pattern) => typeof pattern === 'string') : [];
  }

  get maskedFields(): readonly string[] {
    const value = settingValue('lambdaWorkbench.history.maskedFields');
    const fields = Array.isArray(value) ? value : settingTable['lambdaWorkbench.history.maskedFields'].default;
    return fields.filter((field) => typeof field === 'string');
  }

  get maximumLogLines(): number {
    return numberOf('lambdaWorkbench.logs.maximumLines');
  }

  get logThresholds(): LogThresholds {
    return {
      slowShareOfTimeout: numberOf('lambdaWorkbench.logs.slowShareOfTimeout'),
      memoryShare: numberOf('lambdaWorkbench.logs.memoryShare'),
      longInitMs: numberOf('lambdaWorkbench.logs.longInitMs'),
    };
  }

  get logHistoryMinutes(): number {
    return numberOf('lambdaWorkbench.logs.historyMinutes');
  }

  get notifiesOfErrors(): boolean {
    return settingValue('lambdaWorkbench.logs.notifyOfErrors') === true;
  }

  get showsCodeLens(): boolean {
    return settingValue('lambdaWorkbench.codeLens') !== false;
  }

  /** The editor's own settings about proxies. Without them requests are left as they are. */
  get proxy(): ProxySettings {
    const http = workspace.getConfiguration('http');
    const support = http.get<unknown>('proxySupport');
    const url = http.get<unknown>('proxy');
    const noProxy = http.get<unknown>('noProxy');
    return {
      support: typeof support === 'string' ? support : 'off',
      url: typeof url === 'string' ? url : '',
      noProxy: Array.isArray(noProxy) ? noProxy.filter((host) => typeof host === 'string') : [],
    };
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** As the clients want them. */
export interface ProxySettings {
  readonly support: string;
  readonly url: string;
  readonly noProxy: readonly string[];
}

type NumberSettingId = {
  [Id in SettingId]: (typeof settingTable)[Id]['type'] extends 'number' ? Id : never;
}[SettingId];

function settingValue(id: SettingId): unknown {
  return workspace.getConfiguration().get<unknown>(id);
}

function numberOf(id: NumberSettingId): number {
  const value = settingValue(id);
  const { default: standard, minimum, maximum } = settingTable[id];
  return typeof value === 'number' && value >= minimum && value <= maximum ? value : standard;
}

function isConnection(value: unknown): value is ConnectionSetting {
  if (typeof value !== 'object' || value === null) return false;
  const { profile, region } = value as Record<string, unknown>;
  return typeof profile === 'string' && profile !== '' && typeof region === 'string' && region !== '';
}
