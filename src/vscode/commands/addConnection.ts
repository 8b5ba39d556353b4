/** "Add AWS Connection…": a profile of the shared configuration, then a Region. */

import { type QuickPickItem, window } from 'vscode';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { messages } from '../messages.ts';
import type { CommandHandler } from './registry.ts';

const title = 'Add AWS Connection';
const regionPattern = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

/** What the shared configuration tells of a profile. */
export interface ProfileChoice {
  readonly name: string;
  readonly region: string | undefined;
  readonly endpointUrl: string | undefined;
  readonly kind: 'static' | 'sso' | 'role' | 'process' | 'login' | 'environment' | 'other';
}

export interface RegionChoice {
  readonly code: string;
  readonly place: string;
}

/** Reads the shared configuration when the command is called, not before. */
export interface ConnectionChoices {
  profiles(): Promise<readonly ProfileChoice[]>;
  regions(): Promise<readonly RegionChoice[]>;
}

const kinds: Readonly<Record<ProfileChoice['kind'], string>> = {
  static: 'access key',
  sso: 'single sign-on',
  role: 'role',
  process: 'credential process',
  login: 'console login',
  environment: 'variables, container or instance',
  other: '',
};

export function addConnection(targets: TargetRegistry, choices: ConnectionChoices): CommandHandler {
  return async () => {
    const profile = await askForProfile(choices);
    const region = profile && (await askForRegion(choices, profile));
    if (profile === undefined || region === undefined) return;
    await targets.add({ profile: profile.name, region });
  };
}

async function askForProfile(choices: ConnectionChoices): Promise<ProfileChoice | undefined> {
  const profiles = await choices.profiles();
  if (profiles.length === 0) throw messages.noProfiles();
  const items = profiles.map((profile) => ({
    label: profile.name,
    description: [kinds[profile.kind], profile.region, profile.endpointUrl].filter(Boolean).join(' · '),
    profile,
  }));
  const placeHolder = 'Profile of the shared AWS configuration';
  return (await window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.profile;
}

/** The profile's own Region first; what is typed may be a Region that is newer than this list. */
async function askForRegion(choices: ConnectionChoices, profile: ProfileChoice): Promise<string | undefined> {
  const regions = await choices.regions();
  const own = profile.region;
  const others = regions.filter(({ code }) => code !== own);
  const items: QuickPickItem[] = others.map(({ code, place }) => ({ label: code, description: place }));
  if (own !== undefined) {
    const place = regions.find(({ code }) => code === own)?.place;
    items.unshift({ label: own, description: [place, 'of the profile'].filter(Boolean).join(' · ') });
  }
  const picker = window.createQuickPick();
  picker.title = title;
  picker.placeholder = `Region for ${profile.name}`;
  picker.matchOnDescription = true;
  picker.items = items;
  try {
    return await new Promise<string | undefined>((resolve) => {
      picker.onDidChangeValue((value) => {
        const isNew = regionPattern.test(value) && !items.some(({ label }) => label === value);
        picker.items = isNew ? [{ label: value, description: 'as typed' }, ...items] : items;
      });
      picker.onDidAccept(() => resolve(picker.selectedItems[0]?.label));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}
