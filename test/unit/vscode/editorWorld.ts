/** The parts that most edge tests stand on: targets in memory, a catalog, and the fake editor made new. */

import { type LogOutputChannel, type TreeView, EventEmitter as VscodeEmitter, Uri as VscodeUri } from 'vscode';
import { FunctionCatalog } from '../../../src/app/functionCatalog.ts';
import { FunctionMarks } from '../../../src/app/functionMarks.ts';
import type { LocalServiceState } from '../../../src/app/localServiceHost.ts';
import { TargetRegistry } from '../../../src/app/targetRegistry.ts';
import { Emitter } from '../../../src/base/event.ts';
import { DisposableStore } from '../../../src/base/lifecycle.ts';
import { silentLog } from '../../../src/base/log.ts';
import { Accounts } from '../../../src/vscode/accounts.ts';
import { FunctionsView } from '../../../src/vscode/tree/functionsView.ts';
import type { TreeNode } from '../../../src/vscode/tree/nodes.ts';
import { TrustedWorkspace } from '../../../src/vscode/trust.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { type InMemoryTarget, inMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { MemoryConnectionSettings } from '../../fakes/memoryConnectionSettings.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor } from '../../fakes/vscode.ts';

/** The local service's host as far as the view looks at it. */
class FakeLocalService {
  readonly #changed = new Emitter<LocalServiceState>();
  state: LocalServiceState = { state: 'stopped' };
  readonly onDidChange = this.#changed.event;

  become(state: LocalServiceState): void {
    this.state = state;
    this.#changed.fire(state);
  }
}

export const runningLocally: LocalServiceState = {
  state: 'running',
  owned: true,
  ready: {
    event: 'ready',
    endpoint: 'http://127.0.0.1:9311',
    region: 'us-east-1',
    accountId: '000000000000',
    accessKeyId: 'LOCAL',
    secretAccessKey: 'secret',
    pid: 1,
  },
};

const prodSetting = { profile: 'prod', region: 'eu-west-1' } as const;
export const prodAccount = '492100000087';

/** Local, and a protected connection `prod · eu-west-1` of account 492100000087. */
export function openEditorWorld() {
  editor.reset();
  const owned = new DisposableStore();
  const clock = new FakeClock();
  const local = inMemoryTarget({ accountId: '000000000000' });
  const prod: InMemoryTarget = inMemoryTarget({
    id: 'prod/eu-west-1',
    label: 'prod · eu-west-1',
    region: prodSetting.region,
    accountId: prodAccount,
    isProtected: true,
    runsHere: false,
  });
  const settings = new MemoryConnectionSettings([prodSetting]);
  const targets = owned.add(new TargetRegistry(local, settings, () => prod));
  const catalog = owned.add(new FunctionCatalog(targets, clock, silentLog));
  const marks = owned.add(new FunctionMarks(new MemoryStore()));
  const accounts = owned.add(new Accounts(silentLog));
  const trust = owned.add(new TrustedWorkspace());
  const service = new FakeLocalService();
  const changed = new VscodeEmitter<TreeNode | undefined>();
  const revealed: TreeNode[] = [];
  const treeView = {
    description: '',
    selection: [] as TreeNode[],
    visible: true,
    reveal: async (node: TreeNode) => void revealed.push(node),
  };
  const view = owned.add(
    new FunctionsView({
      view: treeView as unknown as TreeView<TreeNode>,
      changed,
      targets,
      catalog,
      marks,
      local: service,
      accounts,
      trust,
      clock,
      log: silentLog,
      extensionUri: VscodeUri.file('/extension'),
    }),
  );
  return {
    owned,
    clock,
    local,
    prod,
    settings,
    targets,
    catalog,
    marks,
    accounts,
    trust,
    service,
    changed,
    treeView,
    revealed,
    view,
  };
}

export type EditorWorld = ReturnType<typeof openEditorWorld>;

/** An output channel that remembers its errors and how often it was shown. */
export function fakeLog() {
  const written: unknown[] = [];
  let shown = 0;
  const log = {
    ...silentLog,
    error: (message: unknown) => void written.push(message),
    show() {
      shown += 1;
    },
  } as unknown as LogOutputChannel;
  return { log, written, shows: () => shown };
}
