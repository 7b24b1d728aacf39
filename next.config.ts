import type { NextConfig } from 'next'

export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Closes /_next/image, which nothing here uses.
  images: { unoptimized: true },
  // `npm run verify` checks types. A build must not fail over the types of a test.
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
