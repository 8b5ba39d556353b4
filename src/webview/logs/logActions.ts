/** What a reader may ask for from within the log; the panel passes it on to the host. */
export interface LogActions {
  copy(text: string, what: string): void;
  openFrame(sourceId: string, text: string): void;
  invoke(sourceId: string): void;
}
