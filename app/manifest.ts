import type { MetadataRoute } from 'next'
import { barColour } from '@/lib/client/bar-colours'

/** What a phone needs to keep the page among its apps. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Fullstop',
    short_name: 'Fullstop',
    description: 'An AI chat on your own server, where Stop means stop.',
    start_url: '/',
    display: 'standalone',
    background_color: barColour('light', 'system'),
    theme_color: barColour('light', 'system'),
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    ],
  }
}
