/** The headers and cookies of an HTTP response as tables. */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { HttpResponse } from '../../lambda/httpResponse.ts';
import { visible } from '../ui/lineDetail.ts';

export function headersView({ headers, cookies }: HttpResponse): TemplateResult {
  const others = headers.filter(({ name }) => name.toLowerCase() !== 'set-cookie');
  return html`<div class="http" tabindex="0" role="group" aria-label="Headers and cookies">
    ${
      others.length === 0
        ? html`<p class="quiet">The response has no headers.</p>`
        : html`<table aria-label="Headers"><tbody>
            ${others.map(({ name, value }) => html`<tr><th scope="row">${visible(name)}</th><td>${visible(value)}</td></tr>`)}
          </tbody></table>`
    }
    ${
      cookies.length === 0
        ? nothing
        : html`<h3>Cookies</h3><table aria-label="Cookies"><tbody>
            ${cookies.map(
              ({ name, value, attributes }) =>
                html`<tr><th scope="row">${visible(name)}</th><td>${visible(value)}${attributes.map(
                  ([attribute, of]) =>
                    html` <span class="chip">${visible(of === '' ? attribute : `${attribute} ${of}`)}</span>`,
                )}</td></tr>`,
            )}
          </tbody></table>`
    }
  </div>`;
}

/** How many rows the tab has. */
export function headerCount({ headers, cookies }: HttpResponse): number {
  return headers.filter(({ name }) => name.toLowerCase() !== 'set-cookie').length + cookies.length;
}

export const httpStyles = css`
  .http {
    flex: 1;
    min-height: 0;
    overflow: auto;
    padding: 8px 14px;
  }
  .http table {
    border-collapse: collapse;
    font-family: var(--mono);
    font-size: var(--mono-size);
  }
  .http th {
    color: var(--json-key);
    font-weight: normal;
    min-width: 9em;
    padding: 2px 18px 2px 0;
    text-align: start;
    vertical-align: top;
  }
  .http td {
    overflow-wrap: anywhere;
    padding: 2px 0;
  }
  .http h3 {
    font-size: inherit;
    font-weight: 600;
    margin: 12px 0 4px;
  }
  .http .quiet {
    padding: 0;
  }
`;
