import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { PreferencesKeeper } from '@/components/shell/preferences-keeper'
import { StayOnDrop } from '@/components/shell/stay-on-drop'
import { BrandProvider } from '@/components/ui/brand/brand'
import { accentTokens } from '@/lib/branding/accent'
import { brandOf } from '@/lib/branding/brand'
import { barColour } from '@/lib/client/browser/bar-colours'
import { DESCRIPTION, LOGO_PATH } from '@/lib/contract/brand'
import { readConfig } from '@/lib/platform/env'
import './globals.css'

declare module 'react' {
  interface CSSProperties {
    /** React takes custom properties, too, but its types do not have them. */
    [token: `--${string}`]: string | undefined
  }
}

export async function generateMetadata(): Promise<Metadata> {
  // The name of this server is known when it runs, not when it is built.
  await connection()
  const { name, hasLogo, icons } = brandOf(readConfig())
  return {
    applicationName: name,
    description: DESCRIPTION,
    referrer: 'same-origin',
    icons: { icon: icons.atRest, apple: hasLogo ? LOGO_PATH : '/apple-icon.png' },
  }
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
  const config = readConfig()
  const { APP_ACCENT } = config
  return (
    <html
      lang="en"
      data-appearance={await chosenAppearance()}
      style={APP_ACCENT === undefined ? undefined : accentTokens(APP_ACCENT)}
      data-side-bar={await chosenSideBar()}
    >
      <body>
        <BrandProvider brand={brandOf(config)}>{children}</BrandProvider>
        <PreferencesKeeper />
        <StayOnDrop />
      </body>
    </html>
  )
}

/** Undefined follows the system. */
async function chosenAppearance(): Promise<'light' | 'dark' | undefined> {
  const wanted = (await cookies()).get('fullstop-appearance')?.value
  return wanted === 'light' || wanted === 'dark' ? wanted : undefined
}

/** Undefined shows the side bar beside the page. */
async function chosenSideBar(): Promise<'folded' | undefined> {
  return (await cookies()).get('fullstop-side-bar')?.value === 'folded' ? 'folded' : undefined
}
