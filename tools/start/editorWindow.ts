/** What `npm start` opens: a desktop window or a browser workbench. */
export interface EditorWindow {
  /** The line or lines that tell the person where it is. */
  readonly announcement: string;
  /** Resolves with a sentence when it is gone without having been asked. */
  readonly closed: Promise<string>;
  close(): Promise<void>;
}
