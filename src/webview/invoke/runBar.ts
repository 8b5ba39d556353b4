/** The head of the invoke panel: which function, where, how it is called, and the button that calls it. */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { InvokeIntent, InvokeSnapshot } from '../../protocol/invokePanel.ts';
import { menuButton, menuStyles } from '../ui/menu.ts';
import { qualifierMenu } from './qualifierMenu.ts';
import { type TargetChoices, targetMenu } from './targetMenu.ts';
import { typeMenu } from './typeMenu.ts';

export interface RunBarContext {
  readonly snapshot: InvokeSnapshot;
  readonly intent: InvokeIntent;
  /** `undefined` when nothing runs. */
  readonly elapsedMs: number | undefined;
  readonly targetChoices: TargetChoices;
  /** "Repeat…" with its sheet. */
  readonly repeat: TemplateResult;
  /** The targets that the event goes to as well. */
  readonly elsewhere: TemplateResult;
  choose(change: Partial<InvokeIntent>): void;
  askTargets(): void;
  switchTarget(targetId: string): void;
  invokeOrCancel(): void;
  invokeCold(): void;
  tailLogs(): void;
  redeploy(): void;
}

export const invokeKey = /mac/i.test(navigator.platform) ? '⌘Enter' : 'Ctrl+Enter';

export function runBar(context: RunBarContext): TemplateResult {
  const { snapshot, intent } = context;
  return html`<header>
    <h1>${snapshot.function.functionName}</h1>
    ${targetMenu({
      current: snapshot.target,
      choices: context.targetChoices,
      ask: () => context.askTargets(),
      choose: (targetId) => context.switchTarget(targetId),
    })}
    ${qualifierMenu({ snapshot, qualifier: intent.qualifier, choose: (qualifier) => context.choose({ qualifier }) })}
    ${typeMenu(intent.invocationType, (invocationType) => context.choose({ invocationType }))}
    ${snapshot.configuration?.isTenantIsolated ? tenantField(context) : nothing}${configuration(snapshot)}
    <span class="grow"></span>
    <span class="acts">
      ${context.elsewhere}${context.repeat}
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

/** Asked for where each execution environment serves one tenant only. */
function tenantField({ intent, choose }: RunBarContext): TemplateResult {
  return html`<input
    class="tenant"
    aria-label="Tenant id"
    placeholder="Tenant id"
    maxlength="256"
    required
    spellcheck="false"
    .value=${intent.tenantId ?? ''}
    @input=${(event: Event) => choose({ tenantId: (event.target as HTMLInputElement).value })}
  />`;
}

function configuration({ configuration }: InvokeSnapshot): TemplateResult | typeof nothing {
  if (!configuration) return nothing;
  const { runtime, memorySizeMB, timeoutS, architecture, handler } = configuration;
  const parts = [runtime, `${memorySizeMB} MB`, `${timeoutS} s`, architecture].filter((part) => part !== undefined);
  return html`<span class="configuration dim" title=${handler === undefined ? '' : `Handler ${handler}`}>${parts.join(' · ')}</span>`;
}

function invokeButton(context: RunBarContext): TemplateResult {
  const { elapsedMs } = context;
  if (elapsedMs === undefined) {
    return html`<vscode-button class="invoke" icon="play" title=${`Invoke (${invokeKey})`} @click=${() => context.invokeOrCancel()}
      >Invoke <kbd>${invokeKey}</kbd></vscode-button
    >${menuButton({
      id: 'invoke-menu',
      label: 'More ways to invoke',
      buttonClass: 'tool',
      content: html`<vscode-icon name="chevron-down" size="12"></vscode-icon>`,
      items: [{ label: 'Invoke Cold', act: () => context.invokeCold() }],
    })}`;
  }
  // The time is no part of the name, or a screen reader would hear a new button ten times a second.
  return html`<vscode-button class="invoke running" secondary icon="debug-stop" @click=${() => context.invokeOrCancel()}
    >Cancel <span class="elapsed" aria-hidden="true">${(elapsedMs / 1000).toFixed(1)} s</span></vscode-button
  >`;
}

export const runBarStyles = [
  menuStyles,
  css`
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
  .chip-menu,
  .qualifier {
    display: inline-flex;
    max-width: 100%;
    min-width: 0;
  }
  .chip.choice {
    cursor: pointer;
    line-height: 20px;
    max-width: 100%;
    min-width: 0;
  }
  .chip.choice:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .chip .words {
    align-items: center;
    display: inline-flex;
    gap: 5px;
    min-width: 0;
  }
  .chip.target .words {
    /* Rather two lines than an account that cannot be read. */
    flex-wrap: wrap;
    row-gap: 0;
  }
  .chip.protected {
    border-color: var(--text-warn);
  }
  .tenant,
  .sheet input {
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--line));
    border-radius: 3px;
    color: var(--vscode-input-foreground);
    font: inherit;
    line-height: 20px;
    padding: 0 6px;
  }
  .tenant {
    width: 130px;
  }
  .tenant:invalid {
    border-color: var(--vscode-inputValidation-errorBorder);
  }
  .configuration {
    font-size: 12px;
    white-space: nowrap;
  }
  .acts {
    align-items: center;
    display: flex;
    gap: 6px;
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
    .acts {
      flex-wrap: wrap;
      width: 100%;
    }
    .invoke {
      flex: 1;
    }
  }
`,
];
