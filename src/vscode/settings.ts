/** The extension's settings, read as typed values: what a person mistyped falls back to the default. */

import { ConfigurationTarget, workspace } from 'vscode';
import type { KeyValueStore } from '../app/drafts.ts';
import type { ConnectionSetting, ConnectionSettings } from '../app/targetRegistry.ts';
import { Emitter } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { LogThresholds } from '../protocol/logPanel.ts';
import { type SettingId, settingTable } from '../protocol/settingTable.ts';

export class Settings implements ConnectionSettings, Disposable {
  readonly #workspaceStore: KeyValueStore;
  readonly #owned = new DisposableStore();
  readonly #connectionsChanged = this.#owned.add(new Emitter<void>());

  readonly #codeLensSwitched = this.#owned.add(new Emitter<void>());

  readonly onDidChange = this.#connectionsChanged.event;
  readonly onDidSwitchCodeLens = this.#codeLensSwitched.event;

  /** `workspaceStore` keeps what belongs to the open workspace alone. */
  constructor(workspaceStore: KeyValueStore) {
    this.#workspaceStore = workspaceStore;
    this.#owned.add(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('lambdaWorkbench.connections')) this.#connectionsChanged.fire();
        if (change.affectsConfiguration('lambdaWorkbench.codeLens')) this.#codeLensSwitched.fire();
      }),
    );
  }

  /** The connections of every workspace, then those of this one. */
  read(): readonly ConnectionSetting[] {
    return [...generalConnections(), ...connectionsIn(this.#workspaceStore.get(ownConnectionsKey))];
  }

  /**
   * What is new belongs to the workspace, where one is open. It is kept beside its files and not in them: a connection names
   * a profile of one person, and a repository must not choose whose credentials are used.
   */
  async write(next: readonly ConnectionSetting[]): Promise<void> {
    const former = generalConnections();
    const general = workspace.workspaceFolders === undefined ? next : former.filter((each) => isIn(next, each));
    if (general.length !== former.length || !general.every((each) => isIn(former, each))) {
      await workspace
        .getConfiguration()
        .update('lambdaWorkbench.connections' satisfies SettingId, general, ConfigurationTarget.Global);
    }
    const own = next.filter((each) => !isIn(general, each));
    const formerOwn = connectionsIn(this.#workspaceStore.get(ownConnectionsKey));
    if (own.length === formerOwn.length && own.every((each) => isIn(formerOwn, each))) return;
    await this.#workspaceStore.set(ownConnectionsKey, own.length === 0 ? undefined : own);
    this.#connectionsChanged.fire();
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
    const configuration = workspace.getConfiguration();
    const support = configuration.get<unknown>('http.proxySupport');
    const url = configuration.get<unknown>('http.proxy');
    const noProxy = configuration.get<unknown>('http.noProxy');
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

const ownConnectionsKey = 'connections';

function generalConnections(): readonly ConnectionSetting[] {
  return connectionsIn(settingValue('lambdaWorkbench.connections'));
}

function connectionsIn(value: unknown): readonly ConnectionSetting[] {
  return Array.isArray(value) ? value.filter(isConnection).map(({ profile, region }) => ({ profile, region })) : [];
}

function isIn(connections: readonly ConnectionSetting[], { profile, region }: ConnectionSetting): boolean {
  return connections.some((each) => each.profile === profile && each.region === region);
}

function isConnection(value: unknown): value is ConnectionSetting {
  if (typeof value !== 'object' || value === null) return false;
  const { profile, region } = value as Record<string, unknown>;
  return typeof profile === 'string' && profile !== '' && typeof region === 'string' && region !== '';
}
