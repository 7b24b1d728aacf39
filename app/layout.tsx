import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { PreferencesKeeper } from '@/components/shell/preferences-keeper'
import './globals.css'

export const metadata: Metadata = {
  description: 'An AI chat on your own server, where Stop means stop.',
  referrer: 'same-origin',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  // The phone's keyboard makes the page shorter instead of covering the composer.
  interactiveWidget: 'resizes-content',
  // The surface of globals.css, in both schemes: a bar of the browser continues the page.
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fdfcf8' },
    { media: '(prefers-color-scheme: dark)', color: '#181715' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Each page is made for its request: its scripts carry the nonce of that request.
  await connection()
  const wanted = (await cookies()).get('fullstop-appearance')?.value
  const appearance = wanted === 'light' || wanted === 'dark' ? wanted : undefined
  return (
    <html lang="en" data-appearance={appearance}>
      <body>
        {children}
        <PreferencesKeeper />
      </body>
    </html>
  )
}
