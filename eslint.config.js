import tseslint from 'typescript-eslint';

const PURE = [
  ['Date', 'now', 'The domain has no clock: take the instant from the command.'],
  ['Math', 'random', 'The domain has no randomness.'],
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.cache/**', '.data/**', '.nx/**', '**/generated/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-imports': [
        'error',
        {
          // The event store is a package with published entries of its own.
          patterns: [
            { group: ['@guildhall/*/*', '!@guildhall/event-store/*'], message: 'A lib is entered through its index.ts.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'process.env is read in config.ts only.',
        },
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/config.ts', '**/*.config.ts', 'infra/*/src/config/*.ts', '**/*.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: [
      'services/*/src/domain/**/*.ts',
      'services/*/src/processes/**/*.process.ts',
      'services/*/src/projections/**/*.projection.ts',
      'services/*/src/facts/**/*.ts',
    ],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-properties': ['error', ...PURE.map(([object, property, message]) => ({ object, property, message }))],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The domain has no clock.' },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'process.env is read in config.ts only.',
        },
        { selector: 'ImportDeclaration[source.value=/^node:/]', message: 'The domain has no I/O.' },
        { selector: 'ImportDeclaration[source.value=/^@nestjs/]', message: 'The domain knows no framework.' },
      ],
    },
  },
);
