/** The Markdown that a function's row shows on hover. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { MarkdownString } from 'vscode';
import { formatBytes } from '../../base/text.ts';
import { changedText, failureReason, hasDeprecatedRuntime } from './functionText.ts';

export function functionTooltip(configuration: FunctionConfiguration, nowMs: number): MarkdownString {
  const tooltip = new MarkdownString(undefined, true);
  // Names and descriptions come from outside: everything variable is appended as text, never as Markdown.
  const fact = (name: string, value: string | undefined) => {
    if (value === undefined || value === '') return;
    tooltip.appendMarkdown(`\n\n**${name}** `).appendText(value);
  };
  tooltip
    .appendMarkdown('**')
    .appendText(configuration.FunctionName ?? '')
    .appendMarkdown('**');
  if (configuration.Description) tooltip.appendMarkdown('\n\n').appendText(configuration.Description);
  fact('State', stateText(configuration));
  if (hasDeprecatedRuntime(configuration, nowMs)) {
    tooltip.appendMarkdown('\n\n$(warning) AWS has deprecated this runtime: ').appendText(configuration.Runtime ?? '');
  }
  fact('ARN', configuration.FunctionArn);
  fact('Runtime', configuration.Runtime ?? (configuration.PackageType === 'Image' ? 'container image' : undefined));
  fact('Handler', configuration.Handler);
  fact('Architecture', configuration.Architectures?.join(', '));
  fact('Timeout', configuration.Timeout === undefined ? undefined : `${configuration.Timeout} s`);
  fact('Memory', configuration.MemorySize === undefined ? undefined : `${configuration.MemorySize} MB`);
  fact('Code size', configuration.CodeSize === undefined ? undefined : formatBytes(configuration.CodeSize));
  fact('Changed', changedText(configuration.LastModified, nowMs));
  return tooltip;
}

function stateText(configuration: FunctionConfiguration): string | undefined {
  const reason = failureReason(configuration);
  const state = configuration.State ?? 'Active';
  return reason === undefined ? state : `${state}: ${reason}`;
}
