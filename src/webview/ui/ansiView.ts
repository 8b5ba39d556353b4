/** Text in the colours that a program asked for, as far as they can be read on the theme's background. */

import { css, html, type TemplateResult } from 'lit';
import type { AnsiSpan, AnsiText } from '../../lambda/ansi.ts';
import type { AnsiColour, AnsiStyle } from '../../lambda/ansiStyle.ts';
import { lengths } from './lengths.ts';

// What is beyond is shown plain: a row of a log has no use for more, and a hostile line has a hundred thousand.
const mostSpans = 200;

/** Text nodes and spans; the plain text alone where there are no colours. */
export function ansiText({ text, spans }: AnsiText): TemplateResult | string {
  if (spans.length === 0) return text;
  const pieces: (TemplateResult | string)[] = [];
  let from = 0;
  for (const span of spans.slice(0, mostSpans)) {
    if (span.start > from) pieces.push(text.slice(from, span.start));
    pieces.push(spanText(text, span));
    from = span.end;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return html`${pieces}`;
}

function spanText(text: string, { start, end, style }: AnsiSpan): TemplateResult {
  const { colour, background } = style.inverse ? swapped(style) : style;
  const properties = {
    ...(colour === undefined ? {} : { '--ansi': cssColour(colour) }),
    ...(background === undefined ? {} : { '--ansi-back': cssColour(background) }),
  };
  const classes = [
    'ansi',
    ...(colour === undefined ? [] : ['coloured']),
    ...(background === undefined ? [] : ['filled']),
    ...(['bold', 'dim', 'italic', 'underline', 'strike'] as const).filter((name) => style[name]),
  ];
  return html`<span class=${classes.join(' ')} ${lengths(properties)}>${text.slice(start, end)}</span>`;
}

/** Inverse of a plain text is the text's colour behind it. */
function swapped({ colour, background }: AnsiStyle): { colour: AnsiColour | undefined; background: AnsiColour } {
  return { colour: background, background: colour ?? 7 };
}

function cssColour(colour: AnsiColour): string {
  return typeof colour === 'number' ? `var(--vscode-terminal-ansi${names[colour] ?? 'White'}, currentColor)` : colour;
}

const hues = ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'];
const names = [...hues, ...hues.map((hue) => `Bright${hue}`)];

/**
 * The hue is the program's, the lightness at least what can be read: black on a dark background becomes grey, as the editor's
 * own terminal does it (`terminal.integrated.minimumContrastRatio`). What lies behind text is thin for the same reason.
 */
export const ansiStyles = css`
  .ansi.coloured {
    color: oklch(from var(--ansi) max(l, 0.73) c h);
  }
  .ansi.filled {
    background: color-mix(in srgb, var(--ansi-back) 22%, transparent);
    box-shadow: inset 0 -1px var(--ansi-back);
    color: var(--text);
  }
  .ansi.filled.coloured {
    color: oklch(from var(--ansi) max(l, 0.88) c h);
  }
  :host-context([data-vscode-theme-kind$='light']) .ansi.coloured {
    color: oklch(from var(--ansi) min(l, 0.47) c h);
  }
  :host-context([data-vscode-theme-kind$='light']) .ansi.filled.coloured {
    color: oklch(from var(--ansi) min(l, 0.36) c h);
  }
  .ansi.bold {
    font-weight: 700;
  }
  .ansi.dim:not(.coloured):not(.filled) {
    color: var(--text-dim);
  }
  .ansi.italic {
    font-style: italic;
  }
  .ansi.underline {
    text-decoration: underline;
  }
  .ansi.strike {
    text-decoration: line-through;
  }
  .ansi.underline.strike {
    text-decoration: underline line-through;
  }
`;
