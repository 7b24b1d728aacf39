import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLogo } from './logo'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fullstop-logo-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function fileOf(content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, 'logo.png')
  await writeFile(file, content)
  return file
}

const latin = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['image/svg+xml', '\uFEFF<?xml version="1.0"?>\n<!-- A > mark --><!DOCTYPE svg>\n<svg >'],
  ['image/png', latin('\u0089PNG\r\n\u001A\n....')],
  ['image/jpeg', latin('\u00FF\u00D8\u00FF\u00E0........')],
  ['image/webp', latin('RIFF....WEBPVP8 ')],
])('a logo is %s by its content', async (type, content) => {
  const logo = await readLogo(await fileOf(content))
  expect(logo.type).toBe(type)
  expect(Buffer.from(logo.bytes)).toEqual(Buffer.from(content as string))
})

test.each([
  ['is not an SVG, PNG, JPEG or WebP image', ''],
  ['is not an SVG, PNG, JPEG or WebP image', '<html><svg></svg></html>'],
  ['is not an SVG, PNG, JPEG or WebP image', 'GIF89a..........'],
  ['is larger than 512 KB', `<svg>${' '.repeat(512 * 1024)}</svg>`],
])('a logo that %s is refused in one line', async (why, content) => {
  const refused = readLogo(await fileOf(content))
  await expect(refused).rejects.toThrow(new RegExp(`^APP_LOGO: .*${why}$`))
  await expect(refused).rejects.toMatchObject({ name: 'ConfigurationError' })
})

test('a logo that is not there, or a folder, is refused in one line', async () => {
  await expect(readLogo(path.join(folder, 'none.svg'))).rejects.toThrow(
    /^APP_LOGO: .*none\.svg cannot be read \(ENOENT\)$/,
  )
  await expect(readLogo(folder)).rejects.toThrow(/is not a file$/)
})
