/** Every benchmark, in the order of the printed table: cheap ones first. */

import { activation } from './activation.ts';
import { asyncEvents } from './asyncEvents.ts';
import { awsCall } from './awsCall.ts';
import { burst } from './burst.ts';
import { coldStart } from './coldStart.ts';
import { controlPlane } from './controlPlane.ts';
import { filterLogEvents } from './filterLogEvents.ts';
import { functionsView } from './functionsView.ts';
import { invokeView } from './invokeView.ts';
import { logs } from './logs.ts';
import { logView } from './logView.ts';
import type { Benchmark } from './measurement.ts';
import { memoryGrowth, memoryGrowthLong } from './memoryGrowth.ts';
import { packageSizes } from './packageSizes.ts';
import { payloads } from './payloads.ts';
import { redeployTime } from './redeployTime.ts';
import { responseStreaming } from './responseStreaming.ts';
import { serviceReady } from './serviceReady.ts';
import { sizes } from './sizes.ts';
import { warmInvoke, warmThroughput } from './warmInvoke.ts';

export const allBenchmarks: readonly Benchmark[] = [
  sizes,
  logs,
  packageSizes,
  activation,
  awsCall,
  serviceReady,
  warmInvoke,
  warmThroughput,
  payloads,
  responseStreaming,
  asyncEvents,
  filterLogEvents,
  controlPlane,
  coldStart,
  burst,
  memoryGrowth,
  memoryGrowthLong,
  redeployTime,
  logView,
  invokeView,
  functionsView,
];
