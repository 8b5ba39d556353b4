/** A streamed response: how its chunks arrived, its newest text while it does, and how it broke off. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { formatBytes } from '../../base/text.ts';
import type { StreamError, StreamedAnswer, StreamTimes } from '../../protocol/invokePanel.ts';
import { lengths } from '../ui/lengths.ts';
import { visible } from '../ui/lineDetail.ts';
import { formatMs, plural } from '../ui/moments.ts';

/** What is drawn while the response arrives: the newest text stands at the bottom. */
export function arrivingView(streamed: StreamedAnswer): TemplateResult {
  const isCut = streamed.bytes > streamed.tail.length && streamed.tail.length > 0;
  return html`<div class="stream-head">${streamLine(streamed)}</div>
    <div class="arriving" tabindex="0" role="log" aria-label="Response so far" aria-live="off">
      <pre class="block">${isCut && streamed.bytes > 2 * streamed.tail.length ? '…' : ''}${visible(streamed.tail)}</pre>
    </div>`;
}

/** `first byte after 87.0 ms · 12 chunks · 4.1 KB`, and a line with a tick per chunk. */
export function streamLine({ firstByteMs, bytes, chunks }: StreamTimes): TemplateResult {
  if (firstByteMs === undefined) return html`<p class="stream">Nothing has arrived yet.</p>`;
  const words = `first byte after ${formatMs(firstByteMs)} · ${plural(chunks.length, 'chunk')} · ${formatBytes(bytes)}`;
  const endMs = Math.max(1, chunks.at(-1)?.atMs ?? 1);
  const largest = Math.max(1, ...chunks.map((chunk) => chunk.bytes));
  return html`<div class="stream" role="img" aria-label=${`Streamed: ${words}`} title="When chunks arrived, from the request on; their height is their size">
    <div class="ticks">
      ${chunks.map((chunk) => html`<i ${lengths({ '--at': `${(100 * chunk.atMs) / endMs}%`, '--size': `${20 + (80 * chunk.bytes) / largest}%` })}></i>`)}
    </div>
    <span>${words}</span>
  </div>`;
}

/** How a stream broke off: said after what arrived of it. */
export function streamErrorNote(error: StreamError | undefined): TemplateResult | typeof nothing {
  if (!error) return nothing;
  const details = error.details === '' ? '' : `: ${visible(error.details)}`;
  return html`<p class="remark" role="alert"><b class="bad">The stream broke off</b> ${error.code}${details}. What arrived before is below.</p>`;
}

export const streamStyles = css`
  .stream-head {
    border-bottom: 1px solid var(--line);
    padding: 10px 14px;
  }
  .stream {
    color: var(--text-dim);
    font-size: 11px;
    margin: 8px 0 0;
  }
  .stream-head .stream {
    margin: 0;
  }
  .ticks {
    border-bottom: 1px solid var(--text-dim);
    height: 18px;
    margin-bottom: 4px;
    overflow: hidden;
    position: relative;
  }
  .ticks i {
    background: var(--fill-ok);
    bottom: 0;
    height: var(--size);
    left: min(var(--at), 100% - 2px);
    position: absolute;
    width: 2px;
  }
  .arriving {
    display: flex;
    flex: 1;
    flex-direction: column-reverse;
    min-height: 0;
    overflow: auto;
  }
  .arriving .block {
    flex: none;
    margin-bottom: auto;
    overflow: visible;
  }
`;
