import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { expect, test, vi } from 'vitest'
import { decodeResponses } from './decoded-responses'

const text = 'Hello, you. '.repeat(1_000)

/** A response in this encoding whose connection broke right after these bytes; what its reader got. */
function brokenResponse(encoding: string, bytes: Buffer, { aborted = false } = {}): string[] {
  const got: string[] = []
  const controller = {
    aborted,
    abort: () => {},
    pause: () => {},
  } as unknown as Dispatcher.DispatchController
  const dispatch = decodeResponses()((_, handler) => {
    handler.onResponseStart?.(controller, 200, { 'content-encoding': encoding })
    handler.onResponseData?.(controller, bytes)
    handler.onResponseError?.(controller, new Error('reset'))
    return true
  })
  dispatch(
    { path: '/', method: 'POST' },
    {
      onResponseData: (_controller, decoded) => got.push(decoded.toString()),
      onResponseEnd: () => got.push('end'),
      onResponseError: (_controller, error) => got.push(error.message),
    },
  )
  return got
}

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
])('P1 an error hands on what came before it in %s', async (encoding, compress) => {
  const got = brokenResponse(encoding, compress(text))
  await vi.waitFor(() => expect(got.at(-1)).toBe('reset'))
  expect(got.slice(0, -1).join('')).toBe(text)
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
])('an error amid %s is handed on, and no error of the decoder', async (encoding, compress) => {
  const got = brokenResponse(encoding, compress(text).subarray(0, -4))
  await vi.waitFor(() => expect(got.at(-1)).toBe('reset'))
})

test('P11 our own abort drops what is not decoded', async () => {
  const got = brokenResponse('gzip', gzipSync(text), { aborted: true })
  expect(got).toEqual(['reset'])
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(got).toEqual(['reset'])
})
