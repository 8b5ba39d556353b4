/** The look of the strip above the rows. */

import { css } from 'lit';

export const stripStyles = css`
  .strip {
    border-bottom: 1px solid var(--line);
    display: flex;
    flex: none;
    height: 112px;
    position: relative;
  }
  .strip lambda-duration-scatter {
    flex: 1;
  }
  .statistics {
    border-inline-end: 1px solid var(--line);
    display: flex;
    flex: none;
    padding: 8px 6px 6px 14px;
  }
  .statistics dl {
    align-content: space-between;
    display: grid;
    gap: 6px 16px;
    grid-template-columns: repeat(4, auto);
    margin: 0;
  }
  .statistics dl > div {
    display: flex;
    flex-direction: column-reverse;
    justify-content: flex-end;
    white-space: nowrap;
  }
  .statistics dt {
    color: var(--text-dim);
    font-size: 11px;
  }
  .statistics dd {
    font-size: 15px;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    line-height: 1.3;
    margin: 0;
  }
  .tool.per-source {
    align-self: flex-start;
    margin-inline-start: 6px;
  }
  .selection {
    align-items: center;
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-focusBorder);
    border-radius: 4px;
    display: flex;
    font-size: 11px;
    gap: 6px;
    inset: 4px 40px auto auto;
    padding: 1px 4px 1px 8px;
    position: absolute;
    z-index: 2;
  }
  .sheet table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .sheet th,
  .sheet td {
    font-weight: 400;
    padding: 3px 8px;
    text-align: end;
    white-space: nowrap;
  }
  .sheet thead th {
    color: var(--text-dim);
    font-size: 11px;
  }
  .sheet th:first-child {
    text-align: start;
  }
  @container (max-width: 760px) {
    .strip {
      flex-direction: column;
      height: 150px;
    }
    .statistics {
      border-inline-end: 0;
      padding: 6px 10px 2px;
    }
    .statistics dl {
      flex: 1;
      gap: 2px 12px;
      grid-template-columns: repeat(7, auto);
      overflow: hidden;
    }
    .statistics dd {
      font-size: 13px;
    }
  }
  @container (max-width: 560px) {
    .strip {
      height: 180px;
    }
    .statistics dl {
      grid-template-columns: repeat(3, auto);
    }
    /* The seventh would need a row of its own. */
    .statistics dl > div:nth-child(7) {
      display: none;
    }
  }
  /* Rows come first: a low panel has the strip on demand, with its figures in one line. */
  @container (max-height: 280px) {
    .strip {
      flex-direction: row;
      height: 78px;
    }
    .statistics {
      padding: 4px 4px 2px 10px;
    }
    .statistics dl {
      flex: none;
      gap: 0 12px;
      grid-template-columns: repeat(4, auto);
    }
    .statistics dd {
      font-size: 12px;
    }
    .strip ~ .totals,
    .strip ~ .list .header {
      display: none;
    }
  }
  @container (max-height: 280px) and (max-width: 560px) {
    .strip {
      height: 64px;
    }
    .statistics {
      display: none;
    }
  }
`;
