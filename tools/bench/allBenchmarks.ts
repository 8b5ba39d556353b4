/** Every benchmark, in the order of the printed table: cheap ones first. */

import { activation } from './activation.ts';
import { awsCall } from './awsCall.ts';
import { coldStart } from './coldStart.ts';
import { controlPlane } from './controlPlane.ts';
import { filterLogEvents } from './filterLogEvents.ts';
import { invokeView } from './invokeView.ts';
import { logs } from './logs.ts';
import { logView } from './logView.ts';
import type { Benchmark } from './measurement.ts';
import { packageSizes } from './packageSizes.ts';
import { redeployTime } from './redeployTime.ts';
import { serviceReady } from './serviceReady.ts';
import { sizes } from './sizes.ts';
import { warmInvoke } from './warmInvoke.ts';

export const allBenchmarks: readonly Benchmark[] = [
  sizes,
  logs,
  packageSizes,
  activation,
  awsCall,
  serviceReady,
  warmInvoke,
  filterLogEvents,
  controlPlane,
  coldStart,
  redeployTime,
  logView,
  invokeView,
];
