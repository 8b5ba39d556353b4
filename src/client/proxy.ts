/**
 * Which proxy requests go through where the editor leaves that to us.
 *
 * The editor replaces `request` of `node:http` and `node:https` for extensions. With `http.proxySupport` at `override` (its
 * default) or `fallback` it chooses the proxy of every request itself, from its settings, the environment, or the operating
 * system, signs in to it, and takes nothing of our agents but their `ca`. At `on` it leaves a request alone that brings
 * an agent, as the SDK's always do: then the agent has to know. Node's own agents do (`proxyEnv`, since 22.21 and 24.5).
 */

type Variables = Readonly<Record<string, string | undefined>>;

/** The editor's settings, as far as they are about proxies. */
export interface ProxySettings {
  /** `http.proxySupport`. */
  readonly support: string;
  /** `http.proxy`; empty where there is none. */
  readonly url: string;
  /** `http.noProxy`; when it names any host, the environment's list does not count. */
  readonly noProxy: readonly string[];
}

/** What Node's agents take as `proxyEnv`. */
export interface ProxyVariables {
  readonly HTTP_PROXY: string;
  readonly HTTPS_PROXY: string;
  readonly NO_PROXY: string;
}

/** What is on this machine never goes through a proxy: it could not be reached from there. */
const loopback = ['localhost', '127.0.0.1', '::1', '[::1]'];

/** `undefined` where the editor chooses the proxy, and where there is none. The order is the editor's own. */
export function proxyVariables(settings: ProxySettings, environment: Variables): ProxyVariables | undefined {
  if (settings.support !== 'on') return undefined;
  const first = (...names: readonly string[]) => names.map((name) => environment[name]).find(Boolean);
  const ofEnvironment = first('https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY');
  const url = settings.url || ofEnvironment;
  if (!url) return undefined;
  const noProxy = settings.noProxy.length > 0 ? settings.noProxy : [first('no_proxy', 'NO_PROXY') ?? ''];
  return { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: [...loopback, ...noProxy].filter(Boolean).join(',') };
}
