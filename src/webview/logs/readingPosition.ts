/** Where the reader is: which reading, whether it follows the newest, what came since it stopped, and what is open. */

import type { FollowedEnd } from '../ui/rowWindow.ts';
import type { Following, Reading } from './logPanelState.ts';

export class ReadingPosition {
  readonly openInvocations = new Set<string>();
  readonly openLines = new Set<string>();
  readonly #changed: () => void;
  #reading: Reading = 'invocations';
  #following: Following = 'following';
  #unseen = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get reading(): Reading {
    return this.#reading;
  }

  get isLines(): boolean {
    return this.#reading === 'lines';
  }

  get following(): Following {
    return this.#following;
  }

  get isFollowing(): boolean {
    return this.#following === 'following';
  }

  /** The end of the list that stays in sight: invocations are newest first, lines newest last. */
  get followedEnd(): FollowedEnd | undefined {
    if (!this.isFollowing) return undefined;
    return this.isLines ? 'end' : 'start';
  }

  /** Rows that came since the list stopped following. */
  get unseen(): number {
    return this.#unseen;
  }

  setReading(reading: Reading): void {
    this.#reading = reading;
    this.follow();
  }

  follow(): void {
    this.#following = 'following';
    this.forgetUnseen();
  }

  toggleFollowing(): void {
    if (this.isFollowing) this.#stop('paused');
    else this.follow();
  }

  /** The reader went to a row, and the list must not push it away. */
  stay(): void {
    if (this.isFollowing) this.#stop('reading');
  }

  /** Back at the newest row by scrolling: goes on, unless it was stopped by hand. */
  resume(): void {
    if (this.#following === 'reading') this.follow();
  }

  came(rows: number): void {
    if (!this.isFollowing) this.#unseen += Math.max(0, rows);
  }

  forgetUnseen(): void {
    this.#unseen = 0;
    this.#changed();
  }

  toggleInvocation(rowKey: string): void {
    if (!this.openInvocations.delete(rowKey)) this.openInvocations.add(rowKey);
    this.stay();
    this.#changed();
  }

  toggleLine(key: string): void {
    if (!this.openLines.delete(key)) this.openLines.add(key);
    this.stay();
    this.#changed();
  }

  /** Goes to one invocation, opened. */
  openInvocation(rowKey: string): void {
    this.#reading = 'invocations';
    this.openInvocations.add(rowKey);
    this.#stop('reading');
  }

  /** Goes to one line. */
  openLine(key: string): void {
    this.#reading = 'lines';
    this.openLines.add(key);
    this.#stop('reading');
  }

  /** None of the lines that were there is there any more. */
  forgetLines(): void {
    this.openLines.clear();
    this.forgetUnseen();
  }

  closeAll(): void {
    this.openInvocations.clear();
    this.openLines.clear();
  }

  #stop(following: Following): void {
    this.#following = following;
    this.#changed();
  }
}
