import type { MetadataRoute } from 'next'
import { connection } from 'next/server'
import { brandOf } from '@/lib/branding/brand'
import { barColour } from '@/lib/client/browser/bar-colours'
import { DESCRIPTION, LOGO_PATH } from '@/lib/contract/brand'
import { readConfig } from '@/lib/platform/env'

/** The facts that a phone needs to keep the page among its apps. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  await connection()
  const { name, hasLogo } = brandOf(readConfig())
  return {
    name,
    short_name: name,
    description: DESCRIPTION,
    start_url: '/',
    display: 'standalone',
    background_color: barColour('light', 'system'),
    theme_color: barColour('light', 'system'),
    icons: hasLogo
      ? [{ src: LOGO_PATH, sizes: 'any' }]
      : [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
        ],
  }
}
