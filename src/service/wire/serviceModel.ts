/** The shape of the tables that are generated from AWS's service models: facts alone, as small as they can be. */

/** What a value must satisfy. Only constraints are listed: a shape without any does not appear. */
export interface ShapeConstraints {
  /** Length of a text or list, or value of a number. */
  readonly min?: number;
  readonly max?: number;
  /** Matches the whole text. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** A number without a fraction. */
  readonly integer?: true;
  /** The value must not appear in a message. */
  readonly sensitive?: true;
  /** Members of a structure that must be there. */
  readonly required?: readonly string[];
  /** Members of a structure, each with the name of its shape. */
  readonly members?: Readonly<Record<string, string>>;
  /** Shape of a list's elements. */
  readonly member?: string;
  /** Shapes of a map's keys and values. */
  readonly key?: string;
  readonly value?: string;
}

export interface ServiceModel {
  readonly signingName: string;
  /** Every operation of the service; for REST services with `METHOD /path/{Label}?literal`. */
  readonly operations: Readonly<Record<string, string>>;
  /** Input shape of each operation that is answered here. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, ShapeConstraints>>;
  /** Exceptions whose body says `Message` where the others say `message`. */
  readonly capitalMessage: readonly string[];
}
