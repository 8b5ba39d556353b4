// The walls of ARCHITECTURE.md. Every rule is an error: a rule that warns is decoration.

/** `from` may import itself and the named folders of src, nothing else of src. */
const floor = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${from}` },
  to: { path: '^src/', pathNot: [`^src/${from}`, ...allowed.map((folder) => `^src/${folder}`)] },
});

/** Only the files of `keepers` (within `within`) may import the modules of `power`, types excepted. */
const door = (name, power, keepers, within = '^src/') => ({
  name,
  severity: 'error',
  from: { path: within, pathNot: keepers },
  to: { path: power, dependencyTypesNot: ['type-only'] },
});

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    floor('base-stands-alone', 'base/', []),
    floor('lambda-on-base', 'lambda/', ['base/']),
    floor('protocol-on-lambda', 'protocol/', ['lambda/', 'base/']),
    floor('client-on-lambda', 'client/', ['lambda/', 'base/']),
    floor('service-shares-vocabulary-only', 'service/', ['protocol/', 'lambda/', 'base/']),
    floor('app-has-no-editor', 'app/', ['protocol/', 'lambda/', 'base/']),
    floor('webview-shares-vocabulary-only', 'webview/', ['protocol/', 'lambda/', 'base/']),
    floor('vscode-on-app', 'vscode/', ['app/', 'protocol/', 'lambda/', 'base/']),
    floor('build-reads-the-manifest-only', 'build/', ['protocol/', 'lambda/', 'base/']),
    {
      name: 'vscode-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(vscode/|extension\\.ts$|workbench\\.ts$)' },
      to: { path: '(^|/)vscode$|@types/vscode' },
    },
    {
      name: 'neutral-has-no-node',
      severity: 'error',
      from: { path: '^src/(base|lambda|protocol|webview)/' },
      to: { dependencyTypes: ['core'] },
    },
    door(
      'door-aws-clients',
      '@aws-sdk/(client-|credential-)|@smithy/(shared-ini|node-http)',
      '^src/(client/|service/(wire|delivery)/)',
    ),
    door('door-aws-wire', '@(aws-sdk|smithy)/', '^src/(client/|service/(wire|delivery)/)'),
    door(
      'door-child-process',
      '^(node:)?child_process$',
      '^src/(service/environment/(localProcess|watchdog|interpreters|isolation/bubblewrap)|app/(localServiceHost|toolRunner))\\.ts$',
    ),
    door(
      'door-http-server',
      '^(node:)?(https?|net)$',
      '^src/service/(control/server|runtime/runtimeApi|environment/telemetry/telemetrySender|environment/bootstraps/.*)\\.ts$',
      '^src/service/',
    ),
    {
      name: 'service-control-is-on-top',
      severity: 'error',
      from: { path: '^src/service/(wire|invoke|environment|runtime|store|logs)/' },
      to: { path: '^src/service/control/' },
    },
    {
      name: 'service-environment-knows-no-dispatcher',
      severity: 'error',
      from: { path: '^src/service/(environment|store|logs)/' },
      to: { path: '^src/service/invoke/', pathNot: '^src/service/invoke/invocation\\.ts$' },
    },
    {
      name: 'service-stores-are-leaves',
      severity: 'error',
      from: { path: '^src/service/(store|logs)/' },
      to: { path: '^src/service/(environment|invoke|runtime|control|wire)/' },
    },
    {
      name: 'service-wire-is-a-leaf',
      severity: 'error',
      from: { path: '^src/service/wire/' },
      to: { path: '^src/service/(?!wire/)' },
    },
    {
      name: 'bootstraps-stand-alone',
      severity: 'error',
      from: { path: '^src/service/environment/bootstraps/' },
      to: { path: '^src/(?!service/environment/bootstraps/)' },
    },
    {
      name: 'root-spawns-the-service',
      severity: 'error',
      from: { path: '^src/(extension|workbench\\w*)\\.ts$' },
      to: { path: '^src/(service|webview)/' },
    },
    {
      name: 'nobody-imports-a-root',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension\\.ts$' },
      to: { path: '^src/(extension|workbench|service/main)\\.ts$' },
    },
    {
      name: 'source-imports-no-test-or-tool',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|tools)/' },
    },
    {
      name: 'tools-have-no-editor',
      severity: 'error',
      from: { path: '^tools/', pathNot: '^tools/bench/activationProbe\\.ts$' },
      to: { path: '^src/(vscode|webview)/|^src/(extension|workbench\\w*)\\.ts$|(^|/)vscode$' },
    },
    {
      name: 'tools-import-no-test',
      severity: 'error',
      from: { path: '^tools/' },
      to: { path: '^test/' },
    },
    {
      name: 'development-only-modules-stay-outside',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/build/' },
      to: { path: 'node_modules/(esbuild|vitest|mocha|playwright-core|@vscode/(vsce|test-electron))/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'src/tsconfig.node.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
