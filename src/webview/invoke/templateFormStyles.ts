/** How the picker of templates looks: three columns where there is room, one below the other where there is not. */

import { css } from 'lit';

export const templateFormStyles = css`
  dialog {
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, var(--line)));
    border-radius: 6px;
    box-shadow: 0 4px 16px var(--vscode-widget-shadow, transparent);
    color: var(--vscode-editorWidget-foreground, var(--text));
    height: min(620px, calc(100vh - 24px));
    max-width: none;
    padding: 0;
    width: min(1120px, calc(100vw - 24px));
  }
  dialog::backdrop {
    background: color-mix(in srgb, var(--vscode-editor-background) 55%, transparent);
  }
  form {
    display: grid;
    gap: 0 16px;
    grid-template: auto minmax(0, 1fr) auto / minmax(200px, 1fr) minmax(220px, 1.2fr) minmax(240px, 1.6fr);
    height: 100%;
    padding: 12px 16px;
  }
  h2 {
    font-size: inherit;
    grid-column: 1 / -1;
    margin: 0 0 10px;
  }
  .find {
    display: flex;
    flex-direction: column;
    gap: 6px;
    min-height: 0;
  }
  input,
  textarea,
  select {
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--line)));
    border-radius: 3px;
    color: var(--vscode-input-foreground);
    font: inherit;
    padding: 3px 6px;
    width: 100%;
  }
  select {
    background: var(--vscode-dropdown-background);
    border-color: var(--vscode-dropdown-border, var(--line));
    color: var(--vscode-dropdown-foreground);
  }
  textarea {
    font-family: var(--mono);
    font-size: var(--mono-size);
    resize: vertical;
  }
  ::placeholder {
    color: var(--vscode-input-placeholderForeground);
  }
  [role='listbox'] {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  .service {
    color: var(--text-dim);
    font-size: 11px;
    line-height: 22px;
    padding: 4px 6px 0;
  }
  [role='option'] {
    border-radius: 3px;
    cursor: pointer;
    line-height: 22px;
    padding: 0 6px 0 14px;
  }
  [role='option']:hover {
    background: var(--vscode-list-hoverBackground);
  }
  [role='option'][aria-selected='true'] {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
    outline: 1px dotted var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .none {
    padding: 0 6px;
  }
  .fill,
  .preview {
    min-height: 0;
    overflow: auto;
    padding: 1px;
  }
  .about {
    margin: 2px 0 10px;
  }
  .field {
    margin-bottom: 8px;
  }
  label {
    display: block;
    margin-bottom: 2px;
  }
  .hint {
    font-size: 12px;
  }
  pre {
    background: var(--vscode-editor-background);
    border: 1px solid var(--edge);
    color: var(--vscode-editor-foreground);
    font-family: var(--mono);
    font-size: var(--mono-size);
    margin: 0;
    min-height: 100%;
    padding: 6px 8px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .act {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    grid-column: 1 / -1;
    padding-top: 12px;
  }
  .act span {
    flex: 1;
  }
  .act button {
    border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
    border-radius: 3px;
    line-height: 24px;
    padding: 0 14px;
  }
  .first {
    background: var(--vscode-button-background);
    color: var(--vscode-button-foreground);
  }
  .first:hover {
    background: var(--vscode-button-hoverBackground);
  }
  .first:disabled {
    cursor: default;
    opacity: 0.5;
  }
  .second {
    background: var(--vscode-button-secondaryBackground);
    color: var(--vscode-button-secondaryForeground);
  }
  .act button:focus-visible {
    outline-offset: 2px;
  }
  @media (max-width: 760px) {
    form {
      grid-template: auto minmax(90px, 1fr) minmax(0, 1.4fr) minmax(60px, 0.8fr) auto / minmax(0, 1fr);
      row-gap: 10px;
    }
    h2 {
      margin: 0;
    }
    .act {
      padding-top: 0;
    }
  }
`;
