import type { NextConfig } from 'next'
import { PHASE_PRODUCTION_BUILD } from 'next/constants.js'

const config: NextConfig = {
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
  // Turbopack heeds this for Next's own server alone: complete-standalone.mjs removes the rest.
  outputFileTracingExcludes: {
    '*': [
      // `next dev`, with its compilers.
      'node_modules/next/dist/server/dev/{hot-reloader-turbopack,hot-reloader-webpack,next-dev-server}.js',
      'node_modules/next/dist/server/lib/router-utils/setup-dev-bundler.js',
      // The work of /_next/image.
      'node_modules/{sharp,@img}/**',
    ],
  },
}

/**
 * A build also writes the folder that an image is made of. `next start` serves the build from where it
 * is, and would warn if it saw that output.
 */
export default function configOf(phase: string): NextConfig {
  return phase === PHASE_PRODUCTION_BUILD ? { ...config, output: 'standalone' } : config
}
