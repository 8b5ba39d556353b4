/** The Functions view: targets, their functions as they are listed, and each function's details on demand. */

import { commands, type EventEmitter, type TreeItem, type TreeView, type Uri } from 'vscode';
import type { CatalogChange, FunctionCatalog, FunctionPage } from '../../app/functionCatalog.ts';
import type { FunctionMarks } from '../../app/functionMarks.ts';
import type { LocalServiceHost, LocalServiceState } from '../../app/localServiceHost.ts';
import { localTargetId } from '../../app/localTarget.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { ids } from '../../protocol/manifest.ts';
import type { Accounts } from '../accounts.ts';
import { messages, untrustedLocalNotice } from '../messages.ts';
import type { TrustedWorkspace } from '../trust.ts';
import { countDetails, readDetails } from './details.ts';
import { FunctionRows } from './functionRows.ts';
import { functionTooltip } from './functionTooltip.ts';
import { detailItem, functionItem, groupItem, messageItem, sectionItem } from './items.ts';
import { emptyRow, failureRow, hiddenRow, moreRow } from './messageRows.ts';
import {
  type DetailNode,
  detailNode,
  type FunctionNode,
  type GroupName,
  type GroupNode,
  groupNames,
  messageNode,
  NodeCache,
  type SectionNode,
  type TargetNode,
  type TreeNode,
} from './nodes.ts';
import { differingRows, type Picture, pictureOf } from './picture.ts';
import { targetItem } from './targetItem.ts';

/** While pages stream in, the tree is drawn again at most this often, and less often the more there is to draw. */
const redrawEveryMs = 250;
const redrawPerRowMs = 0.2;
const burstMs = 25;

export interface FunctionsViewOptions {
  readonly view: TreeView<TreeNode>;
  readonly changed: EventEmitter<TreeNode | undefined>;
  readonly targets: TargetRegistry;
  readonly catalog: FunctionCatalog;
  readonly marks: FunctionMarks;
  readonly local: Pick<LocalServiceHost, 'state' | 'onDidChange'>;
  readonly accounts: Accounts;
  readonly trust: TrustedWorkspace;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: Uri;
}

export class FunctionsView implements Disposable {
  readonly #options: FunctionsViewOptions;
  readonly #nodes = new NodeCache();
  readonly #owned = new DisposableStore();
  readonly #redrawTimer = this.#owned.add(new MutableDisposable<Disposable>());
  readonly #waiting = new Set<string>();
  /** Targets whose rows were opened: only these may be listed when drawn again. */
  readonly #opened = new Set<string>();
  /** Names under each target as last drawn: a change of one of them redraws one row. */
  readonly #drawn = new Map<string, ReadonlySet<string>>();
  readonly #pictures = new Map<string, Picture>();
  /** Targets whose list was complete at some time. */
  readonly #listed = new Set<string>();
  readonly #shownValues = new Set<string>();
  /** Groups that a target answered to know nothing of. */
  readonly #unknownGroups = new Set<string>();
  readonly #functionRows: FunctionRows;
  #localPid: number | undefined;

  constructor(options: FunctionsViewOptions) {
    this.#options = options;
    const { targets, catalog, marks, local, accounts, trust } = options;
    const redrawAll = () => options.changed.fire(undefined);
    this.#functionRows = new FunctionRows(catalog, marks, (targetId) => this.#redrawSoon(targetId));
    this.#owned.add(marks.onDidChange(redrawAll));
    this.#owned.add(targets.onDidChange(redrawAll));
    this.#owned.add(trust.onDidGrant(redrawAll));
    this.#owned.add(catalog.onDidChange((change) => this.#catalogChanged(change)));
    this.#owned.add(local.onDidChange((state) => this.#localChanged(state)));
    this.#owned.add(accounts.onDidLearn(({ targetId }) => this.#redrawSoon(targetId)));
  }

  async getChildren(node: TreeNode | undefined): Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case 'target':
        return this.#functions(node);
      case 'section':
        return this.#section(node);
      case 'function':
        return groupNames
          .filter((group) => !this.#unknownGroups.has(groupKey(node.targetId, group)))
          .map((group) => this.#nodes.group(node, group));
      case 'group':
        return this.#details(node);
      case 'detail':
      case 'message':
        return [];
    }
  }

  getTreeItem(node: TreeNode): TreeItem {
    const { catalog, local, accounts, trust, clock, extensionUri } = this.#options;
    switch (node.kind) {
      case 'target':
        return targetItem(node, {
          target: this.#target(node.targetId),
          page: this.#opened.has(node.targetId) ? this.#page(node.targetId) : undefined,
          accountId: accounts.known(node.targetId),
          local: local.state,
          isTrusted: trust.isTrusted,
        });
      case 'section':
        return sectionItem(node, this.#functionRows.countUnder(node.targetId, node.heading));
      case 'function':
        return functionItem(node, {
          isPinned: this.#options.marks.pinned(node.targetId).has(node.functionName),
          target: this.#target(node.targetId),
          configuration: catalog.find(node.targetId, node.functionName),
          activity: catalog.activity(node.targetId, node.functionName),
          nowMs: clock.now(),
          extensionUri,
        });
      case 'group':
        return groupItem(node, countDetails(catalog.find(node.parent.targetId, node.parent.functionName), node));
      case 'detail':
        return detailItem(node, this.#shownValues.has(node.id));
      case 'message':
        return messageItem(node);
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return (node.kind === 'function' ? this.#sectionOf(node) : undefined) ?? node.parent;
  }

  /** Tooltips are made when one is about to be seen. */
  resolveTreeItem(item: TreeItem, node: TreeNode): TreeItem {
    const { catalog, clock } = this.#options;
    const configuration = node.kind === 'function' ? catalog.find(node.targetId, node.functionName) : undefined;
    if (configuration !== undefined) item.tooltip = functionTooltip(configuration, clock.now());
    return item;
  }

  get isVisible(): boolean {
    return this.#options.view.visible;
  }

  get selection(): readonly TreeNode[] {
    return this.#options.view.selection;
  }

  /** Selects a function's row, in a view that is on screen; nothing is opened for it. */
  async reveal(targetId: string, functionName: string): Promise<void> {
    const { view, log } = this.#options;
    if (!view.visible) return;
    try {
      await view.reveal(this.#nodes.function(targetId, functionName), { select: true, focus: false });
    } catch (error) {
      // The list may have been read again meanwhile, without it.
      log.debug(`The row of ${functionName} could not be revealed`, error);
    }
  }

  /** Lists again what is below the row, or everything. */
  refresh(node: TreeNode | undefined): void {
    const above = node?.kind === 'message' ? node.parent : node;
    if (above?.kind !== 'group') this.#unknownGroups.clear();
    if (above === undefined) this.#options.catalog.refresh();
    else if (above.kind === 'target') this.#options.catalog.refresh(above.targetId);
    this.#options.changed.fire(above);
  }

  refreshTarget(targetId: string): void {
    this.refresh(this.#nodes.target(targetId));
  }

  get filter(): string {
    return this.#functionRows.filter.text;
  }

  setFilter(text: string): void {
    this.#functionRows.setFilter(text);
    this.#options.view.description = text === '' ? '' : `“${text}”`;
    void commands.executeCommand('setContext', ids.filteredContext, text !== '');
    this.#options.changed.fire(undefined);
  }

  showValue(node: DetailNode, isShown: boolean): void {
    if (isShown) this.#shownValues.add(node.id);
    else this.#shownValues.delete(node.id);
    this.#options.changed.fire(node);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #roots(): TreeNode[] {
    const targets = this.#options.targets.list();
    // With a filter on, an empty view offers to clear it (`viewsWelcome`).
    const nothingLeft = this.filter !== '' && targets.every((target) => this.#isFilteredAway(target));
    return nothingLeft ? [] : targets.map((target) => this.#nodes.target(target.id));
  }

  #isFilteredAway(target: Target): boolean {
    if (!this.#opened.has(target.id)) return true;
    const page = this.#page(target.id);
    const { sections, hiddenCount } = this.#functionRows.arrangement(target.id);
    const isKnown = page.complete && this.#functionRows.tags(target.id).state !== 'loading';
    return isKnown && sections.length === 0 && hiddenCount === 0;
  }

  #functions(node: TargetNode): TreeNode[] {
    const { accounts, trust } = this.#options;
    const target = this.#target(node.targetId);
    if (!target.runsHere || trust.isTrusted) this.#opened.add(target.id);
    const rows = this.#rows(node);
    const sections = this.#opened.has(target.id) ? this.#functionRows.arrangement(target.id).sections : [];
    const names = sections.flatMap((section) => section.names.slice(0, this.#functionRows.shownCount(node.id)));
    if (!target.runsHere && (names.length > 0 || this.#listed.has(target.id))) void accounts.ask(target);
    this.#drawn.set(target.id, new Set(names));
    this.#pictures.set(target.id, this.#picture(node, rows));
    return rows;
  }

  #rows(node: TargetNode): TreeNode[] {
    const target = this.#target(node.targetId);
    if (target.runsHere && !this.#options.trust.isTrusted) {
      return [messageNode(node, 'notice', untrustedLocalNotice, messages.untrustedLocal().action)];
    }
    const page = this.#page(target.id);
    const { sections, hiddenCount } = this.#functionRows.arrangement(target.id);
    const rows = sections.flatMap(({ heading, names }): TreeNode[] =>
      heading === undefined ? this.#shownRows(node, names) : [this.#nodes.section(target.id, heading)],
    );
    if (hiddenCount > 0) rows.push(hiddenRow(node, hiddenCount));
    const tags = this.#functionRows.tags(target.id);
    if (tags.state === 'failed') rows.push(failureRow(node, target, tags.error));
    else if (tags.state === 'loading' && page.complete) rows.push(messageNode(node, 'loading', 'Reading tags…'));
    if (page.error) rows.push(failureRow(node, target, page.error));
    else if (page.loading) rows.push(messageNode(node, 'loading', 'Loading…'));
    else if (page.functions.length === 0) rows.push(emptyRow(node, target));
    return rows;
  }

  /** A list that is read again stays complete until the new one is there, so that nothing flickers. */
  #page(targetId: string): FunctionPage {
    const page = this.#options.catalog.functions(targetId);
    if (page.complete) this.#listed.add(targetId);
    return page.loading && this.#listed.has(targetId) ? { ...page, complete: true, loading: false } : page;
  }

  /** What a target and its rows look like: where it is the same as before, nothing is drawn again. */
  #picture(node: TargetNode, rows: readonly TreeNode[]): Picture {
    return pictureOf([node, ...rows], (row) => this.getTreeItem(row));
  }

  async #details(node: GroupNode): Promise<TreeNode[]> {
    const { catalog, clock } = this.#options;
    const target = this.#target(node.parent.targetId);
    try {
      const details = await readDetails(catalog, target, node, clock.now());
      if (details === undefined) {
        // Left out quietly, once it is known.
        this.#unknownGroups.add(groupKey(target.id, node.group));
        this.#options.changed.fire(node.parent);
        return [];
      }
      if (details.length === 0) return [messageNode(node, 'empty', 'None')];
      return details.map((detail) => detailNode(node, detail));
    } catch (error) {
      return [failureRow(node, target, error)];
    }
  }

  #catalogChanged({ targetId, functionName }: CatalogChange): void {
    const { catalog, changed } = this.#options;
    const isDrawn = functionName !== undefined && this.#drawn.get(targetId)?.has(functionName) === true;
    if (isDrawn && catalog.find(targetId, functionName) !== undefined) {
      changed.fire(this.#nodes.function(targetId, functionName));
      return;
    }
    this.#redrawSoon(targetId);
  }

  /** Another process may hold other functions, so what is listed is read again. */
  #localChanged(state: LocalServiceState): void {
    const { catalog } = this.#options;
    if (state.state === 'running') {
      const isAnother = this.#localPid !== undefined && this.#localPid !== state.ready.pid;
      this.#localPid = state.ready.pid;
      if (this.#opened.has(localTargetId) && (isAnother || catalog.functions(localTargetId).error)) {
        catalog.refresh(localTargetId);
      }
    }
    this.#redrawSoon(localTargetId);
  }

  /**
   * Draws a target and what is below it again. News come in bursts (the service starts, a page arrives, the list is
   * complete), and a row that is drawn again under the pointer can lose a click: so one redraw per burst.
   */
  #redrawSoon(targetId: string): void {
    const { catalog, clock } = this.#options;
    this.#waiting.add(targetId);
    if (this.#redrawTimer.value !== undefined) return;
    const drawn = this.#drawn.get(targetId)?.size ?? 0;
    const isStreaming = drawn > 0 && catalog.functions(targetId).loading;
    this.#redrawTimer.value = clock.after(isStreaming ? redrawEveryMs + drawn * redrawPerRowMs : burstMs, () => {
      this.#redrawTimer.value = undefined;
      const targetIds = [...this.#waiting];
      this.#waiting.clear();
      for (const id of targetIds) this.#redraw(id);
    });
  }

  /**
   * Where the same rows stay, only those that read differently are drawn again: the editor forgets all rows below one that
   * is drawn again until it has asked for them anew, and an action clicked meanwhile reaches its command without a row.
   */
  #redraw(targetId: string): void {
    const { targets, changed } = this.#options;
    const node = this.#nodes.target(targetId);
    const before = this.#pictures.get(targetId);
    const isThere = targets.get(targetId) !== undefined;
    const now = isThere ? this.#picture(node, this.#drawnRows(node)) : undefined;
    const differing = before && now && differingRows(before, now);
    if (now === undefined || differing?.every(({ kind }) => kind === 'function') !== true) {
      changed.fire(node);
      return;
    }
    this.#pictures.set(targetId, now);
    for (const row of differing) changed.fire(row);
  }

  #drawnRows(node: TargetNode): readonly TreeNode[] {
    return this.#drawn.has(node.targetId) ? this.#rows(node) : [];
  }

  #section(node: SectionNode): TreeNode[] {
    const { targetId, heading } = node;
    const { sections } = this.#functionRows.arrangement(targetId);
    const names = sections.find((section) => section.heading === heading)?.names ?? [];
    return this.#shownRows(node, names);
  }

  /** The first of them, and the row that brings more. */
  #shownRows(parent: TargetNode | SectionNode, names: readonly string[]): TreeNode[] {
    const shown = this.#functionRows.shownCount(parent.id);
    const rows: TreeNode[] = names.slice(0, shown).map((name) => this.#nodes.function(parent.targetId, name));
    if (names.length > shown) rows.push(moreRow(parent, names.length - shown));
    return rows;
  }

  /** Called on a target's or a heading's last row. */
  showMore(parent: TreeNode): void {
    this.#functionRows.showMore(parent.id);
    this.#options.changed.fire(parent);
  }

  #sectionOf({ targetId, functionName }: FunctionNode): SectionNode | undefined {
    if (!this.#opened.has(targetId)) return undefined;
    const { sections } = this.#functionRows.arrangement(targetId);
    const heading = sections.find(({ names }) => names.includes(functionName))?.heading;
    return heading === undefined ? undefined : this.#nodes.section(targetId, heading);
  }

  #target(targetId: string): Target {
    const target = this.#options.targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    return target;
  }
}

function groupKey(targetId: string, group: GroupName): string {
  return `${targetId}/${group}`;
}
