/** "Point Alias…": makes or moves an alias, to one version or to two that share the traffic. */

import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { type QuickPickItem, window } from 'vscode';
import type { Target } from '../../app/target.ts';
import {
  type AliasRoute,
  aliasNameProblem,
  pointAlias as point,
  routeOf,
  routeText,
  sharedRoute,
  shareProblem,
} from '../../app/versions.ts';
import { latestQualifier } from '../../lambda/names.ts';
import { confirmIfProtected } from '../confirm.ts';
import { messages } from '../messages.ts';
import { withSlowProgress } from '../slowProgress.ts';
import { type VersionCommandOptions, whileActive } from './publishVersion.ts';
import type { CommandHandler } from './registry.ts';

interface AliasChoice {
  readonly name: string;
  readonly present: AliasConfiguration | undefined;
}

/** On a version's row the version is given, on an alias's row the alias; what is missing is asked for. */
export function pointAlias(options: VersionCommandOptions): CommandHandler {
  const { picker, targets, catalog, accounts, notify, clock } = options;
  return async (argument) => {
    const key = await picker.pick(argument, 'Point Alias');
    if (key === undefined) return;
    const { targetId, functionName, qualifier } = key;
    const target = targets.get(targetId);
    if (target === undefined) throw messages.unknownTarget(targetId);
    const isVersion = qualifier !== undefined && /^(\d+|\$LATEST)$/.test(qualifier);
    // Weights and revisions have to be those of now, not those that a row was drawn from.
    await catalog.refreshFunction(targetId, functionName);
    const [aliases, versions] = await Promise.all([
      catalog.aliases(targetId, functionName),
      catalog.versions(targetId, functionName),
    ]);
    const title = `Point an alias of ${functionName} on ${target.label}`;
    const alias = await askForAlias(title, aliases, isVersion ? undefined : qualifier);
    if (alias === undefined) return;
    const numbers = versions.map(({ Version = '' }) => Version);
    const version = isVersion ? qualifier : await askForVersion(title, alias, versions);
    const route = version === undefined ? undefined : await askForRoute(title, version, numbers);
    if (route === undefined) return;
    const before = alias.present === undefined ? 'new' : routeText(routeOf(alias.present));
    const subject = `${functionName}:${alias.name}`;
    const effect = `${alias.name}: ${before} → ${routeText(route)}`;
    if (!(await confirmIfProtected(target, accounts, { verb: 'Point', functionName: subject, effect }))) return;
    await whileActive(catalog, key, 'Pointing alias…', () =>
      withSlowProgress(clock, `Pointing ${subject} on ${target.label}`, (_, signal) =>
        point(target, functionName, alias.name, alias.present, route, signal),
      ),
    );
    notify.info(resultText(subject, target, route));
  };
}

function resultText(subject: string, target: Target, route: AliasRoute): string {
  return `${subject} on ${target.label} → ${routeText(route)}`;
}

async function askForAlias(
  title: string,
  aliases: readonly AliasConfiguration[],
  name: string | undefined,
): Promise<AliasChoice | undefined> {
  const named = aliases.find((alias) => alias.Name === name);
  if (name !== undefined && named !== undefined) return { name, present: named };
  const items: (QuickPickItem & { readonly present: AliasConfiguration | undefined })[] = aliases.map((present) => ({
    label: present.Name ?? '',
    description: `→ ${routeText(routeOf(present))}`,
    present,
  }));
  const newAlias = { label: 'New alias…', present: undefined };
  const chosen =
    items.length === 0
      ? newAlias
      : await window.showQuickPick([...items, newAlias], { title, placeHolder: 'Alias to point' });
  if (chosen === undefined) return undefined;
  if (chosen.present !== undefined) return { name: chosen.label, present: chosen.present };
  const taken = (text: string) =>
    aliases.some((alias) => alias.Name === text) ? `There is an alias of that name: ${text}` : undefined;
  const typed = await window.showInputBox({
    title,
    prompt: 'Name of the new alias',
    validateInput: (text) => (text === '' ? undefined : (aliasNameProblem(text) ?? taken(text))),
  });
  return typed === undefined || typed === '' ? undefined : { name: typed, present: undefined };
}

async function askForVersion(
  title: string,
  { name, present }: AliasChoice,
  versions: Awaited<ReturnType<VersionCommandOptions['catalog']['versions']>>,
): Promise<string | undefined> {
  const current = present?.FunctionVersion;
  const items: QuickPickItem[] = [
    ...versions.map(({ Version = '', Description = '' }) => ({ label: Version, description: Description })),
    { label: latestQualifier, description: 'what was deployed last' },
  ];
  const marked = items.map((item) =>
    item.label === current ? { ...item, description: `${item.description ?? ''} · now`.replace(/^ · /, '') } : item,
  );
  return (await window.showQuickPick(marked, { title, placeHolder: `Version for ${name}` }))?.label;
}

/** Two versions can share the traffic when both are published. */
async function askForRoute(
  title: string,
  version: string,
  numbers: readonly string[],
): Promise<AliasRoute | undefined> {
  const others = version === latestQualifier ? [] : numbers.filter((number) => number !== version);
  if (others.length === 0) return { version };
  const all = { label: `All traffic to ${version}`, second: undefined };
  const parts = others.map((second) => ({ label: `A part of the traffic to ${second}…`, second }));
  const chosen = await window.showQuickPick([all, ...parts], { title, placeHolder: 'Traffic' });
  if (chosen === undefined || chosen.second === undefined) return chosen && { version };
  const percent = await window.showInputBox({
    title,
    prompt: `Share of version ${chosen.second} in per cent; version ${version} gets the rest`,
    value: '10',
    validateInput: (text) => shareProblem(text),
  });
  return percent === undefined ? undefined : sharedRoute(version, chosen.second, percent);
}
