/** The look of the answer's side of the invoke panel. */

import { css } from 'lit';
import { markStyles } from '../ui/marks.ts';
import { base, hatch } from '../ui/theme.ts';
import { contentStyles } from './contentView.ts';
import { functionErrorStyles } from './functionErrorCard.ts';
import { outcomeStyles } from './outcomeHead.ts';
import { streamStyles } from './streamView.ts';
import { timeBarStyles } from './timeBar.ts';

export const resultPaneStyles = [
  base,
  markStyles,
  hatch,
  outcomeStyles,
  timeBarStyles,
  functionErrorStyles,
  contentStyles,
  streamStyles,
  css`
  .remark {
    background: var(--vscode-inputValidation-warningBackground, var(--track));
    border-bottom: 1px solid var(--vscode-inputValidation-warningBorder, var(--line));
    flex: none;
    margin: 0;
    padding: 4px 14px;
  }
  /* Where there is no room for both, head and answer scroll together. */
  lambda-answer-pane {
    flex: 1 0 220px;
  }
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    overflow: hidden;
    position: relative;
  }
  .progress {
    background: var(--vscode-progressBar-background, var(--vscode-focusBorder));
    height: 2px;
    inset: 0 0 auto;
    position: absolute;
    transform-origin: left;
    z-index: 1;
  }
  @media (prefers-reduced-motion: no-preference) {
    .progress {
      animation: sweep 1.4s ease-in-out infinite;
    }
  }
  @keyframes sweep {
    from {
      transform: translateX(-60%) scaleX(0.4);
    }
    to {
      transform: translateX(100%) scaleX(0.6);
    }
  }
  .content {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
    overflow: auto;
  }
  .earlier {
    align-items: center;
    background: var(--vscode-textBlockQuote-background, var(--track));
    border-bottom: 1px solid var(--line);
    display: flex;
    flex: none;
    gap: 10px;
    padding: 3px 14px;
  }
  .empty {
    color: var(--text-dim);
    margin: auto;
    max-width: 420px;
    padding: 20px;
    text-align: center;
  }
  .empty p {
    margin: 0 0 8px;
  }
  .empty .lead {
    color: var(--text);
    font-size: 1.1em;
  }
  kbd {
    background: var(--vscode-keybindingLabel-background);
    border: 1px solid var(--vscode-keybindingLabel-border, transparent);
    border-radius: 3px;
    color: var(--vscode-keybindingLabel-foreground, var(--text));
    font-family: inherit;
    font-size: 0.92em;
    padding: 1px 5px;
  }
  .scroll {
    overflow: auto;
  }
  .offer {
    background: var(--vscode-button-background);
    border: 1px solid var(--vscode-button-border, transparent);
    border-radius: 3px;
    color: var(--vscode-button-foreground);
    margin: 0 14px;
    padding: 4px 11px;
  }
  .offer:hover {
    background: var(--vscode-button-hoverBackground);
  }
  `,
];
