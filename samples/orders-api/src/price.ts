export interface OrderLine {
  readonly sku: string;
  readonly count: number;
  readonly unitPrice: number;
}

/** The sum of all lines. An order without lines fails here: a good place to try a function error and its stack. */
export function priceOf(lines: readonly OrderLine[] | undefined): number {
  return lines!.reduce((total, line) => total + line.count * line.unitPrice, 0);
}
