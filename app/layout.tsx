import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { PreferencesKeeper } from '@/components/shell/preferences-keeper'
import { barColour } from '@/lib/client/bar-colours'
import './globals.css'

export const metadata: Metadata = {
  description: 'An AI chat on your own server, where Stop means stop.',
  referrer: 'same-origin',
}

export async function generateViewport(): Promise<Viewport> {
  const appearance = (await chosenAppearance()) ?? 'system'
  return {
    width: 'device-width',
    initialScale: 1,
    viewportFit: 'cover',
    // The phone's keyboard makes the page shorter instead of covering the composer.
    interactiveWidget: 'resizes-content',
    themeColor: (['light', 'dark'] as const).map((scheme) => ({
      media: `(prefers-color-scheme: ${scheme})`,
      color: barColour(scheme, appearance),
    })),
  }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Each page is made for its request: its scripts carry the nonce of that request.
  await connection()
  return (
    <html
      lang="en"
      data-appearance={await chosenAppearance()}
      data-side-bar={await chosenSideBar()}
    >
      <body>
        {children}
        <PreferencesKeeper />
      </body>
    </html>
  )
}

/** Undefined is as the system. */
async function chosenAppearance(): Promise<'light' | 'dark' | undefined> {
  const wanted = (await cookies()).get('fullstop-appearance')?.value
  return wanted === 'light' || wanted === 'dark' ? wanted : undefined
}

/** Undefined is beside the page. */
async function chosenSideBar(): Promise<'folded' | undefined> {
  return (await cookies()).get('fullstop-side-bar')?.value === 'folded' ? 'folded' : undefined
}
