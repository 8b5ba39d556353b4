/** Names and ids that the service has given or taken: requests that use them reach what is really there. */

import type { Random } from './random.ts';

const keptPerMember = 12;
/** Their values are made anew each time, or are not names at all. */
const ignored: ReadonlySet<string> = new Set(['message', 'Message', 'Type', 'nextToken', '__type']);

export class KnownNames {
  readonly #byMember = new Map<string, string[]>();

  /** Remembers the short texts of an input or an answer by the name of their member. */
  learn(value: unknown, depth = 0): void {
    if (typeof value !== 'object' || value === null || depth > 3) return;
    if (Array.isArray(value)) {
      for (const item of value.slice(0, 2)) this.learn(item, depth + 1);
      return;
    }
    for (const [member, item] of Object.entries(value)) {
      if (typeof item !== 'string') this.learn(item, depth + 1);
      else if (item.length > 0 && item.length < 300 && !ignored.has(member)) this.#add(member, item);
    }
  }

  pick(member: string, random: Random): string | undefined {
    const known = this.#byMember.get(memberGroup(member));
    return known === undefined ? undefined : random.pick(known);
  }

  #add(member: string, text: string): void {
    const group = memberGroup(member);
    const known = this.#byMember.get(group) ?? [];
    if (known.includes(text)) return;
    known.push(text);
    if (known.length > keptPerMember) known.shift();
    this.#byMember.set(group, known);
  }
}

/** `NextMarker` becomes `Marker`; tags and policies belong to whatever has an ARN. */
function memberGroup(member: string): string {
  const name = member.charAt(0).toUpperCase() + member.slice(1);
  if (name === 'NextMarker') return 'Marker';
  if (name === 'FunctionArn' || name === 'ResourceArn') return 'Resource';
  if (name === 'EventSourceMappingArn' || name === 'CapacityProviderArn') return 'Resource';
  if (name === 'Version') return 'Qualifier';
  return name;
}
