/** A function's share of a busy processor. */

/** Lambda gives a whole virtual processor at this size, and less in proportion below. */
const wholeProcessorBytes = 1769 * 1024 * 1024;
/** The kernel gives a process that is one step nicer 1.25 times less. */
const stepRatio = 1.25;

/** 0 to 19. A processor that has nothing else to do runs every process at full speed, whatever its niceness. */
export function niceness(memoryBytes = wholeProcessorBytes): number {
  const share = Math.min(1, memoryBytes / wholeProcessorBytes);
  return Math.min(19, Math.round(Math.log(1 / share) / Math.log(stepRatio)));
}
