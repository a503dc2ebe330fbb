// Levels by file name: x.spec.ts (pure), x.int.spec.ts and x.contract.spec.ts (real protocol), e2e/journeys (whole stories), e2e/drills (runbooks tried), e2e/production and e2e/upgrade.
const base = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2024',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@guildhall/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.cache/', '<rootDir>/.data/'],
};
const level = (displayName, testRegex, ignore = []) => ({
  ...base,
  displayName,
  testRegex,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...ignore],
});
export default {
  projects: [
    level(
      'unit',
      ['\\.spec\\.ts$'],
      [
        '\\.int\\.spec\\.ts$',
        '\\.contract\\.spec\\.ts$',
        '<rootDir>/e2e/journeys/',
        '<rootDir>/e2e/drills/',
        '<rootDir>/e2e/production/\\d',
        '<rootDir>/e2e/upgrade/\\d',
      ],
    ),
    level('integration', ['\\.(int|contract)\\.spec\\.ts$'], ['<rootDir>/e2e/journeys/']),
    level('journeys', ['e2e/(journeys|drills)/.*\\.spec\\.ts$']),
    level('production', ['e2e/production/\\d.*\\.spec\\.ts$']),
    level('upgrade', ['e2e/upgrade/\\d.*\\.spec\\.ts$']),
  ],
};
