/** The look of the log panel around its rows. */

import { css } from 'lit';
import { markStyles } from '../ui/marks.ts';
import { menuStyles } from '../ui/menu.ts';
import { base, hatch, tokens } from '../ui/theme.ts';
import { dotColours, invocationColumns } from './invocationRowView.ts';
import { stripStyles } from './stripStyles.ts';
import { toolbarStyles } from './toolbarStyles.ts';

export const logPanelStyles = [
  tokens,
  base,
  markStyles,
  hatch,
  dotColours,
  invocationColumns,
  menuStyles,
  toolbarStyles,
  stripStyles,
  css`
    :host {
      background: var(--vscode-panel-background, var(--vscode-editor-background));
      container-type: size;
      display: flex;
      flex-direction: column;
      height: 100%;
      overflow: hidden;
      position: relative;
    }
    .loading {
      color: var(--text-dim);
      margin: auto;
    }
    .older {
      color: var(--text-dim);
      flex: none;
      font-size: 11px;
      line-height: 20px;
      text-align: center;
    }
    .list {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-height: 0;
      position: relative;
    }
    .header {
      border-bottom: 1px solid var(--line);
      color: var(--text-dim);
      flex: none;
      font-size: 11px;
      line-height: 22px;
      white-space: nowrap;
    }
    .header span {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .header .key {
      color: var(--text-dim);
      margin-inline-start: 8px;
    }
    .header i,
    .swatch {
      border: 1px solid var(--edge);
      border-radius: 2px;
      display: inline-block;
      height: 9px;
      width: 9px;
    }
    .swatch {
      width: 16px;
    }
    i.run {
      background: var(--fill-ok);
    }
    i.limit {
      background: var(--text-dim);
      border-radius: 0;
      width: 2px;
    }
    lambda-invocation-rows::part(pointed) {
      background: var(--vscode-list-hoverBackground);
      box-shadow: inset 2px 0 0 var(--vscode-focusBorder);
      outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      outline-offset: -1px;
    }
    .new {
      left: 50%;
      position: absolute;
      transform: translateX(-50%);
      z-index: 2;
    }
    .new.above {
      top: 30px;
    }
    .new.below {
      bottom: 10px;
    }
    .totals {
      border-top: 1px solid var(--line);
      color: var(--text-dim);
      display: flex;
      flex: none;
      /* What has no room goes whole, not cut in two. */
      flex-wrap: wrap;
      font-size: 11px;
      gap: 0 14px;
      height: 23px;
      line-height: 22px;
      overflow: hidden;
      padding: 0 12px;
      white-space: nowrap;
    }
    .totals .mark {
      height: 12px;
      vertical-align: -2px;
      width: 12px;
    }
    .totals .end {
      margin-inline-start: auto;
    }
    .totals .dropped vscode-icon {
      vertical-align: -2px;
    }
    @container (max-width: 680px) {
      .totals .dropped {
        order: -1;
      }
    }
    .empty {
      margin: auto;
      max-height: 100%;
      max-width: 460px;
      overflow: auto;
      padding: 20px;
      text-align: center;
    }
    .empty p {
      margin: 0 0 10px;
    }
    .empty .headline {
      font-size: 1.1em;
    }
    @container (max-height: 280px) {
      .empty {
        max-width: 760px;
        padding: 2px 10px;
      }
      .empty p {
        margin: 0 0 4px;
      }
    }
    /* The whole sentence stands in the chip's sheet; the button must be in sight. */
    @container (max-height: 280px) and (max-width: 520px) {
      .empty {
        max-width: 100%;
      }
      .empty .dim,
      .empty .headline {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    }
    code,
    kbd {
      font-family: var(--mono);
      font-size: var(--mono-size);
    }
    .legend {
      background: var(--vscode-editorHoverWidget-background, var(--vscode-editorWidget-background));
      border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-widget-border, var(--line)));
      box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      color: var(--vscode-editorHoverWidget-foreground, var(--text));
      inset: 40px 10px auto auto;
      max-height: calc(100% - 50px);
      max-width: min(560px, calc(100% - 20px));
      overflow: auto;
      padding: 10px 14px;
    }
    .legend h2 {
      font-size: 11px;
      font-weight: 600;
      margin: 8px 0 4px;
    }
    .legend h2:first-child {
      margin-top: 0;
    }
    .legend dl {
      margin: 0;
    }
    .legend dl > div {
      display: flex;
      gap: 10px;
      padding: 2px 0;
    }
    .legend dt {
      flex: none;
      width: 18px;
    }
    .legend dt.term {
      overflow-wrap: anywhere;
      width: min(190px, 45%);
    }
    .legend dd {
      margin: 0;
    }
  `,
];
