/** Replaces `request` of `node:http` and `node:https` with what the editor gives to extensions, by the editor's own code. */

import http from 'node:http';
import https from 'node:https';
import { createHttpPatch, createProxyResolver, LogLevel, type ProxyAgentParams } from '@vscode/proxy-agent';

export interface EditorsProxy {
  readonly support: 'override' | 'on' | 'fallback' | 'off';
  readonly url: string;
  readonly noProxy?: readonly string[];
}

/** Returns the function that takes it back. */
export function patchAsTheEditor({ support, url, noProxy = [] }: EditorsProxy): () => void {
  const silent = () => {};
  const params: ProxyAgentParams = {
    resolveProxy: async () => undefined,
    getProxyURL: () => url,
    getProxySupport: () => support,
    getNoProxyConfig: () => [...noProxy],
    isAdditionalFetchSupportEnabled: () => false,
    isWebSocketPatchEnabled: () => false,
    addCertificatesV1: () => true,
    addCertificatesV2: () => false,
    loadSystemCertificatesFromNode: () => true,
    loadAdditionalCertificates: async () => [],
    log: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
    getLogLevel: () => LogLevel.Off,
    proxyResolveTelemetry: silent,
    isUseHostProxyEnabled: () => false,
    env: {},
  };
  const resolve = createProxyResolver(params).resolveProxyWithRequest;
  const undo = [http, https].map((module) => {
    const { get, request } = module;
    Object.assign(module, createHttpPatch(params, { ...module } as typeof https, resolve));
    return () => Object.assign(module, { get, request });
  });
  return () => {
    for (const each of undo) each();
  };
}
