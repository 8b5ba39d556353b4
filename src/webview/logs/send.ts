/** Tells the host a fact, by the name that the protocol gives it. */

import type { LogViewMessages } from '../../protocol/logPanel.ts';

export type Send = <Name extends keyof LogViewMessages['events']>(
  name: Name,
  body: LogViewMessages['events'][Name],
) => void;
