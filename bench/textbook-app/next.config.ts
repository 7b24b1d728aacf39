import path from 'node:path'
import type { NextConfig } from 'next'

export default {
  // The packages are those of the repository.
  turbopack: { root: path.resolve(import.meta.dirname, '../..') },
  typescript: { ignoreBuildErrors: true },
} satisfies NextConfig
