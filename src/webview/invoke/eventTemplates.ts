/** Templates and advice for the event being edited: what the view asks the host about them, and the picker when it is wanted. */

import { largestAdvisedText, type TemplateRequests } from '../../protocol/eventTemplates.ts';
import type { EventAdvisor } from './codeAdvice.ts';
import type { UndoShelf } from './eventEditor.ts';
import type { TemplateForm } from './templateForm.ts';

export type AskTemplates = <Name extends keyof TemplateRequests>(
  name: Name,
  argument: TemplateRequests[Name]['argument'],
) => Promise<TemplateRequests[Name]['result']>;

export interface TemplateHolder {
  readonly templateId: string | undefined;
  /** Goes on with an event that a template has made. */
  take(templateId: string, eventText: string): void;
}

export class EventTemplates {
  readonly #holder: TemplateHolder;
  readonly #ask: AskTemplates;

  constructor(holder: TemplateHolder, ask: AskTemplates) {
    this.#holder = holder;
    this.#ask = ask;
  }

  /** For the code editor. Texts that are too large come back without advice. */
  readonly advisor: EventAdvisor & UndoShelf = {
    check: async (eventText) => (fits(eventText) ? this.#ask('checkEvent', this.#advised(eventText)) : null),
    complete: async (eventText, offset) =>
      fits(eventText) ? this.#ask('completeEvent', { ...this.#advised(eventText), offset }) : [],
    describe: async (eventText, offset) =>
      fits(eventText) ? this.#ask('describeEvent', { ...this.#advised(eventText), offset }) : null,
    readUndo: async () => (await this.#ask('keptUndo', undefined))?.packed ?? null,
    keepUndo: (packed) => void this.#ask('keepUndo', { packed }).catch(() => undefined),
  };

  /** Opens the picker within this root. */
  async openPicker(root: ParentNode & Node): Promise<void> {
    await import('./templateForm.ts');
    const form = root.querySelector<TemplateForm>('lambda-template-form') ?? this.#createForm(root);
    await form.open(this.#holder.templateId);
  }

  #createForm(root: Node): TemplateForm {
    const form = document.createElement('lambda-template-form') as TemplateForm;
    form.host = {
      templates: () => this.#ask('templates', undefined),
      event: async (templateId, values) => (await this.#ask('eventFromTemplate', { templateId, values })).eventText,
      use: (templateId, eventText) => this.#holder.take(templateId, eventText),
    };
    root.appendChild(form);
    return form;
  }

  #advised(eventText: string) {
    return { templateId: this.#holder.templateId ?? null, eventText };
  }
}

function fits(eventText: string): boolean {
  return eventText.length <= largestAdvisedText;
}
