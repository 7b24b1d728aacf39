import type { Page } from '@playwright/test'

type Clip = { x: number; y: number; width: number; height: number }

/** Browsers draw gradients with noise: colours that differ by no more than this are the same. */
export const SAME_COLOUR = 2

/** A picture of a part of the page: red, green, blue and alpha of one pixel after another. */
export async function pictureOf(page: Page, clip: Clip): Promise<number[]> {
  const png = await page.screenshot({ clip, animations: 'disabled' })
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (byte) => byte.codePointAt(0) ?? 0)
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d')
    drawing?.drawImage(image, 0, 0)
    return [...(drawing?.getImageData(0, 0, image.width, image.height).data ?? [])]
  }, png.toString('base64'))
}

/** The largest difference, of 255, between any two values of pictures of the same size. */
export function differenceOf(one: readonly number[], other: readonly number[]): number {
  return one.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (other[index] ?? 0))),
    0,
  )
}
