/** Reads the text of the link file, member by member, so that an error names the line of what is wrong. */

import { isAbsolute } from 'node:path';
import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { HumanError } from '../../base/humanError.ts';
import { asNumber, asObject, asText, type JsonObject } from '../../base/json.ts';
import { type BuildSettingFault, readBuildSetting } from '../build/buildSetting.ts';
import { parseErrorInWords, placeOf } from '../jsonProblem.ts';
import { aliasNameProblem } from '../versions.ts';
import {
  type AliasSetting,
  type AliasShift,
  type LinkTarget,
  linkFilePath,
  type RedeployLink,
  type RedeploySettings,
  type WatchSetting,
} from './redeployLink.ts';

/** Throws `HumanError` with the line of the first thing that is wrong. */
export function parseLinks(text: string): readonly RedeployLink[] {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) throw badFile(text, error.offset, parseErrorInWords(error));
  if (root?.type !== 'object') throw badFile(text, 0, 'an object with "links" is expected');
  const links = findNodeAtLocation(root, ['links']);
  if (links === undefined) return [];
  if (links.type !== 'array') throw badFile(text, links.offset, '"links" must be a list');
  return (links.children ?? []).map((node) => parseLink(text, node));
}

type Wrong = (member: string, expected: string) => HumanError;

function parseLink(text: string, node: Node): RedeployLink {
  const fields = asObject(getNodeValue(node));
  if (!fields) throw badFile(text, node.offset, 'a link must be an object');
  const wrong: Wrong = (member, expected) =>
    badFile(text, (findNodeAtLocation(node, [member]) ?? node).offset, `"${member}" must be ${expected}`);

  const functionName = asText(fields['functionName']);
  if (functionName === undefined) throw wrong('functionName', 'the name of a function');
  const folder = asText(fields['folder']);
  if (folder === undefined || isAbsolute(folder) || folder.includes('\\')) {
    throw wrong('folder', 'a path relative to the workspace folder, with / between its parts');
  }
  const target = parseTarget(fields['target']);
  if (!target) throw wrong('target', '{ "kind": "local" } or { "kind": "aws", "profile": …, "region": … }');
  const build = readBuildSetting(fields['build']);
  if ('fault' in build) throw badBuild(text, node, build.fault);
  return { functionName, target, folder, build: build.setting, ...parseSettings(fields, wrong) };
}

function badBuild(text: string, link: Node, { member, expected }: BuildSettingFault): HumanError {
  const path = member === undefined ? ['build'] : ['build', member];
  const place = findNodeAtLocation(link, path) ?? findNodeAtLocation(link, ['build']) ?? link;
  return badFile(text, place.offset, `"${path.join('.')}" must be ${expected}`);
}

function parseTarget(value: unknown): LinkTarget | undefined {
  const fields = asObject(value);
  if (fields?.['kind'] === 'local') return { kind: 'local' };
  const profile = asText(fields?.['profile']);
  const region = asText(fields?.['region']);
  const accountId = asText(fields?.['accountId']);
  if (fields?.['kind'] !== 'aws' || profile === undefined || region === undefined) return undefined;
  return { kind: 'aws', profile, region, ...(accountId === undefined ? {} : { accountId }) };
}

/** How a setting is read, and what it must be. A reader answers `undefined` for what it does not take. */
const settings: {
  readonly [Member in keyof RedeploySettings]-?: readonly [
    read: (value: unknown) => RedeploySettings[Member] | undefined,
    expected: string,
  ];
} = {
  ignore: [asPatterns, 'a list of patterns, as in .gitignore'],
  beforeBuild: [asText, 'a command line'],
  bucket: [asBucket, 'the name of an S3 bucket'],
  publish: [asFlag, 'true or false'],
  alias: [
    asAlias,
    '{ "name": …, "shift": "all" } or { "name": …, "shift": { "percent": 1 to 99, "minutes": above 0 } }',
  ],
  smokeEvent: [(value) => asText(value) ?? asObject(value), 'the name of a test event, or an event in braces'],
  watch: [asWatch, 'true, false or { "runsLastEvent": true }'],
};

function parseSettings(fields: JsonObject, wrong: Wrong): RedeploySettings {
  const found: Record<string, unknown> = {};
  for (const [member, [read, expected]] of Object.entries(settings)) {
    if (fields[member] === undefined) continue;
    const value: unknown = read(fields[member]);
    if (value === undefined) throw wrong(member, expected);
    found[member] = value;
  }
  return found;
}

function asPatterns(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

function asFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** S3's rule for general-purpose buckets, as far as a typing error goes. */
function asBucket(value: unknown): string | undefined {
  const name = asText(value);
  return name !== undefined && /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) ? name : undefined;
}

function asAlias(value: unknown): AliasSetting | undefined {
  const fields = asObject(value);
  const name = asText(fields?.['name']);
  const shift = asShift(fields?.['shift'] ?? 'all');
  if (name === undefined || aliasNameProblem(name) !== undefined || shift === undefined) return undefined;
  return { name, shift };
}

function asShift(value: unknown): AliasShift | undefined {
  if (value === 'all') return 'all';
  const fields = asObject(value);
  const [percent, minutes] = [asNumber(fields?.['percent']), asNumber(fields?.['minutes'])];
  const tolerated = fields?.['toleratedErrors'];
  const toleratedErrors = asNumber(tolerated);
  if (percent === undefined || percent <= 0 || percent >= 100) return undefined;
  if (minutes === undefined || minutes <= 0) return undefined;
  if (tolerated !== undefined && (toleratedErrors === undefined || toleratedErrors < 0)) return undefined;
  return { percent, minutes, ...(toleratedErrors === undefined ? {} : { toleratedErrors }) };
}

function asWatch(value: unknown): WatchSetting | undefined {
  const runsLastEvent = asFlag(asObject(value)?.['runsLastEvent']);
  return asFlag(value) ?? (runsLastEvent === undefined ? undefined : { runsLastEvent });
}

function badFile(text: string, offset: number, what: string): HumanError {
  return new HumanError(`${linkFilePath}, line ${placeOf(text, offset).line}: ${what}.`);
}
