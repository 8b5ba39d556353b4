/** What an invocation costs by the public price list: an estimate, without the free tier and without volume tiers. */

export type Architecture = 'x86_64' | 'arm64';

/** Prices of one Region in US dollars; a duration price that is not known is left out. */
export interface RegionPrices {
  readonly requestUSD: number;
  readonly gbSecondUSD: Readonly<Partial<Record<Architecture, number>>>;
}

export interface PriceTable {
  /** Month of the published list that the numbers were taken from. */
  readonly asOf: string;
  readonly source: string;
  readonly regions: Readonly<Record<string, RegionPrices>>;
  /** Of `/tmp` above the 512 MB that are included. */
  readonly ephemeralGbSecondUSD: number;
}

export interface InvocationUsage {
  readonly region: string;
  readonly architecture: Architecture;
  readonly memorySizeMB: number;
  /** As REPORT says it: rounded up to the millisecond, and including Init since August 2025. */
  readonly billedDurationMs: number;
  readonly ephemeralStorageMB?: number;
}

/** Most commercial Regions share the prices of us-east-1. */
const common: RegionPrices = {
  requestUSD: 0.2 / 1_000_000,
  gbSecondUSD: { x86_64: 0.0000166667, arm64: 0.0000133334 },
};

const commonRegions = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
];

export const listPrices: PriceTable = {
  asOf: '2026-09',
  source: 'AWS Price List API, AWSLambda, publication of 2026-09-19',
  ephemeralGbSecondUSD: 0.0000000309,
  regions: {
    ...Object.fromEntries(commonRegions.map((region) => [region, common])),
    'af-south-1': { requestUSD: common.requestUSD, gbSecondUSD: { x86_64: 0.0000221 } },
    'ap-east-1': { requestUSD: 0.28 / 1_000_000, gbSecondUSD: { x86_64: 0.00002292 } },
    'eu-south-1': { requestUSD: common.requestUSD, gbSecondUSD: { x86_64: 0.0000195172 } },
    'me-south-1': { requestUSD: common.requestUSD, gbSecondUSD: { x86_64: 0.0000206667 } },
  },
};

/** Price of one invocation in US dollars; `undefined` where the table knows no price. */
export function invocationCostUSD(prices: PriceTable, usage: InvocationUsage): number | undefined {
  const region = prices.regions[usage.region];
  const gbSecondUSD = region?.gbSecondUSD[usage.architecture];
  if (region === undefined || gbSecondUSD === undefined) return undefined;
  const seconds = usage.billedDurationMs / 1000;
  const paidStorageGB = Math.max(0, (usage.ephemeralStorageMB ?? 512) - 512) / 1024;
  return (
    region.requestUSD +
    (usage.memorySizeMB / 1024) * seconds * gbSecondUSD +
    paidStorageGB * seconds * prices.ephemeralGbSecondUSD
  );
}

/** `256 MB for 35 ms on arm64 in us-east-1, by the AWS Price List … of 2026-09-19; without free tier and discounts.` */
export function costBasis(prices: PriceTable, usage: InvocationUsage): string {
  const { memorySizeMB, billedDurationMs, architecture, region } = usage;
  return `${memorySizeMB} MB for ${billedDurationMs} ms on ${architecture} in ${region}, and the request. Prices: ${prices.source}, without free tier and discounts.`;
}
