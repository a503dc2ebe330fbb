// What may import what (architecture.md §9). A spec (tools/import-rules) breaks each rule on purpose and sees it refused.
const layers = ['kernel', 'event-catalogue', 'event-sourcing', 'messaging', 'service-kit'];
const TEST_ONLY = '\\.(spec|factory)\\.ts$|/contract/|-spec\\.ts$|/testing/';

const layerRules = layers.map((lib, index) => ({
  name: `layer-${lib}`,
  comment: `${lib} may import only the libs below it`,
  severity: 'error',
  from: { path: `^libs/${lib}/src/`, pathNot: TEST_ONLY },
  to: { path: `^(libs/(?!(${[lib, ...layers.slice(0, index)].join('|')})/)|services/|infra/|e2e/)` },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'only-specs-import-testing',
      comment: 'the testing lib is for specs and their factories',
      severity: 'error',
      from: { path: '^(libs|services|infra)/', pathNot: `^libs/testing/|${TEST_ONLY}` },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'event-store-stands-alone',
      comment: 'infra/event-store imports nothing of Guildhall',
      severity: 'error',
      from: { path: '^infra/event-store/' },
      to: { path: '^(libs|services|e2e|infra/(?!event-store/))' },
    },
    {
      name: 'no-service-imports-another',
      comment: 'services speak by facts only',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/(?!$1/)' },
    },
    {
      name: 'services-import-libs-only',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^(infra|e2e)/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ imports the kernel and its own folder, nothing else',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/domain/', pathNot: TEST_ONLY },
      to: { pathNot: '^(services/$1/src/domain/|libs/kernel/)' },
    },
    {
      name: 'process-is-pure',
      comment: 'a .process file imports the kernel, types of the catalogue and its own service’s domain',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/processes/.*\\.process\\.ts$' },
      to: { pathNot: '^(services/$1/src/(domain|processes)/|libs/(kernel|event-catalogue)/)' },
    },
    {
      name: 'libs-by-their-index',
      comment: 'a lib is entered through its index.ts',
      severity: 'error',
      from: { path: '^(libs|services|infra|cli|e2e)/([^/]+)/' },
      to: { path: '^(libs|services)/[^/]+/src/', pathNot: '^$1/$2/|^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'command-line-by-http',
      comment: 'the operators’ command line knows a platform by its HTTP interface, so that it works with any',
      severity: 'error',
      from: { path: '^cli/', pathNot: '^cli/src/recovery/' },
      to: { path: '^(services|e2e|infra/(?!event-store/)|libs/(?!kernel/|event-catalogue/))' },
    },
    {
      name: 'recovery-by-the-log',
      comment: 'a restored log has no platform yet that could be asked: what is noted in it then is written to the log itself',
      severity: 'error',
      from: { path: '^cli/src/recovery/' },
      to: { path: '^(services|e2e|infra/(?!event-store/)|libs/(?!kernel/|event-catalogue/|event-sourcing/))' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'resolvable', severity: 'error', from: { path: '^(libs|services|infra|cli|e2e)/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|\\.cache|\\.data' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@guildhall/source', 'import', 'node', 'default', 'types'],
    },
    preserveSymlinks: false,
  },
};
