import path from 'node:path'
import type { NextConfig } from 'next'

export default {
  // Packages are the repository's own.
  turbopack: { root: path.resolve(import.meta.dirname, '../..') },
  typescript: { ignoreBuildErrors: true },
} satisfies NextConfig
