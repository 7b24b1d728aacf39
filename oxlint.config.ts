import { defineConfig } from 'oxlint'
import { importRules } from './oxlint.imports.ts'

export default defineConfig({
  plugins: [
    'eslint',
    'typescript',
    'unicorn',
    'oxc',
    'import',
    'promise',
    'node',
    'react',
    'jsx-a11y',
    'nextjs',
    'vitest',
  ],
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['.next/', 'drizzle/', 'next-env.d.ts', 'playwright-report/', 'test-results/'],
  categories: { correctness: 'error' },
  rules: {
    // Promises: none is forgotten, and none stands where a plain value is expected.
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/await-thenable': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-promise-reject-errors': 'error',

    // Types: no holes, and every case of a union is handled.
    'typescript/no-explicit-any': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
    ],

    // Files: easy to find by name, easy to read to the end.
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-duplicates': 'error',
    'import/no-default-export': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'max-lines': ['warn', { max: 200, skipBlankLines: true, skipComments: true }],

    // One place reads the environment and one place writes the log: lib/platform.
    'node/no-process-env': 'error',
    'no-console': 'error',

    'no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
    ],
    eqeqeq: 'error',
    'no-empty': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'react/rules-of-hooks': 'error',
    'react/exhaustive-deps': 'error',
  },
  overrides: [
    ...importRules,
    {
      // lib/locale formats the texts of the page for its reader.
      files: ['components/**', 'lib/client/**'],
      rules: {
        'no-restricted-properties': [
          'error',
          ...['toFixed', 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'].map(
            (property) => ({ property, message: 'Format for the locale of the page: lib/locale.' }),
          ),
        ],
      },
    },
    {
      // HTML has no tags for a combobox with a list, and its field handles the keys of its rows.
      files: ['components/palette/command*.tsx'],
      rules: {
        'jsx-a11y/prefer-tag-over-role': 'off',
        'jsx-a11y/click-events-have-key-events': 'off',
      },
    },
    {
      files: ['lib/platform/env.ts', 'lib/platform/testing/from-seed.ts'],
      rules: { 'node/no-process-env': 'off' },
    },
    {
      // The bundler recognises the guard only if it is written out there.
      files: ['instrumentation.ts'],
      rules: { 'node/no-process-env': ['error', { allowedVariables: ['NEXT_RUNTIME'] }] },
    },
    {
      // Other programs load these files by their paths, and take their default exports.
      files: [
        'app/**',
        '**/*.config.ts',
        '*.config.mjs',
        '{e2e,shots}/global-*.ts',
        '**/*-reporter.ts',
      ],
      rules: { 'import/no-default-export': 'off' },
    },
    {
      files: [
        '*.config.ts',
        '*.config.mjs',
        'scripts/**',
        'e2e/**',
        'bench/**',
        'measure/**',
        'examples/**',
      ],
      rules: { 'node/no-process-env': 'off' },
    },
    {
      files: ['scripts/**', 'e2e/**', 'bench/**', 'measure/**', 'examples/**'],
      rules: { 'no-console': 'off' },
    },
    {
      files: [
        '**/*.test.ts',
        '**/*.test.tsx',
        '**/*.test.mjs',
        'e2e/**/*.spec.ts',
        'lib/db/contract/**',
      ],
      rules: { 'max-lines': 'off' },
    },
  ],
})
