/** The look of the filter's field and of what is offered below it. */

import { css } from 'lit';

export const filterFieldStyles = css`
      :host {
        display: block;
        flex: 1 1 220px;
        min-width: 140px;
        position: relative;
      }
      input {
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--line));
        border-radius: 4px;
        color: var(--vscode-input-foreground);
        font-family: var(--mono);
        font-size: var(--mono-size);
        line-height: 20px;
        padding: 1px 8px;
        text-overflow: ellipsis;
        width: 100%;
      }
      input.full {
        padding-inline-end: 100px;
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
      }
      input:focus {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      input[aria-invalid='true'] {
        border-color: var(--vscode-inputValidation-errorBorder);
      }
      .end {
        align-items: center;
        color: var(--text-dim);
        display: flex;
        font-size: 11px;
        gap: 2px;
        inset: 3px 4px auto auto;
        line-height: 18px;
        position: absolute;
      }
      .clear {
        border-radius: 3px;
        display: flex;
        padding: 2px;
      }
      .clear:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      .below {
        inset: 100% 0 auto;
        position: absolute;
        z-index: 4;
      }
      .filter-error:not(:empty) {
        background: var(--vscode-inputValidation-errorBackground);
        border: 1px solid var(--vscode-inputValidation-errorBorder);
        color: var(--vscode-inputValidation-errorForeground, var(--text));
        padding: 3px 8px;
      }
      .filter-error mark {
        background: none;
        color: inherit;
        font-family: var(--mono);
        text-decoration: underline wavy;
      }
      .hint {
        background: var(--vscode-editorSuggestWidget-background, var(--vscode-editorWidget-background));
        border: 1px solid var(--vscode-editorSuggestWidget-border, var(--line));
        border-top: 0;
        color: var(--text-dim);
        font-size: 11px;
        padding: 2px 8px;
      }
      kbd {
        font-family: inherit;
      }
      [role='listbox'] {
        background: var(--vscode-editorSuggestWidget-background, var(--vscode-editorWidget-background));
        border: 1px solid var(--vscode-editorSuggestWidget-border, var(--line));
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
        color: var(--vscode-editorSuggestWidget-foreground, var(--text));
        /* Of the panel's own height. */
        max-height: min(220px, 100cqh - 100px);
        overflow: auto;
      }
      [role='option'] {
        cursor: pointer;
        display: flex;
        gap: 14px;
        line-height: 22px;
        padding: 0 8px;
        justify-content: space-between;
        white-space: nowrap;
      }
      [role='option'] > * {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      [role='option'] code {
        min-width: 80px;
        font-family: var(--mono);
        font-size: var(--mono-size);
      }
      [role='option']:hover {
        background: var(--vscode-list-hoverBackground);
      }
      [role='option'][aria-selected='true'] {
        background: var(--vscode-editorSuggestWidget-selectedBackground, var(--vscode-list-activeSelectionBackground));
        color: var(--vscode-editorSuggestWidget-selectedForeground, inherit);
        outline: 1px solid var(--edge);
        outline-offset: -1px;
      }
      [role='option'][aria-selected='true'] .dim {
        color: inherit;
      }
    `;
