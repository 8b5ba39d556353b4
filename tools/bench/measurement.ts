/** One figure of the benchmark, with the floor it is held against. */

export interface Measurement {
  readonly id: string;
  /** What was measured, in words. */
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'CPU ms' | 'bytes' | 'frames' | 'per s' | 'MB/s';
  /** The same machine doing the least that could be done, measured in the same run; `undefined` where nothing compares. */
  readonly floor: number | undefined;
  readonly floorWhat: string | undefined;
  readonly goal: Goal | undefined;
}

/** Bounds `value` (unit of the value) or `value ÷ floor`; a rate from below. */
type Goal = { readonly of: 'value' | 'ratio' } & ({ readonly atMost: number } | { readonly atLeast: number });

/** The shape that `npm run bench -- --json` prints. */
export interface MeasurementJson {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly goal: string | null;
  readonly pass: boolean | null;
}

/** A group of figures that are taken together because they share what has to be started. */
export interface Benchmark {
  readonly ids: readonly string[];
  /** Takes too long for a run of all: measured with `--only`. */
  readonly isLong?: boolean;
  run(signal: AbortSignal): Promise<readonly Measurement[]>;
}

export function ratioOf({ value, floor }: Measurement): number | undefined {
  return floor === undefined || floor === 0 ? undefined : value / floor;
}

export function passes(measurement: Measurement): boolean | undefined {
  const { goal, value } = measurement;
  if (!goal) return undefined;
  const judged = goal.of === 'value' ? value : ratioOf(measurement);
  if (judged === undefined) return false;
  return 'atMost' in goal ? judged <= goal.atMost : judged >= goal.atLeast;
}

export function goalText({ goal, unit }: Measurement): string | undefined {
  if (!goal) return undefined;
  const bound = 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  return `${bound} ${goal.of === 'ratio' ? '×' : unit}`;
}

export function toJson(measurement: Measurement): MeasurementJson {
  const { id, value, unit, floor } = measurement;
  return {
    id,
    value: round(value),
    unit,
    floor: floor === undefined ? null : round(floor),
    ratio: round(ratioOf(measurement)) ?? null,
    goal: goalText(measurement) ?? null,
    pass: passes(measurement) ?? null,
  };
}

function round(value: number): number;
function round(value: number | undefined): number | undefined;
function round(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 1000) / 1000;
}
