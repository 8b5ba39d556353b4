/** What the probe inside the editor tells the benchmark outside. */
export interface ActivationCost {
  readonly floorMs: number;
  readonly valueMs: number;
}

/** Where the probe is told to write it. */
export const costVariable = 'LAMBDA_WORKBENCH_ACTIVATION_COST';
