import { LOGO_PATH, type Brand } from '@/lib/contract/brand'
import type { Config } from '@/lib/platform/env'
import { accentColours } from './accent'

type BrandConfig = Pick<Config, 'APP_NAME' | 'APP_ACCENT' | 'APP_LOGO'>

/** The brand of this server, as the pages show it. Pure. */
export function brandOf({ APP_NAME, APP_ACCENT, APP_LOGO }: BrandConfig): Brand {
  const hasLogo = APP_LOGO !== undefined
  const icons = APP_ACCENT === undefined ? ownIcons : iconsIn(APP_ACCENT)
  return {
    name: APP_NAME,
    hasLogo,
    icons: { ...icons, ...(hasLogo && { atRest: LOGO_PATH }) },
  }
}

/** Files of `public/`, in the accent of tokens.css. */
const ownIcons = { atRest: '/icon.svg', answering: '/icon-answering.svg' }

/** The same pictures in the accent of `APP_ACCENT`. */
function iconsIn(hex: string): Brand['icons'] {
  const { light, dark } = accentColours(hex)
  const style = `<style>svg{color:${light}}@media (prefers-color-scheme:dark){svg{color:${dark}}}</style>`
  const pictureOf = (shapes: string) =>
    `data:image/svg+xml,${encodeURIComponent(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${style}${shapes}</svg>`,
    )}`
  return {
    atRest: pictureOf('<circle cx="16" cy="16" r="11" fill="currentColor"/>'),
    answering: pictureOf(
      '<circle cx="16" cy="16" r="14" fill="none" stroke="currentColor" stroke-width="3"/><circle cx="16" cy="16" r="7" fill="currentColor"/>',
    ),
  }
}
