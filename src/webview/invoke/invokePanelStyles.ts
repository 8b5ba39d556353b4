/** The look of the invoke panel as a whole. */

import { css } from 'lit';
import { markStyles } from '../ui/marks.ts';
import { base, hatch, tokens } from '../ui/theme.ts';
import { elsewhereStyles } from './elsewhereView.ts';
import { eventPaneStyles } from './eventPane.ts';
import { runBarStyles } from './runBar.ts';

export const invokePanelStyles = [
  tokens,
  base,
  markStyles,
  hatch,
  ...runBarStyles,
  elsewhereStyles,
  eventPaneStyles,
  css`
    :host {
      background: var(--vscode-editor-background);
      container-type: size;
      display: flex;
      flex-direction: column;
      height: 100%;
      overflow: hidden;
      position: relative;
    }
    .loading {
      margin: auto;
      padding: 20px;
    }
    .placeholder {
      height: 41px;
    }
    .refusal {
      background: var(--vscode-inputValidation-errorBackground);
      border-bottom: 1px solid var(--vscode-inputValidation-errorBorder);
      color: var(--vscode-inputValidation-errorForeground, var(--text));
      flex: none;
      padding: 5px 14px;
    }
    .notice {
      border-bottom: 1px solid var(--line);
      color: var(--text-dim);
      flex: none;
      padding: 3px 14px;
    }
    .sheet .numbers {
      display: flex;
      gap: 14px;
      margin: 0;
    }
    .sheet input[type='number'] {
      width: 80px;
    }
    .sheet p {
      margin: 6px 0;
    }
    .repeat .start {
      background: var(--vscode-button-background);
      border: 1px solid var(--vscode-button-border, var(--edge));
      border-radius: 3px;
      color: var(--vscode-button-foreground);
    }
    .repeat .start:disabled {
      opacity: 0.6;
    }
    lambda-split {
      flex: 1;
    }
    @container (max-height: 420px) {
      lambda-run-history {
        display: none;
      }
    }
  `,
];
