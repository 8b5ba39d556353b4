/** The rows that stand below a log line while it is open: its further lines, its members, its raw text. */

import type { AnsiText } from '../../lambda/ansi.ts';
import type { LogLine } from '../../lambda/invocationRecord.ts';
import { type JsonRow, outlineOf } from './jsonOutline.ts';
import { detailOf, styledLines, wrapStyled } from './lineDetail.ts';

export type ExtraRow =
  | ({ readonly kind: 'text' } & AnsiText)
  | { readonly kind: 'json'; readonly row: JsonRow }
  | { readonly kind: 'note'; readonly text: string };

// A member list longer than this is a payload, not a log line; its raw text can be copied.
const mostJsonRows = 2000;
const stackRowsWhenClosed = 30;

/** Everything there is to say about a line, wrapped at `width` characters. */
export function openRows(line: LogLine, width: number): readonly ExtraRow[] {
  const detail = detailOf(line);
  if (line.kind === 'report') return textRows(styledLines(line.event.message), width);
  if (detail.json) {
    const members = outlineOf(detail.json, () => true, mostJsonRows);
    const cut = 'Too many members to show: copy the line to have all of them.';
    return [
      ...(detail.head.text.length > width ? textRows([detail.head], width) : []),
      ...textRows(detail.rest, width),
      ...members.map((row): ExtraRow => ({ kind: 'json', row })),
      ...(members.length >= mostJsonRows ? [{ kind: 'note', text: cut } as const] : []),
    ];
  }
  return textRows(detail.head.text.length > width ? [detail.head, ...detail.rest] : detail.rest, width);
}

/** What shows of a closed line inside an open invocation: its stack, since that is what one came for. */
export function stackRows(line: LogLine): readonly ExtraRow[] {
  return detailOf(line)
    .rest.slice(0, stackRowsWhenClosed)
    .map((text) => ({ kind: 'text', ...text }));
}

/** Whether opening the line would show anything. */
export function canOpen(line: LogLine, width: number): boolean {
  const detail = detailOf(line);
  return (
    line.kind === 'report' || detail.json !== undefined || detail.rest.length > 0 || detail.head.text.length > width
  );
}

function textRows(lines: readonly AnsiText[], width: number): readonly ExtraRow[] {
  return lines.flatMap((line) => wrapStyled(line, width)).map((text) => ({ kind: 'text', ...text }));
}
