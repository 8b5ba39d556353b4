/**
 * The look of the toolbar: one row where there is room, else chips above controls; words give way to icons where it is
 * narrow. What is pressed has a bar below in high contrast, where no background tells it.
 */

import { css } from 'lit';

export const toolbarStyles = css`
  .toolbar {
    align-items: center;
    border-bottom: 1px solid var(--line);
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 5px 10px;
    padding: 5px 10px;
  }
  .sources {
    display: flex;
    flex-wrap: wrap;
    gap: 5px;
    list-style: none;
    margin: 0;
    max-width: 100%;
    min-width: 0;
    padding: 0;
  }
  .controls {
    align-items: center;
    display: flex;
    flex: 1 1 760px;
    gap: 5px 8px;
    min-width: 0;
  }
  .controls .filter {
    align-items: center;
    display: flex;
    flex: 1;
    gap: 2px;
    min-width: 0;
  }
  .range {
    display: inline-flex;
  }
  .chip.source {
    max-width: min(460px, 100%);
    min-width: 0;
    padding-inline-end: 3px;
  }
  .chip .name,
  .chip .target,
  .chip .state {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .chip .target {
    flex-shrink: 4;
  }
  .chip .name {
    flex-shrink: 0;
    max-width: 180px;
  }
  .chip .state {
    flex-shrink: 2;
    font-size: 11px;
  }
  .chip .state.live {
    flex: none;
    font-weight: 600;
  }
  .chip .link {
    flex: none;
  }
  .chip button.about {
    align-items: center;
    display: flex;
    flex: none;
    gap: 5px;
  }
  .chip.add {
    padding: 1px 7px;
  }
  .chip .remove {
    border-radius: 50%;
    display: flex;
    padding: 2px;
  }
  .chip .remove:hover,
  .chip.add:hover,
  .tool:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .sheet.about {
    max-width: min(440px, calc(100% - 20px));
    white-space: normal;
  }
  .sheet.about p {
    margin: 4px 0;
    overflow-wrap: anywhere;
  }
  .sheet details {
    margin: 6px 0;
  }
  .sheet details[open] {
    padding-bottom: 4px;
  }
  .sheet summary {
    cursor: pointer;
  }
  .sheet .dot {
    display: inline-block;
  }
  #per-source {
    justify-self: center;
    position-area: bottom span-all;
  }
  .sheet .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .sheet .links {
    display: flex;
    gap: 14px;
  }
  .choice {
    border: 1px solid var(--vscode-input-border, var(--line));
    border-radius: 4px;
    padding: 0 7px;
  }
  .choice:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .tool[aria-pressed='true'],
  .choice[aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground);
    box-shadow:
      inset 0 -3px 0 var(--edge),
      inset 0 0 0 1px var(--vscode-inputOption-activeBorder, transparent);
    color: var(--vscode-inputOption-activeForeground, var(--text));
  }
  .dot {
    background: var(--dot);
    border: 1px solid var(--edge);
    border-radius: 50%;
    flex: none;
    height: 8px;
    width: 8px;
  }
  .switch {
    border: 1px solid var(--vscode-input-border, var(--line));
    border-radius: 4px;
    display: inline-flex;
    flex: none;
    overflow: hidden;
  }
  .switch button {
    align-items: center;
    display: flex;
    gap: 5px;
    line-height: 22px;
    padding: 0 10px 0 7px;
    white-space: nowrap;
  }
  .switch button[aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground);
    box-shadow:
      inset 0 -3px 0 var(--edge),
      inset 0 0 0 1px var(--vscode-inputOption-activeBorder, transparent);
    color: var(--vscode-inputOption-activeForeground, var(--text));
  }
  .switch button:not([aria-pressed='true']):hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .follow {
    align-items: center;
    border: 1px solid var(--vscode-input-border, var(--line));
    border-radius: 4px;
    display: inline-flex;
    flex: none;
    gap: 5px;
    line-height: 22px;
    padding: 0 9px;
    white-space: nowrap;
  }
  .follow:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .follow vscode-icon {
    color: var(--text-dim);
  }
  .follow.on vscode-icon {
    color: var(--fill-ok);
  }
  .tools {
    display: inline-flex;
    flex: none;
    gap: 2px;
  }
  .tool {
    border-radius: 5px;
    display: flex;
    padding: 3px;
  }
  @container (max-width: 680px) {
    .toolbar {
      padding: 4px 8px;
    }
    /* One line of chips, moved sideways, leaves the height to the rows. */
    .sources {
      flex: 1 1 100%;
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }
    .sources li {
      flex: none;
    }
    .chip.source {
      max-width: min(320px, 92%);
    }
    .chip.urgent {
      order: -1;
    }
    .sheet,
    #per-source {
      inset: 38px 8px auto;
      max-height: calc(100% - 46px);
      max-width: none;
      position-area: none;
    }
    .chip .target {
      display: none;
    }
    .controls {
      flex-wrap: wrap;
    }
    .controls .filter {
      flex: 1 1 100%;
      order: -1;
    }
    .tools {
      margin-inline-start: auto;
    }
  }
  @container (max-width: 520px) {
    .switch .words,
    .controls > .follow .words {
      clip-path: inset(50%);
      height: 1px;
      overflow: hidden;
      position: absolute;
      width: 1px;
    }
    .switch button {
      padding: 0 7px;
    }
    .follow {
      padding: 0 6px;
    }
    .range {
      flex: 1 1 80px;
      min-width: 0;
    }
    .range .follow {
      flex: 0 1 auto;
      min-width: 0;
    }
    .range .words {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .range .ended {
      display: none;
    }
    .controls {
      column-gap: 5px;
    }
  }
  @container (max-height: 280px) {
    .menu {
      max-height: calc(100% - 4px);
    }
    .sheet,
    #per-source {
      inset: 4px 8px auto auto;
      max-height: calc(100% - 8px);
      max-width: calc(100% - 16px);
      position-area: none;
    }
  }
`;
