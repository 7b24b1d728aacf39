import type { PlaywrightTestOptions } from '@playwright/test'

/** One way to look at the page: a theme and a width. */
export type Look = { name: string; use: Partial<PlaywrightTestOptions> }

const widths: { width: string; use: Look['use'] }[] = [
  { width: 'wide', use: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 } },
  {
    width: 'phone',
    use: {
      viewport: { width: 360, height: 740 },
      deviceScaleFactor: 1.5,
      hasTouch: true,
      isMobile: true,
    },
  },
]

export const looks: readonly Look[] = widths.flatMap(({ width, use }) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    name: `${colorScheme}-${width}`,
    use: { ...use, colorScheme },
  })),
)
