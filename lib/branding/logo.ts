import { readFile, stat } from 'node:fs/promises'
import { ConfigurationError } from '@/lib/platform/env'

export type Logo = { bytes: Uint8Array<ArrayBuffer>; type: string }

const LARGEST_KILOBYTES = 512

/** A prolog, comments and a document type may stand before the picture. */
const SVG = /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/i

/** Reads the picture of `APP_LOGO`. Throws `ConfigurationError` with one line. */
export async function readLogo(path: string): Promise<Logo> {
  const bytes = await readPicture(path)
  const type = typeOf(bytes)
  if (type === undefined) {
    throw new ConfigurationError(`APP_LOGO: ${path} is not an SVG, PNG, JPEG or WebP image`)
  }
  return { bytes, type }
}

async function readPicture(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new ConfigurationError(`APP_LOGO: ${path} is not a file`)
    if (found.size > LARGEST_KILOBYTES * 1024) {
      throw new ConfigurationError(`APP_LOGO: ${path} is larger than ${LARGEST_KILOBYTES} KB`)
    }
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new ConfigurationError(`APP_LOGO: ${path} cannot be read${why}`)
  }
}

/** The media type by the content: a file's name can say anything. */
function typeOf(bytes: Uint8Array): string | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (beginning.startsWith('\u0089PNG\r\n\u001A\n')) return 'image/png'
  if (beginning.startsWith('\u00FF\u00D8\u00FF')) return 'image/jpeg'
  if (/^RIFF[^]{4}WEBP$/.test(beginning)) return 'image/webp'
  return SVG.test(new TextDecoder().decode(bytes)) ? 'image/svg+xml' : undefined
}
