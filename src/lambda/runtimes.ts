/** What is known of Lambda's runtimes without asking anyone. */

export type RuntimeFamily = 'nodejs' | 'python' | 'java' | 'ruby' | 'dotnet' | 'provided' | 'other';

export interface RuntimeIdentity {
  readonly family: RuntimeFamily;
  /** `22` for `nodejs22.x`, `3.12` for `python3.12`, empty where the family has no number. */
  readonly version: string;
}

/** Splits an identifier such as `nodejs22.x`. A runtime we have never heard of is `other`, never an error. */
export function parseRuntime(identifier: string): RuntimeIdentity {
  const match =
    /^(nodejs|python|java|ruby|dotnet|provided)(?:core)?\.?([0-9.]*?)(?:\.x|\.al2|\.al2023|al2|al2023)?$/.exec(
      identifier,
    );
  if (!match) return { family: 'other', version: '' };
  return { family: match[1] as RuntimeFamily, version: match[2] ?? '' };
}

/**
 * The day on which AWS deprecated, or will deprecate, a runtime (`YYYY-MM-DD`).
 * Source: Lambda developer guide, "Lambda runtimes", September 2026. A runtime in neither list is not scheduled.
 */
const deprecationDates: Readonly<Record<string, string>> = {
  'nodejs18.x': '2025-09-01',
  'nodejs20.x': '2026-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
  'python3.9': '2025-12-15',
  'python3.10': '2026-10-31',
  'python3.11': '2027-06-30',
  'python3.12': '2028-10-31',
  'python3.13': '2029-06-30',
  'python3.14': '2029-06-30',
  java11: '2027-06-30',
  'java8.al2': '2027-06-30',
  java17: '2027-06-30',
  java21: '2029-06-30',
  java25: '2029-06-30',
  'ruby3.2': '2026-03-31',
  'ruby3.3': '2027-03-31',
  'ruby3.4': '2028-03-31',
  'ruby4.0': '2029-03-31',
  dotnet8: '2026-11-10',
  dotnet10: '2028-11-14',
  'provided.al2': '2026-07-31',
  'provided.al2023': '2029-06-30',
};

/** Deprecated before 2025: the guide lists them without a future. */
const longDeprecated: ReadonlySet<string> = new Set([
  'nodejs',
  'nodejs4.3',
  'nodejs4.3-edge',
  'nodejs6.10',
  'nodejs8.10',
  'nodejs10.x',
  'nodejs12.x',
  'nodejs14.x',
  'nodejs16.x',
  'python2.7',
  'python3.6',
  'python3.7',
  'python3.8',
  'java8',
  'go1.x',
  'provided',
  'ruby2.5',
  'ruby2.7',
  'dotnetcore1.0',
  'dotnetcore2.0',
  'dotnetcore2.1',
  'dotnetcore3.1',
  'dotnet6',
]);

/** The days from which AWS creates no function with a deprecated runtime, and changes none to it. (The same page.) */
const blockDates = { create: '2027-02-01', update: '2027-03-03' } as const;

/** No function has been created with these for years; changing one to them ends with the others. */
const createBlocked: ReadonlySet<string> = new Set([
  'java8',
  'go1.x',
  'provided',
  'ruby2.7',
  'nodejs14.x',
  'python3.7',
]);
/** Neither has been possible for years. */
const alwaysBlocked = /^(nodejs|nodejs(4|6|8|10|12)\..+|python2\.7|python3\.6|dotnetcore.*|ruby2\.5)$/;
const blockedWithTheOthers: ReadonlySet<string> = new Set([
  'provided.al2',
  'nodejs20.x',
  'ruby3.2',
  'python3.9',
  'python3.10',
  'nodejs18.x',
  'dotnet6',
  'dotnet8',
  'python3.8',
  'nodejs16.x',
]);

/** Whether AWS refuses to create a function with this runtime, or to change one to it, at that moment. */
export function isBlocked(identifier: string, step: 'create' | 'update', nowMs: number): boolean {
  if (alwaysBlocked.test(identifier)) return true;
  if (createBlocked.has(identifier) && step === 'create') return true;
  if (!createBlocked.has(identifier) && !blockedWithTheOthers.has(identifier)) return false;
  return nowMs >= Date.parse(blockDates[step]);
}

/** True when the runtime's deprecation day has come. */
export function isDeprecated(identifier: string, nowMs: number): boolean {
  if (longDeprecated.has(identifier)) return true;
  const date = deprecationDates[identifier];
  return date !== undefined && Date.parse(date) <= nowMs;
}
