/** "Copy As…": the function's configuration as infrastructure code, on the clipboard. Values of variables stay behind. */

import { env, window } from 'vscode';
import { readConfiguration } from '../../app/configurationUpdate.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { cdkSnippet, terraformSnippet } from '../../lambda/snippets/codeSnippets.ts';
import { snippetFunction } from '../../lambda/snippets/snippetFunction.ts';
import { cloudFormationSnippet, samSnippet } from '../../lambda/snippets/templateSnippets.ts';
import type { FunctionPicker } from '../functionPicker.ts';
import { messages } from '../messages.ts';
import type { Notify } from '../notify.ts';
import type { CommandHandler } from './registry.ts';

export interface CopySnippetOptions {
  readonly picker: Pick<FunctionPicker, 'pick'>;
  readonly targets: TargetRegistry;
  readonly notify: Notify;
}

const forms = [
  { label: 'SAM', description: 'template.yaml', write: samSnippet },
  { label: 'CloudFormation', description: 'YAML', write: cloudFormationSnippet },
  { label: 'CDK', description: 'TypeScript', write: cdkSnippet },
  { label: 'Terraform', description: 'aws_lambda_function', write: terraformSnippet },
] as const;

export function copySnippet({ picker, targets, notify }: CopySnippetOptions): CommandHandler {
  return async (argument) => {
    const key = await picker.pick(argument, 'Copy As');
    if (key === undefined) return;
    const target = targets.get(key.targetId);
    if (target === undefined) throw messages.unknownTarget(key.targetId);
    const title = `Copy ${key.functionName} as`;
    const form = await window.showQuickPick(forms, { title, placeHolder: 'Form of the snippet' });
    if (form === undefined) return;
    const of = snippetFunction(await readConfiguration(target, key.functionName));
    await env.clipboard.writeText(form.write(of));
    const values = of.variables.length === 0 ? '' : ' Values of its variables were left out: they are parameters.';
    notify.info(`${key.functionName} is on the clipboard as ${form.label}.${values}`);
  };
}
