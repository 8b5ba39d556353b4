/** The menus of rows: what can be done with an invocation, with a line, and with a value of a JSON line. */

import { messageOf } from '../../base/humanError.ts';
import { eventInLine } from '../../lambda/eventInLine.ts';
import type { LogLine } from '../../lambda/invocationRecord.ts';
import { fieldPathOf, valueTerm } from '../../lambda/logFilterEdit.ts';
import type { RequestHit, TailedInvocation, TailedLine } from '../../protocol/logPanel.ts';
import type { ContextMenu } from '../ui/contextMenu.ts';
import { type JsonRow, stepsTo } from '../ui/jsonOutline.ts';
import { physicalLines } from '../ui/lineDetail.ts';
import type { MenuItem } from '../ui/menu.ts';
import { formatTime, momentWords } from '../ui/moments.ts';
import type { LogActions } from './logActions.ts';
import type { LogStore } from './logStore.ts';

export interface RowMenuContext {
  readonly store: LogStore;
  readonly actions: LogActions;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Shows another menu in place of this one. */
  show(menu: ContextMenu): void;
}

export function invocationMenu(tailed: TailedInvocation, context: RowMenuContext): ContextMenu {
  const { invocation, sourceId } = tailed;
  const name = context.store.source(sourceId)?.functionName ?? '';
  return {
    label: `Actions for this invocation of ${name}`,
    heading: `${name} ${invocation.requestId}\n${momentWords(invocation.startedAt, context.now)}`,
    items: invocationItems(tailed, context),
  };
}

/** The invocation that a line belongs to. One that names no request is looked for among the lines of all: only when asked. */
export function ownerOf({ sourceId, line }: TailedLine, store: LogStore): TailedInvocation | undefined {
  const named = store.invocationOf({ sourceId, line });
  if (named || line.requestId !== undefined) return named;
  for (const tailed of store.invocations()) {
    if (tailed.sourceId !== sourceId) continue;
    if (tailed.invocation.lines.some(({ event }) => event.eventId === line.event.eventId)) return tailed;
  }
  return undefined;
}

/** `tailed`: the invocation that the line belongs to, where one is known. */
export function lineMenu(
  sourceId: string,
  line: LogLine,
  tailed: TailedInvocation | undefined,
  context: RowMenuContext,
): ContextMenu {
  const { actions } = context;
  return {
    label: 'Actions for this line',
    heading: momentWords(line.event.timestamp, context.now, tailed?.invocation.startedAt),
    items: [
      { label: 'Copy line', act: () => actions.copy(line.event.message.trimEnd(), 'Line') },
      ...eventItems(sourceId, eventInLine(line), actions),
      ...(tailed ? invocationItems(tailed, context) : placeItems(sourceId, line, context)),
      {
        label: actions.isSinceStart ? 'Show the time of day' : 'Show times since START',
        act: () => actions.toggleSinceStart(),
      },
    ],
  };
}

/** A value in the tree of a JSON line. */
export function valueMenu(sourceId: string, line: LogLine, row: JsonRow, actions: LogActions): ContextMenu {
  const steps = stepsTo(line.json, row.path);
  const path = fieldPathOf(steps);
  const term = path === undefined || row.kind !== 'leaf' ? undefined : valueTerm(path, row.value);
  const text = typeof row.value === 'string' ? row.value : JSON.stringify(row.value, undefined, 2);
  return {
    label: 'Actions for this value',
    heading: path ?? steps.join(' › '),
    items: [
      ...(term === undefined
        ? []
        : [
            { label: 'Filter by this value', act: () => actions.narrow(term) },
            { label: 'Exclude this value', act: () => actions.narrow(`-${term}`) },
          ]),
      ...(term === undefined && path !== undefined
        ? [{ label: 'Filter by lines that have it', act: () => actions.narrow(`${path} exists`) }]
        : []),
      ...eventItems(sourceId, row.kind === 'leaf' ? undefined : text, actions),
      { label: 'Copy value', act: () => actions.copy(text, 'Value') },
      ...(path === undefined ? [] : [{ label: 'Copy path', act: () => actions.copy(path, 'Path') }]),
    ],
  };
}

function eventItems(sourceId: string, eventText: string | undefined, actions: LogActions): readonly MenuItem[] {
  if (eventText === undefined) return [];
  return [{ label: 'Use as event…', act: () => actions.useAsEvent(sourceId, eventText) }];
}

function invocationItems(tailed: TailedInvocation, context: RowMenuContext): readonly MenuItem[] {
  const { actions, store } = context;
  const { sourceId, invocation } = tailed;
  const { requestId, logStreamName, startedAt } = invocation;
  const lines = () => invocation.lines.map((line) => line.event.message.trimEnd()).join('\n');
  return [
    { label: 'Copy request id', act: () => actions.copy(requestId, 'Request id') },
    { label: 'Copy lines', act: () => actions.copy(lines(), 'Lines') },
    { label: 'Filter by this request', act: () => actions.narrow(`request:${requestId}`) },
    ...(store.sources.length > 1
      ? [{ label: 'Find this request in other tailed functions', act: () => void findElsewhere(tailed, context) }]
      : []),
    ...(actions.canInvokeAgain(tailed)
      ? [{ label: 'Invoke again with this event', act: () => actions.invokeAgain(tailed) }]
      : []),
    { label: 'Invoke…', act: () => actions.invoke(sourceId) },
    ...cloudWatchItems(sourceId, logStreamName, startedAt, context),
    { label: 'Open in editor', act: () => actions.openInEditor(tailed) },
  ];
}

function placeItems(sourceId: string, { event }: LogLine, context: RowMenuContext): readonly MenuItem[] {
  return cloudWatchItems(sourceId, event.logStreamName, event.timestamp, context);
}

function cloudWatchItems(
  sourceId: string,
  logStreamName: string,
  timestamp: number,
  { actions, store }: RowMenuContext,
): readonly MenuItem[] {
  if (!store.source(sourceId)?.hasConsole) return [];
  const place = { sourceId, timestamp, ...(logStreamName === '' ? {} : { logStreamName }) };
  return [{ label: 'Open in CloudWatch', act: () => actions.openInCloudWatch(place) }];
}

async function findElsewhere(tailed: TailedInvocation, context: RowMenuContext): Promise<void> {
  const { actions } = context;
  try {
    const hits = await actions.findRequest(tailed);
    context.show(hitMenu(hits, context));
    if (hits.length === 0) actions.say(noHits);
  } catch (error) {
    actions.say(`The request could not be looked for: ${messageOf(error)}`);
  }
}

const noHits = 'No other tailed function logged this request.';

function hitMenu(hits: readonly RequestHit[], { actions, store }: RowMenuContext): ContextMenu {
  if (hits.length === 0) {
    return { label: noHits, heading: noHits, items: [{ label: 'Close', act: () => undefined }] };
  }
  return {
    label: 'Where else this request was logged',
    heading: `Logged by ${hits.length === 1 ? 'one other invocation' : `${hits.length} others`}`,
    items: hits.map((hit) => ({ label: hitWords(hit, store), act: () => actions.goTo(hit) })),
  };
}

/** `resize-image · 10:11:15.118 · by trace id · handling 7`. */
function hitWords({ sourceId, timestamp, matchedBy, text }: RequestHit, store: LogStore): string {
  const name = store.source(sourceId)?.functionName ?? sourceId;
  const by = matchedBy === 'requestId' ? 'by request id' : 'by trace id';
  return [name, formatTime(timestamp), by, physicalLines(text)[0] ?? ''].join(' · ');
}
