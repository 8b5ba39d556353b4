/** The test event in the head of the event pane: which one, whether it is saved, and a menu of everything done with it. */

import { css, html, nothing, type TemplateResult } from 'lit';
import type { MenuItem } from '../ui/menu.ts';
import { chipMenu } from './chipMenu.ts';
import type { TestEventControl } from './testEventControl.ts';

export const saveKey = /mac/i.test(navigator.platform) ? '⌘S' : 'Ctrl+S';

export function testEventMenu(control: TestEventControl): TemplateResult {
  const { name, isModified, isDefault } = control;
  const shown = name === '' ? 'Unsaved event' : name;
  return chipMenu({
    id: 'test-event-menu',
    label: 'Test event',
    value: `${shown}${isDefault ? ', the default' : ''}${isModified ? ', with unsaved changes' : ''}`,
    content: html`${isDefault ? html`<span aria-hidden="true">★ </span>` : nothing}<span class="event-name">${shown}</span
      >${isModified ? html`<span class="modified" aria-hidden="true">●</span>` : nothing}`,
    items: items(control),
  });
}

function items(control: TestEventControl): readonly MenuItem[] {
  const { list, name, isModified } = control;
  const isFile = name !== '';
  const hasFolder = list?.folder !== undefined;
  const choices = (list?.events ?? []).map((event) => ({
    label: event.name === list?.defaultName ? `${event.name}  ★` : event.name,
    isChecked: event.name === name,
    act: () => void control.choose(event.name),
  }));
  return [
    ...choices,
    { label: 'Unsaved event', isChecked: !isFile, act: () => void control.choose('') },
    { label: `Save (${saveKey})`, startsGroup: true, isDisabled: !hasFolder, act: () => void control.save() },
    { label: 'Save As…', isDisabled: !hasFolder, act: () => void control.saveAs() },
    { label: 'Revert to File', isDisabled: !isModified, act: () => void control.revert() },
    { label: 'Rename…', startsGroup: true, isDisabled: !isFile, act: () => void control.rename() },
    { label: 'Duplicate…', isDisabled: !isFile, act: () => void control.duplicate() },
    { label: 'Delete…', isDisabled: !isFile, act: () => void control.remove() },
    {
      label: control.isDefault ? 'No Longer the Default' : 'Make the Default',
      isDisabled: !isFile,
      act: () => void control.toggleDefault(),
    },
    { label: 'Open File', isDisabled: !isFile, act: () => void control.openFile() },
    { label: 'From Clipboard', startsGroup: true, act: () => void control.fromClipboard() },
    ...(list?.canShare
      ? [
          { label: 'Import Shareable Test Events…', isDisabled: !hasFolder, act: () => void control.importShared() },
          { label: 'Share on the Target…', isDisabled: !isFile, act: () => void control.share() },
        ]
      : []),
  ];
}

/** What stands in the way, and what happened to the file meanwhile. */
export function testEventNews(control: TestEventControl): TemplateResult | typeof nothing {
  const { failure, news, name } = control;
  if (failure !== undefined) return html`<div class="refusal" role="alert">${failure}</div>`;
  if (news?.kind === 'changed') {
    return html`<div class="notice" role="status">
      ${name}.json was changed on disk.
      <button class="link" @click=${() => void control.revert()}>Take the file’s text</button>
      <button class="link" @click=${() => control.keepMine()}>Keep mine</button>
    </div>`;
  }
  if (news?.kind === 'gone') {
    return html`<div class="notice" role="status">
      ${name}.json is not there any more; its text is here still.
      <button class="link" @click=${() => void control.save()}>Save it again</button>
      <button class="link" @click=${() => control.keepMine()}>Go on without a file</button>
    </div>`;
  }
  return nothing;
}

/** Where the event is saved, from the workspace's folder. */
export function testEventPlace(control: TestEventControl | undefined): TemplateResult | typeof nothing {
  const folder = control?.list?.folder;
  if (!control || folder === undefined || control.name === '') return nothing;
  return html`<button class="place dim" title="Open the file" @click=${() => void control.openFile()}>
    <bdi>${folder}/${control.name}.json</bdi>
  </button>`;
}

export const testEventStyles = css`
  .event-name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .modified {
    color: var(--vscode-gitDecoration-modifiedResourceForeground, var(--text));
    font-size: 0.8em;
    padding-inline-start: 5px;
  }
  .place {
    direction: rtl;
    /* Before the words of the check do. */
    flex: 0 100 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .place:hover {
    text-decoration: underline;
  }
  @container (max-width: 560px) {
    /* The menu opens the file as well; whether the event is valid is said here alone. */
    .place {
      display: none;
    }
  }
`;
