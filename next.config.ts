import type { NextConfig } from 'next'

export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Types are checked by `npm run verify`; a build must not fail over a test's.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    'better-sqlite3',
    'pino',
    'gpt-tokenizer',
    'nodemailer',
    'ioredis',
    'rate-limiter-flexible',
  ],
} satisfies NextConfig
