/** Sizes that follow from the editor's fonts: asked of the browser, since rows of a window need them in numbers. */

export interface TextMetrics {
  /** One character of the editor font at the size of data rows, in pixels. */
  readonly characterWidth: number;
  /** A row with air around its text, in whole pixels. */
  readonly rowHeight: number;
}

/** Reads the fonts that apply to `element`. */
export function measureText(element: Element): TextMetrics {
  const style = getComputedStyle(element);
  const family = style.getPropertyValue('--vscode-editor-font-family') || 'monospace';
  const uiSize = Number.parseFloat(style.fontSize) || 13;
  const monoSize = Math.min(Number.parseFloat(style.getPropertyValue('--vscode-editor-font-size')) || 12, uiSize);
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `${monoSize}px ${family}`;
  return {
    characterWidth: context?.measureText('0').width || monoSize * 0.6,
    rowHeight: Math.max(20, Math.round(uiSize * 1.7)),
  };
}
