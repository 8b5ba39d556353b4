/** Names for the editor's colours as the panels mean them, and the few rules that every shadow root shares. */

import { css } from 'lit';

/**
 * Meaning → theme variable. Custom properties inherit through shadow roots, so a panel sets them once, on itself.
 * Text colours are the ones that stay readable in the light themes (the `list` family); bars use the `charts` family.
 */
export const tokens = css`
  :host {
    --text: var(--vscode-foreground);
    --text-dim: var(--vscode-descriptionForeground);
    --text-bad: var(--vscode-list-errorForeground, var(--vscode-errorForeground));
    --text-warn: var(--vscode-list-warningForeground, var(--vscode-editorWarning-foreground));
    --text-cold: var(--vscode-charts-blue);
    --fill-ok: var(--vscode-charts-green);
    --fill-bad: var(--vscode-charts-red);
    --fill-warn: var(--vscode-charts-yellow);
    --fill-cold: var(--vscode-charts-blue);
    --fill-rest: var(--vscode-descriptionForeground);
    /* Thinner than the editor's own, which is chosen for plain text: dimmed and coloured text must stay readable on it. */
    --active-row: color-mix(in srgb, var(--vscode-list-inactiveSelectionBackground, transparent) 65%, transparent);
    --json-key: color-mix(in srgb, var(--vscode-symbolIcon-variableForeground) 75%, var(--vscode-foreground));
    --json-string: var(--vscode-debugTokenExpression-string);
    --json-number: var(--vscode-debugTokenExpression-number);
    --json-word: var(--vscode-debugTokenExpression-boolean);
    --line: var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
    --edge: var(--vscode-contrastBorder, transparent);
    --track: color-mix(in srgb, var(--vscode-foreground) 9%, transparent);
    --mono: var(--vscode-editor-font-family, monospace);
    /* Rows of data stay as dense as the interface around them where the editor's font is larger. */
    --mono-size: min(var(--vscode-editor-font-size, 12px), var(--vscode-font-size, 13px));
    color: var(--text);
    font-family: var(--vscode-font-family, system-ui, sans-serif);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.4;
  }
`;

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  /* Letters that a search has found; the line tells them in themes that leave the colour out. */
  ::highlight(lambda-found) {
    background-color: var(--vscode-editor-findMatchHighlightBackground, transparent);
    text-decoration: underline 2px;
  }
  button {
    appearance: none;
    background: none;
    border: 0;
    color: inherit;
    cursor: pointer;
    font: inherit;
    margin: 0;
    padding: 0;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .link {
    color: var(--vscode-textLink-foreground);
    cursor: pointer;
    text-align: start;
  }
  .link:hover {
    color: var(--vscode-textLink-activeForeground, var(--vscode-textLink-foreground));
    text-decoration: underline;
  }
  .dim {
    color: var(--text-dim);
  }
  .bad {
    color: var(--text-bad);
  }
  .warn {
    color: var(--text-warn);
  }
  .cold {
    color: var(--text-cold);
  }
  .mono {
    font-family: var(--mono);
    font-size: var(--mono-size);
  }
  .chip {
    align-items: center;
    background: var(--track);
    border: 1px solid var(--edge);
    border-radius: 10px;
    display: inline-flex;
    gap: 5px;
    line-height: 18px;
    padding: 0 8px;
    white-space: nowrap;
  }
  .unseen {
    clip-path: inset(50%);
    height: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
    width: 1px;
  }
  /* The editor's own setting for it, which the system need not share. */
  :host-context(.vscode-reduce-motion) * {
    animation: none !important;
    transition: none !important;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

/** Cold part of a bar: hatched, so it is told apart without its colour. Used by bars, history and legend alike. */
export const hatch = css`
  .hatch {
    background: repeating-linear-gradient(
      -45deg,
      var(--fill-cold) 0 3px,
      color-mix(in srgb, var(--fill-cold) 45%, transparent) 3px 6px
    );
  }
`;

/** The page around a panel: full height, no margin of the editor's default sheet. Adopted, since no `<style>` may be added. */
export function adoptPageStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('html, body { height: 100%; margin: 0; overflow: hidden; padding: 0 }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
