/** The code editor in the colours and fonts of the editor around it. */

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--json-key)' },
  { tag: tags.string, color: 'var(--json-string)' },
  { tag: tags.number, color: 'var(--json-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--json-word)' },
  { tag: tags.invalid, color: 'var(--text-bad)' },
]);

const button = {
  backgroundColor: 'var(--vscode-button-secondaryBackground)',
  backgroundImage: 'none',
  border: '1px solid var(--vscode-button-border, var(--vscode-input-border, transparent))',
  borderRadius: '3px',
  color: 'var(--vscode-button-secondaryForeground)',
};

const looks = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--vscode-editor-foreground)', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    fontSize: 'var(--vscode-editor-font-size, 13px)',
    fontWeight: 'var(--vscode-editor-font-weight, normal)',
    lineHeight: '1.5',
  },
  '.cm-content': { caretColor: 'var(--vscode-editorCursor-foreground)', padding: '6px 0' },
  // The selection stays the browser's own: in high contrast the text under it changes colour too, which a drawn one cannot do.
  '.cm-content ::selection, .cm-line::selection': {
    backgroundColor: 'var(--vscode-editor-selectionBackground)',
    color: 'var(--vscode-editor-selectionForeground, inherit)',
  },
  // Opaque: long lines scroll away beneath it.
  '.cm-gutters': {
    backgroundColor: 'var(--vscode-editor-background)',
    border: 'none',
    color: 'var(--vscode-editorLineNumber-foreground)',
  },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '34px', padding: '0 4px 0 10px' },
  '.cm-activeLineGutter': {
    backgroundColor: 'transparent',
    color: 'var(--vscode-editorLineNumber-activeForeground)',
  },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--track)',
    border: '1px solid var(--edge)',
    color: 'var(--text-dim)',
    margin: '0 3px',
    padding: '0 4px',
  },
  '&.cm-focused .cm-matchingBracket, .cm-matchingBracket': {
    backgroundColor: 'var(--vscode-editorBracketMatch-background)',
    outline: '1px solid var(--vscode-editorBracketMatch-border)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'var(--text-bad)' },
  '.cm-searchMatch': {
    backgroundColor: 'var(--vscode-editor-findMatchHighlightBackground, transparent)',
    outline: '1px solid var(--vscode-editor-findMatchHighlightBorder, transparent)',
  },
  '.cm-searchMatch-selected': {
    backgroundColor: 'var(--vscode-editor-findMatchBackground, transparent)',
    outline: '1px solid var(--vscode-editor-findMatchBorder, var(--vscode-focusBorder))',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--vscode-editor-selectionHighlightBackground, transparent)' },
  '.cm-panels': {
    backgroundColor: 'var(--vscode-editorWidget-background)',
    borderColor: 'var(--vscode-editorWidget-border, var(--line))',
    color: 'var(--vscode-editorWidget-foreground, var(--text))',
  },
  '.cm-panel.cm-search': {
    padding: '6px 28px 6px 10px',
    '& input, & button, & label': { fontSize: '12px', margin: '2px 6px 2px 0' },
    '& input[type=checkbox]': { accentColor: 'var(--vscode-focusBorder)', margin: '0 4px 0 0', verticalAlign: '-2px' },
    '& label': { whiteSpace: 'nowrap' },
    '& [name=close]': { color: 'var(--text)', fontSize: '16px', margin: '0', right: '8px', top: '4px' },
  },
  '.cm-textfield': {
    backgroundColor: 'var(--vscode-input-background)',
    border: '1px solid var(--vscode-input-border, transparent)',
    color: 'var(--vscode-input-foreground)',
    fontFamily: 'var(--vscode-font-family)',
    padding: '2px 6px',
    '&::placeholder': { color: 'var(--vscode-input-placeholderForeground)' },
  },
  '.cm-button': button,
  '.cm-tooltip': {
    backgroundColor: 'var(--vscode-editorHoverWidget-background)',
    border: '1px solid var(--vscode-editorHoverWidget-border, var(--line))',
    color: 'var(--vscode-editorHoverWidget-foreground, var(--text))',
  },
  '.cm-description': { maxWidth: '48ch', padding: '4px 8px', whiteSpace: 'pre-wrap' },
  '.cm-tooltip.cm-tooltip-autocomplete': {
    backgroundColor: 'var(--vscode-editorSuggestWidget-background, var(--vscode-editorWidget-background))',
    border: '1px solid var(--vscode-editorSuggestWidget-border, var(--line))',
    color: 'var(--vscode-editorSuggestWidget-foreground, var(--vscode-editorWidget-foreground, var(--text)))',
    '& > ul': { fontFamily: 'var(--mono)', maxHeight: '14em' },
    '& > ul > li': { lineHeight: '1.6', padding: '0 8px' },
    '& > ul > li[aria-selected]': {
      backgroundColor:
        'var(--vscode-editorSuggestWidget-selectedBackground, var(--vscode-list-activeSelectionBackground))',
      color: 'var(--vscode-editorSuggestWidget-selectedForeground, var(--vscode-list-activeSelectionForeground))',
      outline: '1px dotted var(--vscode-contrastActiveBorder, transparent)',
      outlineOffset: '-1px',
    },
  },
  '.cm-completionMatchedText': {
    color: 'var(--vscode-editorSuggestWidget-highlightForeground, inherit)',
    fontWeight: '600',
    textDecoration: 'none',
  },
  '.cm-tooltip.cm-completionInfo': { maxWidth: '40ch', padding: '4px 8px' },
  '.cm-diagnostic': { borderLeft: 'none', padding: '4px 8px' },
  '.cm-lintRange': { backgroundImage: 'none', textDecorationSkipInk: 'none' },
  '.cm-lintRange-error, .cm-lintPoint-error': {
    textDecoration: 'underline wavy var(--vscode-editorError-foreground) 1px',
  },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--vscode-editorWarning-foreground) 1px' },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--vscode-editorError-foreground)' },
});

export const codeTheme: Extension = [looks, syntaxHighlighting(colours)];
