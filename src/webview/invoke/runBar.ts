/** The head of the invoke panel: which function, where, how it is called, and the button that calls it. */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { InvocationTypeName, InvokeIntent, InvokeSnapshot } from '../../protocol/invokePanel.ts';

export interface RunBarContext {
  readonly snapshot: InvokeSnapshot;
  readonly intent: InvokeIntent;
  /** `undefined` when nothing runs. */
  readonly elapsedMs: number | undefined;
  choose(change: Partial<InvokeIntent>): void;
  invokeOrCancel(): void;
  tailLogs(): void;
  redeploy(): void;
}

const types: readonly (readonly [InvocationTypeName, string, string])[] = [
  ['RequestResponse', 'Request · response', 'Waits for the answer'],
  ['Event', 'Event', 'Queues the event; Lambda runs it later and retries failures'],
  ['DryRun', 'Dry run', 'Checks permissions and parameters; runs nothing'],
];

export const invokeKey = /mac/i.test(navigator.platform) ? '⌘Enter' : 'Ctrl+Enter';

export function runBar(context: RunBarContext): TemplateResult {
  const { snapshot, intent } = context;
  return html`<header>
    <h1>${snapshot.function.functionName}</h1>
    ${targetChip(snapshot)}${configuration(snapshot)}
    <span class="grow"></span>
    <span class="choices">
      ${qualifierSelect(context)}
      <vscode-single-select
        label="Invocation type"
        class="type"
        .value=${intent.invocationType}
        @change=${(event: Event) =>
          context.choose({ invocationType: (event.target as HTMLSelectElement).value as InvocationTypeName })}
      >
        ${types.map(
          ([value, label, description]) =>
            html`<vscode-option value=${value} description=${description} ?selected=${value === intent.invocationType}
              >${label}</vscode-option
            >`,
        )}
      </vscode-single-select>
    </span>
    <span class="acts">
      ${invokeButton(context)}
      <button class="tool" title="Tail Logs" aria-label="Tail Logs" @click=${() => context.tailLogs()}>
        <vscode-icon name="output"></vscode-icon>
      </button>
      <button class="tool" title="Redeploy" aria-label="Redeploy" @click=${() => context.redeploy()}>
        <vscode-icon name="cloud-upload"></vscode-icon>
      </button>
    </span>
  </header>`;
}

/** Account and Region are always in sight: a call on the wrong account is the mistake that hurts. */
function targetChip({ target }: InvokeSnapshot): TemplateResult {
  const place = [target.accountId, target.label.includes(target.region) ? undefined : target.region]
    .filter((part) => part !== undefined)
    .join(' · ');
  return html`<span class=${target.isProtected ? 'chip target protected' : 'chip target'}>
    <vscode-icon name=${target.isProtected ? 'shield' : target.id === 'local' ? 'vm' : 'cloud'} size="14"></vscode-icon>
    <span>${target.label}</span>${place === '' ? nothing : html`<span class="dim">${place}</span>`}
    ${target.isProtected ? html`<span class="warn">protected</span>` : nothing}
  </span>`;
}

function configuration({ configuration }: InvokeSnapshot): TemplateResult | typeof nothing {
  if (!configuration) return nothing;
  const { runtime, memorySizeMB, timeoutS, architecture, handler } = configuration;
  const parts = [runtime, `${memorySizeMB} MB`, `${timeoutS} s`, architecture].filter((part) => part !== undefined);
  return html`<span class="configuration dim" title=${handler === undefined ? '' : `Handler ${handler}`}>${parts.join(' · ')}</span>`;
}

function qualifierSelect({ snapshot, intent, choose }: RunBarContext): TemplateResult {
  // An alias that is gone by now stays chosen, and in sight: the answer will say that it does not exist.
  const known = snapshot.qualifiers.includes(intent.qualifier);
  const qualifiers = known ? snapshot.qualifiers : [intent.qualifier, ...snapshot.qualifiers];
  return html`<vscode-single-select
    label="Qualifier"
    class="qualifier"
    .value=${intent.qualifier}
    @change=${(event: Event) => choose({ qualifier: (event.target as HTMLSelectElement).value })}
  >
    ${qualifiers.map(
      (qualifier) =>
        html`<vscode-option value=${qualifier} ?selected=${qualifier === intent.qualifier}>${qualifier}</vscode-option>`,
    )}
  </vscode-single-select>`;
}

function invokeButton(context: RunBarContext): TemplateResult {
  const { elapsedMs } = context;
  if (elapsedMs === undefined) {
    return html`<vscode-button class="invoke" icon="play" title=${`Invoke (${invokeKey})`} @click=${() => context.invokeOrCancel()}
      >Invoke <kbd>${invokeKey}</kbd></vscode-button
    >`;
  }
  // The time is no part of the name, or a screen reader would hear a new button ten times a second.
  return html`<vscode-button class="invoke running" secondary icon="debug-stop" @click=${() => context.invokeOrCancel()}
    >Cancel <span class="elapsed" aria-hidden="true">${(elapsedMs / 1000).toFixed(1)} s</span></vscode-button
  >`;
}

export const runBarStyles = css`
  header {
    align-items: center;
    border-bottom: 1px solid var(--line);
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 6px 10px;
    padding: 7px 14px;
  }
  h1 {
    font-size: 15px;
    font-weight: 400;
    margin: 0;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .grow {
    flex: 1;
  }
  .chip.target {
    /* Rather two lines than an account that cannot be read. */
    flex-wrap: wrap;
    row-gap: 0;
  }

  .chip.protected {
    border-color: var(--text-warn);
  }
  .configuration {
    font-size: 12px;
    white-space: nowrap;
  }
  .choices,
  .acts {
    align-items: center;
    display: flex;
    gap: 6px;
  }
  .qualifier {
    width: 120px;
  }
  .type {
    width: 160px;
  }
  .invoke {
    min-width: 150px;
  }
  .invoke kbd,
  .elapsed {
    font-family: inherit;
    font-size: 11px;
    font-variant-numeric: tabular-nums;
    margin-inline-start: 5px;
  }
  .tool {
    border-radius: 5px;
    display: flex;
    padding: 4px;
  }
  .tool:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  @container (max-width: 1180px) {
    .configuration {
      display: none;
    }
  }
  @container (max-width: 560px) {
    .grow {
      display: none;
    }
    .choices {
      width: 100%;
    }
    .choices > * {
      flex: 1;
      width: auto;
    }
    .acts {
      width: 100%;
    }
    .invoke {
      flex: 1;
    }
  }
`;
