import { describe, expect, test } from 'vitest'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createModelRegistry } from '@/lib/providers/models/registry'
import { failureFrom, localVendors, startVendor } from '@/lib/testing/local-vendor'
import { classifyProviderError } from './classify-error'

const statuses = [301, 302, 303, 307, 308] as const

/** A vendor that redirects every call; `followed` has the calls that arrive where it leads. */
async function startRedirects(status: number, where: 'another port' | 'the same origin') {
  const asked: string[] = []
  const followed: string[] = []
  const other = await startVendor(({ url = '' }, response) => {
    followed.push(url)
    response.end('{}')
  })
  const baseUrl = await startVendor(({ url = '' }, response) => {
    asked.push(url)
    if (url.startsWith('/elsewhere')) followed.push(url)
    const location = where === 'another port' ? `${other}/elsewhere` : '/elsewhere'
    response.writeHead(status, { location }).end()
  })
  return { baseUrl, asked, followed }
}

describe.each(statuses)('P12 a redirect %i', (status) => {
  describe.each(['another port', 'the same origin'] as const)('to %s', (where) => {
    test.each(localVendors)(
      'a redirected call of %s reaches nobody, is final and names the address',
      async (vendor) => {
        const { baseUrl, asked, followed } = await startRedirects(status, where)
        const failure = classifyProviderError(await failureFrom(baseUrl, vendor))
        expect(failure).toMatchObject({ reason: 'provider_error', isFinal: true })
        expect(failure.error.message).toContain('base URL')
        expect(failure.error.message).not.toContain('another model')
        expect(asked).toHaveLength(1)
        expect(followed).toEqual([])
      },
    )

    test('a redirected list of models reaches nobody, and the list is empty', async () => {
      const { baseUrl, asked, followed } = await startRedirects(status, where)
      const config = readConfig({ OLLAMA_BASE_URL: baseUrl })
      const registry = createModelRegistry(config, createLog('silent'))
      expect(await registry.list()).toEqual([])
      expect(asked).toEqual(['/v1/api/tags'])
      expect(followed).toEqual([])
    })
  })
})
