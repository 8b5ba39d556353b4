/** What "select graphic rendition" (SGR, `ESC [ … m`) asks for: 16, 256 and true colours, weights, reset. */

/** One of the sixteen that a theme names (0 to 15), or a colour of its own. */
export type AnsiColour = number | `#${string}`;

export interface AnsiStyle {
  readonly colour?: AnsiColour;
  readonly background?: AnsiColour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
  readonly strike?: true;
}

type MutableStyle = { -readonly [Key in keyof AnsiStyle]: AnsiStyle[Key] };

/** No terminal reads more parameters of one sequence than this. */
const mostParameters = 32;

/** The style after a sequence with these parameters (`1;31`, `38;5;208`, `38:2::255:0:0`). Unknown ones change nothing. */
export function applyGraphics(before: AnsiStyle, parameters: string): AnsiStyle {
  const style: MutableStyle = { ...before };
  const codes = parameters.slice(0, 10 * mostParameters).split(';', mostParameters);
  for (let place = 0; place < codes.length; place += 1) {
    const [code = 0, ...sub] = (codes[place] ?? '').split(':').map(Number);
    if (code === 38 || code === 48) {
      const rest = sub.length > 0 ? withoutColourSpace(sub) : codes.slice(place + 1, place + 5).map(Number);
      const colour = extendedColour(rest);
      if (sub.length === 0) place += rest[0] === 2 ? 4 : 2;
      if (colour !== undefined) style[code === 38 ? 'colour' : 'background'] = colour;
    } else applyCode(style, code, sub[0]);
  }
  return style;
}

function applyCode(style: MutableStyle, code: number, variant: number | undefined): void {
  if (code === 0) for (const key of Object.keys(style)) delete style[key as keyof AnsiStyle];
  else if (code === 1) style.bold = true;
  else if (code === 2) style.dim = true;
  else if (code === 3) style.italic = true;
  // `4:0` is the newer way to end it.
  else if (code === 4 && variant === 0) delete style.underline;
  else if (code === 4 || code === 21) style.underline = true;
  else if (code === 7) style.inverse = true;
  else if (code === 9) style.strike = true;
  else if (code === 22) {
    delete style.bold;
    delete style.dim;
  } else if (code === 23) delete style.italic;
  else if (code === 24) delete style.underline;
  else if (code === 27) delete style.inverse;
  else if (code === 29) delete style.strike;
  else if (code === 39) delete style.colour;
  else if (code === 49) delete style.background;
  else if (code >= 30 && code <= 37) style.colour = code - 30;
  else if (code >= 40 && code <= 47) style.background = code - 40;
  else if (code >= 90 && code <= 97) style.colour = code - 90 + 8;
  else if (code >= 100 && code <= 107) style.background = code - 100 + 8;
  // 5 and 6 blink, 8 hides: a log neither blinks nor hides.
}

/** `2::r:g:b` names a colour space between; `2:r:g:b` does not. */
function withoutColourSpace(codes: readonly number[]): readonly number[] {
  return codes[0] === 2 && codes.length > 4 ? [2, ...codes.slice(2, 5)] : codes;
}

function extendedColour([kind, ...values]: readonly number[]): AnsiColour | undefined {
  if (!values.slice(0, kind === 2 ? 3 : 1).every((value) => Number.isInteger(value) && value >= 0 && value <= 255)) {
    return undefined;
  }
  if (kind === 2 && values.length >= 3) return hex(values.slice(0, 3));
  return kind === 5 && values[0] !== undefined ? indexedColour(values[0]) : undefined;
}

/** The palette of 256: sixteen by name, a cube of six steps a side, 24 greys. */
function indexedColour(index: number): AnsiColour {
  if (index < 16) return index;
  if (index >= 232) return hex(Array(3).fill(8 + 10 * (index - 232)));
  const step = (place: number) => (place === 0 ? 0 : 55 + 40 * place);
  const cube = index - 16;
  return hex([step(Math.floor(cube / 36)), step(Math.floor(cube / 6) % 6), step(cube % 6)]);
}

function hex(values: readonly number[]): `#${string}` {
  return `#${values.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
