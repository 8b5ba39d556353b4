/** The picker of templates: found by service and title, filled in by a few fields, seen before it is used. Loaded when first opened. */

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import { messageOf } from '../../base/humanError.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import type { TemplateField, TemplateSummary } from '../../protocol/eventTemplates.ts';
import { base } from '../ui/theme.ts';
import { templateFormStyles } from './templateFormStyles.ts';

const previewDelayMs = 150;

/** What the form asks of the panel around it. */
export interface TemplateFormHost {
  templates(): Promise<readonly TemplateSummary[]>;
  event(templateId: string, values: Readonly<Record<string, string>>): Promise<string>;
  use(templateId: string, eventText: string): void;
}

export class TemplateForm extends LitElement {
  static override styles = [base, templateFormStyles];

  declare host: TemplateFormHost | undefined;

  readonly #timer = new MutableDisposable<Disposable>();
  #templates: readonly TemplateSummary[] = [];
  #search = '';
  #chosen: TemplateSummary | undefined;
  #values: Record<string, string> = {};
  #preview: string | undefined;
  #failure: string | undefined;
  /** Answers to earlier questions are passed over. */
  #turn = 0;

  /** Shows the picker, with this template chosen where there is one. */
  async open(templateId: string | undefined): Promise<void> {
    await this.updateComplete;
    this.#dialog?.showModal();
    try {
      if (this.#templates.length === 0) this.#templates = (await this.host?.templates()) ?? [];
      const again = this.#templates.find(({ id }) => id === templateId);
      if (again?.id !== this.#chosen?.id || this.#chosen === undefined) this.#choose(again ?? this.#found[0]);
    } catch (error) {
      this.#failure = messageOf(error);
    }
    this.requestUpdate();
    await this.updateComplete;
    this.#input?.select();
    this.#scrollToChosen();
  }

  override disconnectedCallback(): void {
    this.#timer.value = undefined;
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new Event('closed'))} @click=${this.#onBackdrop}>
      <form method="dialog" @submit=${this.#onSubmit} @keydown=${this.#onKey}>
        <h2 id="title">Event from a template</h2>
        <div class="find">
          <input
            type="search"
            role="combobox"
            aria-label="Find a template"
            aria-controls="list"
            aria-expanded="true"
            aria-autocomplete="list"
            aria-activedescendant=${this.#chosen ? `template-${this.#chosen.id}` : nothing}
            placeholder="S3, queue, authorizer…"
            .value=${this.#search}
            @input=${(event: Event) => this.#find((event.target as HTMLInputElement).value)}
            @keydown=${this.#onListKey}
          />
          ${this.#list()}
        </div>
        <div class="fill">${this.#chosen ? this.#fields(this.#chosen) : nothing}</div>
        <div class="preview">
          ${
            this.#failure === undefined
              ? html`<pre tabindex="0" role="region" aria-label="Preview of the event">${this.#preview ?? ''}</pre>`
              : html`<p class="bad" role="alert">${this.#failure}</p>`
          }
        </div>
        <div class="act">
          <span class="dim">Replaces the event; undo brings it back.</span>
          <button type="button" class="second" @click=${() => this.#dialog?.close()}>Cancel</button>
          <button type="submit" class="first" ?disabled=${this.#preview === undefined}>Use</button>
        </div>
      </form>
    </dialog>`;
  }

  #list(): TemplateResult {
    const found = this.#found;
    const services = [...new Set(found.map(({ service }) => service))];
    return html`<div id="list" role="listbox" aria-label="Templates" tabindex="-1">
      ${
        found.length === 0
          ? html`<p class="dim none">Nothing of that name. Any event can be typed into the editor.</p>`
          : services.map(
              (service) => html`<div role="group" aria-label=${service}>
                <div class="service" aria-hidden="true">${service}</div>
                ${found.filter((template) => template.service === service).map((template) => this.#option(template))}
              </div>`,
            )
      }
    </div>`;
  }

  #option(template: TemplateSummary): TemplateResult {
    return html`<div
      role="option"
      id=${`template-${template.id}`}
      aria-selected=${template === this.#chosen}
      @click=${() => this.#choose(template)}
    >
      ${template.title}
    </div>`;
  }

  #fields({ title, service, description, fields }: TemplateSummary): TemplateResult {
    return html`<p class="about"><strong>${service}: ${title}</strong><br /><span class="dim">${description}</span></p>
      ${fields.map((field) => this.#field(field))}`;
  }

  #field(field: TemplateField): TemplateResult {
    const { name, label, kind, hint, choices } = field;
    const value = this.#values[name] ?? field.value;
    const id = `field-${name}`;
    const onInput = (event: Event) => this.#set(name, (event.target as HTMLInputElement).value);
    const described = hint === undefined ? nothing : `${id}-hint`;
    const control =
      kind === 'choice'
        ? html`<select id=${id} @change=${onInput}>
            ${choices?.map((choice) => html`<option .selected=${choice === value} value=${choice}>${choice}</option>`)}
          </select>`
        : kind === 'text' || kind === 'number'
          ? html`<input id=${id} spellcheck="false" inputmode=${kind === 'number' ? 'decimal' : 'text'} aria-describedby=${described} .value=${value} @input=${onInput} />`
          : html`<textarea id=${id} rows=${Math.min(6, Math.max(2, value.split('\n').length))} spellcheck="false" aria-describedby=${described} .value=${value} @input=${onInput}></textarea>`;
    return html`<div class="field">
      <label for=${id}>${label}</label>${control}
      ${hint === undefined ? nothing : html`<span class="dim hint" id=${`${id}-hint`}>${hint}</span>`}
    </div>`;
  }

  /** Every word of the search stands in the service, the title or the description. */
  get #found(): readonly TemplateSummary[] {
    const words = this.#search.toLowerCase().split(/\s+/).filter(Boolean);
    return this.#templates.filter(({ service, title, description, id }) => {
      const text = `${service} ${title} ${description} ${id}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  #find(search: string): void {
    this.#search = search;
    const found = this.#found;
    if (!this.#chosen || !found.includes(this.#chosen)) this.#choose(found[0]);
    this.requestUpdate();
  }

  #choose(template: TemplateSummary | undefined): void {
    this.#chosen = template;
    this.#values = {};
    this.#preview = undefined;
    this.#failure = undefined;
    this.requestUpdate();
    void this.updateComplete.then(() => this.#scrollToChosen());
    this.#askSoon(0);
  }

  #set(name: string, value: string): void {
    this.#values = { ...this.#values, [name]: value };
    this.#askSoon(previewDelayMs);
  }

  #askSoon(delayMs: number): void {
    this.#turn += 1;
    this.#timer.value = systemClock.after(delayMs, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    this.#timer.value = undefined;
    const turn = this.#turn;
    const template = this.#chosen;
    if (!template || !this.host) return;
    let preview: string | undefined;
    let failure: string | undefined;
    try {
      preview = await this.host.event(template.id, this.#values);
    } catch (error) {
      failure = messageOf(error);
    }
    if (turn !== this.#turn) return;
    this.#preview = preview;
    this.#failure = failure;
    this.requestUpdate();
  }

  readonly #onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    // What was typed last may not have been asked for yet.
    if (this.#timer.value !== undefined) await this.#ask();
    if (!this.#chosen || this.#preview === undefined) return;
    this.#dialog?.close();
    this.host?.use(this.#chosen.id, this.#preview);
  };

  readonly #onListKey = (event: KeyboardEvent): void => {
    const found = this.#found;
    const place = this.#chosen ? found.indexOf(this.#chosen) : -1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(place + 1, found.length - 1),
      ArrowUp: Math.max(place - 1, 0),
      PageDown: Math.min(place + 8, found.length - 1),
      PageUp: Math.max(place - 8, 0),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    this.#choose(found[move]);
  };

  /** Ctrl+Enter uses the template: the panel's own meaning of the key waits outside of the dialog. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.#onSubmit(event);
    }
    event.stopPropagation();
  };

  readonly #onBackdrop = (event: Event): void => {
    if (event.target === this.#dialog) this.#dialog?.close();
  };

  #scrollToChosen(): void {
    this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input[type=search]');
  }
}

customElements.define('lambda-template-form', TemplateForm);
