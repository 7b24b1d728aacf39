import type { NextConfig } from 'next'

export default {
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ['better-sqlite3', 'pino'],
} satisfies NextConfig
