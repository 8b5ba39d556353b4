/** What a command says of itself in the manifest, and the places of the two views where it may appear. */

export interface CommandContribution {
  /** Title case; `…` where more input follows. */
  readonly title: string;
  /** A product icon, `$(name)`. */
  readonly icon?: string;
  /** `false` hides it from the palette: it needs the row it was called on. A string is a `when` clause. */
  readonly palette?: false | string;
  readonly menus?: Readonly<Partial<Record<MenuId, readonly MenuPlace[]>>>;
  /** The second key of the chord that begins with Ctrl+Alt+L. */
  readonly chord?: 'i' | 'r' | 'd' | 't';
}

export type MenuId = 'view/title' | 'view/item/context';

export interface MenuPlace {
  readonly when: string;
  readonly group: string;
}

export const functionsView = 'view == lambdaWorkbench.functions';
/** Rows carry flags between semicolons (`;function;aws;console;`), so one expression finds one flag. */
export const row = (...flags: string[]) =>
  [functionsView, ...flags.map((flag) => `viewItem =~ /;${flag};/`)].join(' && ');
export const functionRow = row('function');
export const projectView = 'view == lambdaWorkbench.project';
export const projectRow = (...flags: string[]) =>
  [projectView, ...flags.map((flag) => `viewItem =~ /;${flag};/`)].join(' && ');
/** A function of the project on a target that has it. */
export const deployedRow = projectRow('projectTarget', 'there');
