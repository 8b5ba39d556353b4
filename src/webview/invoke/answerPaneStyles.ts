/** The look of an answer under its tabs. */

import { css } from 'lit';
import { jsonStyles } from '../ui/jsonTokens.ts';
import { lineStyles } from '../ui/lineView.ts';
import { tabStyles } from '../ui/tabs.ts';
import { base } from '../ui/theme.ts';
import { answerViewStyles } from './answerViews.ts';
import { contentStyles } from './contentView.ts';
import { findBarStyles } from './findBar.ts';
import { httpStyles } from './httpView.ts';

export const answerPaneStyles = [
  base,
  jsonStyles,
  lineStyles,
  tabStyles,
  answerViewStyles,
  contentStyles,
  httpStyles,
  findBarStyles,
  css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    overflow: hidden;
  }
  .bar {
    align-items: center;
    border-bottom: 1px solid var(--line);
    display: flex;
    flex: none;
    justify-content: space-between;
    padding: 0 14px;
  }
  .copy {
    align-items: center;
    border-radius: 5px;
    color: var(--text-dim);
    display: inline-flex;
    gap: 4px;
    padding: 2px 5px;
  }
  .copy:hover {
    background: var(--vscode-toolbar-hoverBackground);
    color: var(--text);
  }
  .pane {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 90px;
  }
  .foot {
    border-top: 1px solid var(--line);
    color: var(--text-dim);
    display: flex;
    flex: none;
    font-size: 12px;
    gap: 14px;
    justify-content: space-between;
    line-height: 26px;
    overflow: hidden;
    padding: 0 14px;
    white-space: nowrap;
  }
  .foot button:hover {
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
  }
  .bar {
    flex-wrap: wrap;
  }
  .tabs {
    max-width: 100%;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .tabs button {
    flex: none;
    white-space: nowrap;
  }
  .tools {
    display: flex;
    gap: 6px;
  }
  .foot > * {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  /* A request id is copied, not read: it gives way to what is pressed by its words. */
  .foot > span:first-child,
  .foot > .link {
    flex: none;
  }
  @container (max-width: 560px) {
    .foot > span:first-child {
      flex: 0 1 auto;
    }
  }
  .foot .path {
    direction: ltr;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .foot .place button {
    flex: none;
  }
  .foot .place {
    display: flex;
    flex: 0 1 auto;
    gap: 10px;
    margin-inline-start: auto;
    min-width: 0;
  }
  .remark {
    background: var(--vscode-inputValidation-warningBackground, var(--track));
    border-bottom: 1px solid var(--vscode-inputValidation-warningBorder, var(--line));
    flex: none;
    margin: 0;
    padding: 4px 14px;
  }
  .found {
    background: var(--active-row);
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  `,
];
