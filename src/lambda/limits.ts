/**
 * Lambda's limits, in the units their names say.
 * Source: the Lambda quotas page and the service model, 2026.
 */
export const limits = {
  /** Request and response of a synchronous invoke. */
  syncPayloadBytes: 6 * 1024 * 1024,
  /** What a runtime may post as a response: 6 MB and 100 bytes (runtime interface emulator, recorded responses). */
  runtimeResponseBytes: 6 * 1024 * 1024 + 100,
  /** What a function may stream as one response. */
  streamedResponseBytes: 200 * 1024 * 1024,
  asyncPayloadBytes: 1024 * 1024,
  /** Base64 text of `X-Amz-Client-Context`. */
  clientContextBytes: 3583,
  logTailBytes: 4096,
  timeoutDefaultS: 3,
  timeoutMaxS: 900,
  initTimeoutMs: 10_000,
  memoryDefaultMB: 128,
  memoryMinMB: 128,
  memoryMaxMB: 10_240,
  ephemeralStorageDefaultMB: 512,
  ephemeralStorageMaxMB: 10_240,
  /** Of one execution environment. */
  openFiles: 1024,
  /** Of all processes of one execution environment. */
  threads: 1024,
  environmentBytes: 4096,
  layersPerFunction: 5,
  zippedPackageBytes: 52_428_800,
  unzippedPackageBytes: 262_144_000,
  /** A whole CreateFunction or UpdateFunctionCode request. */
  createRequestBytes: 70_167_211,
  resourcePolicyBytes: 20_480,
  functionNameLength: 64,
  functionsPerPage: 50,
  mappingsPerPage: 100,
  capacityProviders: 1000,
  capacityProviderDefaultVCpus: 400,
  accountConcurrency: 1000,
  /** What reserved concurrency must leave to the functions without. */
  unreservedConcurrencyMin: 100,
  /** Synchronous requests a second that a function may get for each unit of its concurrency. */
  requestsPerEnvironment: 10,
  /** So many new environments of a function in `scalingSeconds`, refilled continuously. */
  scalingEnvironments: 1000,
  scalingSeconds: 10,
} as const;
